package dev.penstock.plantmap;

import java.util.Locale;

/** What a conduit shows of the time that is looked at. */
public enum ConduitState {
  /** Something was denied. */
  DENIED,
  /** Something passed, waits for a second person, or was heard through it. */
  LIVE,
  /** Nothing is on record, although this node ran all the time and would have recorded it. */
  SILENT,
  /** Nothing is on record, and this node would not know; or not all is sealed and read. */
  UNKNOWN;

  /** The word in the API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
