package dev.penstock.merkle.tile;

/** Hears how far a check has come. */
public interface FsckProgress {
  /** Hears nothing and never stops. */
  FsckProgress NONE = (entries, size) -> true;

  /** So many entries of so many are done; false stops the check. */
  boolean goesOn(long entries, long size);
}
