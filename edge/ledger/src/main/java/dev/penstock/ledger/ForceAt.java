package dev.penstock.ledger;

import dev.penstock.storage.ForcePoint;

/** Each place where the ledger asks the disk for durability, and what would be lost without it. */
public enum ForceAt implements ForcePoint {
  /** Files of a new ledger; without it a new ledger can come back with empty derived files. */
  NEW_FILE,
  /** Their names, before {@code format} makes the folder a ledger. */
  NEW_FILE_NAMES,
  /** The text of {@code format}, before it gets its name. */
  FORMAT,
  /**
   * Space for the next segment. The force of its head would bring it along; it is asked for early
   * and bit by bit so that no commit waits for it.
   */
  PREPARED,
  /** The head of a new segment, before it gets its number. */
  SEGMENT_HEAD,
  /** The number of a new segment, before a batch goes into it. */
  SEGMENT_NAME,
  /** The commit. */
  BATCH,
  /** A batch found complete and unconfirmed at the start, before anybody sees it. */
  BATCH_FOUND,
  /**
   * The names a start finds, before anything is built on them: {@code format} of a ledger that was
   * just made, the number of a segment a process before this one died over.
   */
  NAMES_FOUND,
  /** Hashes and index rows, before {@code levels/mark} vouches for them. */
  LEVELS,
  /** The mark; without it a start would read more than it should, never less. */
  MARK,
  /** The ML-DSA signature, before the checkpoint row that names it. */
  COSIGNATURE,
  /** The checkpoint row, before the checkpoint leaves. */
  CHECKPOINT,
  /** The retention row, before the first entry is dropped. */
  RETENTION,
  /** The row with a key rotation, before it becomes an entry. */
  ROTATION,
  /** The name of the file of such rows, when it is first made. */
  ROTATION_NAME,
  /** A last row found complete at the start, before anybody sees it. */
  ROW_FOUND,
  /** The published head outside the folder, before the checkpoint leaves. */
  PUBLISHED_HEAD,
  /** Its name, when it is first made. */
  PUBLISHED_HEAD_NAME
}
