package dev.penstock.people;

import dev.penstock.storage.ForcePoint;

/** Where this module asks for durability. */
enum PeopleForce implements ForcePoint {
  /** The folder's own name. */
  FOLDER_NAME,
  /** The names of the two files, before anything stands in them. */
  FILE_NAMES,
  /** A new book, before the earlier one is overwritten. */
  WRITTEN,
  /** The earlier book, overwritten. */
  WIPED,
  /** The mark that says there was a book. */
  MARKED
}
