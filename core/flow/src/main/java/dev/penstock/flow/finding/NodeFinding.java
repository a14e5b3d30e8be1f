package dev.penstock.flow.finding;

/** What a node says of itself as a finding; the name is the code in the record. */
public enum NodeFinding {
  /** How far off the gateway's clock may be, and who says so. */
  CLOCK_COMPARED,
  /** Payloads that were kept beside the journal went by policy; their records stay. */
  PAYLOADS_DROPPED,
  /** Somebody was told of a notice. */
  NOTICE_SENT,
  /** Nobody could be told of a notice, or there was no room for it. */
  NOTICE_LOST,
  /** A person said to know of a notice. */
  NOTICE_ACKNOWLEDGED,
  /** Nobody answered to a notice, so the next were told. */
  NOTICE_ESCALATED
}
