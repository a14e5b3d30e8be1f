package dev.penstock.vault;

import dev.penstock.storage.ForcePoint;

/** Where the vault makes things durable. */
enum ForceAt implements ForcePoint {
  /** The vault's own folder. */
  FOLDER_NAME,
  /** A file that is made with the vault. */
  NEW_FILE,
  /** Its name. */
  NEW_NAME,
  /** A key, before anything is sealed with it. */
  KEY,
  /** An order or a step of it, before what it says is done. */
  ROW,
  /** Overwritten keys. */
  ERASED,
  /** What a run before this one may not have heard to be durable. */
  FOUND
}
