package dev.penstock.evidence.record;

/** How long a record's payload is kept, and where it lies. */
public enum RecordClass {
  /** Samples and events: prunable and shreddable. */
  PLANT,
  /** What people did: own retention. */
  ACCESS,
  /** All else: kept as long as the log. */
  CONTROL
}
