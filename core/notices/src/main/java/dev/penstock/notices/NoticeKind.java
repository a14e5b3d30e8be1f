package dev.penstock.notices;

import java.util.Optional;

/**
 * What notices are about. The wire name and the number stand in settings, messages and state, so
 * they never change; a new kind gets a new one of each.
 */
public enum NoticeKind {
  SOURCE_SILENT(
      "source-silent",
      1,
      Nature.CONDITION,
      Severity.WARNING,
      "source silent",
      "Look at the source and at the way to it; the gap stands in its certificate."),
  LEDGER_STOPPED(
      "ledger-stopped",
      2,
      Nature.CONDITION,
      Severity.CRITICAL,
      "ledger stopped",
      "Leave its files as they are and run penstock fsck; the journal goes on."),
  DISK_SHORT(
      "disk-short",
      3,
      Nature.CONDITION,
      Severity.CRITICAL,
      "disk short",
      "Make room, or lower what the journal may keep."),
  CERTIFICATE_EXPIRY(
      "certificate-expiry",
      4,
      Nature.CONDITION,
      Severity.WARNING,
      "certificate expires",
      "Renew it before its last day."),
  APPROVAL_WAITING(
      "approval-waiting",
      5,
      Nature.CONDITION,
      Severity.INFO,
      "approval waiting",
      "Somebody other than its author decides on it in the console."),
  AUDIT_UNWRITABLE(
      "audit-unwritable",
      6,
      Nature.CONDITION,
      Severity.CRITICAL,
      "audit unwritable",
      "Settings cannot be changed until access records are durable again; look at the disk."),
  NODE_STARTED(
      "node-started",
      7,
      Nature.MOMENT,
      Severity.INFO,
      "node started",
      "If nobody started it, find out why it had ended."),
  EVIDENCE_CONTRADICTED(
      "evidence-contradicted",
      8,
      Nature.CONDITION,
      Severity.CRITICAL,
      "evidence contradicted",
      "Keep everything as it is and look at the finding; somebody may have altered data."),
  CLOCK_UNSURE(
      "clock-unsure",
      9,
      Nature.CONDITION,
      Severity.WARNING,
      "clock unsure",
      "Look at the time servers; what is recorded now says that its times are unsure."),
  PART_HINDERED(
      "part-hindered",
      10,
      Nature.CONDITION,
      Severity.WARNING,
      "part hindered",
      "penstock status says what gets in the way."),
  ACCOUNT_LOCKED(
      "account-locked",
      11,
      Nature.CONDITION,
      Severity.WARNING,
      "account locked",
      "Look in the audit trail from where it was tried."),
  CHANNEL_FAILED(
      "channel-failed",
      12,
      Nature.CONDITION,
      Severity.WARNING,
      "channel failed",
      "Notices by this channel do not arrive; penstock notices test tries it again."),
  /** What {@link NoticeBoard#test} sends. */
  TEST(
      "test",
      13,
      Nature.OWN,
      Severity.INFO,
      "test",
      "Nothing is to be done: somebody tried whether this way works."),
  /** How many notices a channel's limit held back. */
  HELD_BACK(
      "held-back",
      14,
      Nature.OWN,
      Severity.WARNING,
      "notices held back",
      "Look at the node: more happened than this channel is allowed to carry."),
  REQUESTS_DENIED(
      "requests-denied",
      15,
      Nature.CONDITION,
      Severity.WARNING,
      "requests denied",
      "Find out who asked, and whether they may; each denial is in the log."),
  LINK_DOWN(
      "link-down",
      16,
      Nature.CONDITION,
      Severity.WARNING,
      "link down",
      "Look at the device or broker and at the way to it; nothing is read there."),
  DESTINATION_BEHIND(
      "destination-behind",
      17,
      Nature.CONDITION,
      Severity.WARNING,
      "destination behind",
      "Look at the destination and at the way to it; what it has not had waits in the journal."),
  DESTINATION_LOSING(
      "destination-losing",
      18,
      Nature.CONDITION,
      Severity.CRITICAL,
      "destination loses records",
      "Mend the link, or let the journal keep more; what goes unsent never gets there.");

  /** Whether it has a beginning and an end, happens, or is made by the board alone. */
  enum Nature {
    CONDITION,
    MOMENT,
    OWN
  }

  private final String wireName;
  private final int code;
  private final Nature nature;
  private final Severity usual;
  private final String title;
  private final String advice;

  NoticeKind(
      String wireName, int code, Nature nature, Severity usual, String title, String advice) {
    this.wireName = wireName;
    this.code = code;
    this.nature = nature;
    this.usual = usual;
    this.title = title;
    this.advice = advice;
  }

  /** As settings and messages call it. */
  public String wireName() {
    return wireName;
  }

  /** Its number, for state and for SNMP. */
  public int code() {
    return code;
  }

  Nature nature() {
    return nature;
  }

  /** How much it matters where nothing else is known. */
  public Severity usual() {
    return usual;
  }

  /** A few words for people. */
  public String title() {
    return title;
  }

  /** What the reader can do. */
  public String advice() {
    return advice;
  }

  /** True for what somebody may raise, and settings may route. */
  public boolean isRaisable() {
    return nature != Nature.OWN;
  }

  static Optional<NoticeKind> ofCode(long code) {
    for (NoticeKind each : values()) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The kind of this wire name. */
  public static Optional<NoticeKind> ofWireName(String wireName) {
    for (NoticeKind each : values()) {
      if (each.wireName.equals(wireName)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
