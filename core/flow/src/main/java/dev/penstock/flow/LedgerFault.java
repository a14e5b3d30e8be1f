package dev.penstock.flow;

/** The kinds of wrong a ledger can find, each with what the operator can do. */
public enum LedgerFault {
  NOT_A_LEDGER("Name the ledger's folder, or create a new ledger in an empty one."),
  FORMAT_UNREADABLE(Advice.BACKUP),
  FORMAT_NEWER("Start the version of the product that wrote this folder, or a newer one."),
  LOCKED("Stop the process that holds the folder; it is named in the lock."),
  FILE_MISSING(Advice.BACKUP),
  SEGMENT_MISSING(Advice.BACKUP),
  SEGMENT_DAMAGED(Advice.BACKUP),
  BATCH_DAMAGED(Advice.BACKUP),
  ROOT_MISMATCH(Advice.BACKUP),
  LEVELS_DAMAGED(Advice.BACKUP),
  INDEX_DAMAGED(Advice.BACKUP),
  COMMITS_LOST(Advice.BACKUP),
  CHECKPOINT_DAMAGED(Advice.BACKUP),
  CHECKPOINT_CONTRADICTS(Advice.BACKUP),
  PUBLISHED_HEAD_AHEAD(Advice.ROLLED_BACK),
  PUBLISHED_HEAD_CONTRADICTS(Advice.ROLLED_BACK),
  PUBLISHED_HEAD_UNREADABLE(
      "Check the place of the published head; compare with a witness or a bundle before you put a"
          + " new copy there."),
  RETENTION_DAMAGED(Advice.BACKUP),
  ROTATIONS_DAMAGED(Advice.BACKUP),
  KEYS_CONTRADICT(
      "Somebody may hold a key of this log. Compare the keys you were given, and the newest"
          + " checkpoint, with those of witnesses and bundles before you believe either."),
  KEY_NOT_CURRENT(
      "Give the node the keys folder that belongs to this log as it is now. If the key is lost,"
          + " start a new log with restore."),
  UNEXPECTED_FILE("Find out who put it there; move it out of the folder."),
  SYNC_FAILED(
      "The disk reported that it could not store data. Check it, then open the ledger again."),
  WRITE_FAILED("The disk reported an error. Check it, then open the ledger again."),
  READ_FAILED("The disk reported an error. Check it, then open the ledger again."),
  SIGNING_FAILED("Check the key store of the log's keys, then publish again."),
  DISK_FULL("Free space, or lower the retention; entries are taken again without a restart."),
  CLOSED("Open the ledger again.");

  private final String remedy;

  LedgerFault(String remedy) {
    this.remedy = remedy;
  }

  /** What the operator can do. */
  public String remedy() {
    return remedy;
  }

  private static final class Advice {
    static final String BACKUP =
        "Keep the folder as it is. Run fsck, compare with the newest backup; if no sound copy"
            + " reaches the last published checkpoint, start a new log with restore.";
    static final String ROLLED_BACK =
        "The folder is not the one that published last; look for the one that is. If it is lost,"
            + " start a new log with restore.";
  }
}
