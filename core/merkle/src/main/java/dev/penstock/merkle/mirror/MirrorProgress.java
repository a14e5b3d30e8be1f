package dev.penstock.merkle.mirror;

/** Hears how far a copy has come. */
public interface MirrorProgress {
  /** Hears nothing and never stops. */
  MirrorProgress NONE = (entries, size) -> true;

  /** The first {@code entries} of {@code size} are dealt with; false ends the run here. */
  boolean goesOn(long entries, long size);
}
