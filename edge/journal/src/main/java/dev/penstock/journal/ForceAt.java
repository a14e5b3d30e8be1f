package dev.penstock.journal;

import dev.penstock.storage.ForcePoint;

/** Each place where the journal asks the disk for durability, and what would be lost without it. */
public enum ForceAt implements ForcePoint {
  /** The names of a new journal's folder and first file, before {@code format} is renamed. */
  NEW_FILE_NAMES,
  /** The text of {@code format}, before it gets its name. */
  FORMAT,
  /**
   * Space for a next segment. The force of its head would bring it along; it is asked for early so
   * that no commit waits for it.
   */
  PREPARED,
  /** The head of a new segment, before it gets its number. */
  SEGMENT_HEAD,
  /** The number of a new segment, before a commit goes into it. */
  SEGMENT_NAME,
  /** The commit: each file that it touched. */
  COMMIT,
  /** The last commit, found complete and unconfirmed at the start, before anybody sees it. */
  COMMIT_FOUND,
  /**
   * The word and the zeros that take the place of a commit which was never finished, before
   * anything new is appended: nobody shall ever take the remains for something that was.
   */
  FENCE,
  /**
   * The names a start finds, before anything is built on them: {@code format} of a journal that was
   * just made, the number of a segment a process before this one died over.
   */
  NAMES_FOUND,
  /** The confirmation words when the journal is closed in order. */
  CLOSED
}
