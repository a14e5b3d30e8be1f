package dev.penstock.flow.journal;

/** The kinds of wrong a journal can find, each with what the operator can do. */
public enum JournalFault {
  NOT_A_JOURNAL("Name the journal's folder, or create a new journal in an empty one."),
  FORMAT_UNREADABLE(Advice.BACKUP),
  FORMAT_NEWER("Start the version of the product that wrote this folder, or a newer one."),
  LOCKED("Stop the process that holds the folder; it is named in the lock."),
  SEGMENT_MISSING(Advice.BACKUP),
  SEGMENT_DAMAGED(Advice.BACKUP),
  COMMIT_DAMAGED(Advice.BACKUP),
  COMMITS_LOST(Advice.BACKUP),
  UNEXPECTED_FILE("Find out who put it there; move it out of the folder."),
  CURSOR_AHEAD(
      "The reader knows more than the journal holds: the folder is an older copy. Look for the one"
          + " that wrote last."),
  CURSOR_NAME_TAKEN("Close the other cursor of this name first."),
  PLAN_OUTDATED("Make a new plan: a cursor has moved, or something was dropped meanwhile."),
  SYNC_FAILED(
      "The disk reported that it could not store data. Check it, then open the journal again."),
  WRITE_FAILED("The disk reported an error. Check it, then open the journal again."),
  READ_FAILED("The disk reported an error. Check it, then read again."),
  DISK_FULL("Free space, or lower the retention; frames are taken again without a restart."),
  CLOSED("Open the journal again.");

  private final String remedy;

  JournalFault(String remedy) {
    this.remedy = remedy;
  }

  /** What the operator can do. */
  public String remedy() {
    return remedy;
  }

  private static final class Advice {
    static final String BACKUP =
        "Keep the folder as it is. Run fsck and compare with the newest backup; what the log holds"
            + " of these records stays verifiable.";
  }
}
