package dev.penstock.anchorstore;

import dev.penstock.storage.ForcePoint;

/** Where the answers of anchors are made durable. */
enum ForceAt implements ForcePoint {
  /** A file that is made with the store. */
  NEW_FILE,
  /** Its name, and those of the others. */
  NEW_NAMES,
  /** The bytes of an answer, before the row that names them. */
  ANSWER,
  /** A row; with it the answer counts. */
  ROW,
  /** What took a row's place, written into it, before the next row. */
  REPLACED,
  /** The last row, which a run before this one may not have heard to be durable. */
  ROW_FOUND,
  /** The content of a small file, before it gets its name. */
  SMALL,
  /** That name. */
  SMALL_NAME
}
