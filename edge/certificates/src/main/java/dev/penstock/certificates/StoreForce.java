package dev.penstock.certificates;

import dev.penstock.storage.ForcePoint;

/** Where this module asks for durability. */
enum StoreForce implements ForcePoint {
  /** The bytes of a new version of a file, before it takes the old one's name. */
  NEW_VERSION,
  /** The folder, after the new version took the name. */
  NAME_TAKEN
}
