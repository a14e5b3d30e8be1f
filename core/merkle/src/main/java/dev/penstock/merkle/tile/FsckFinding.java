package dev.penstock.merkle.tile;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.Checkpoint;

/** One thing that is wrong with a log. */
public sealed interface FsckFinding {
  /** There is no checkpoint to hold the log against. */
  record NoCheckpoint() implements FsckFinding {}

  record CheckpointMalformed(String why) implements FsckFinding {}

  /** The checkpoint's signature of the given key is bad, or is missing. */
  record CheckpointNotSigned(String why) implements FsckFinding {}

  /** The given keys and the rotations in the log do not fit together. */
  record KeysContradict(String why) implements FsckFinding {}

  /** A checkpoint this log once had names another log. */
  record OriginDiffers(String origin, String expected) implements FsckFinding {}

  /** A checkpoint this log once had is larger than the log is now. */
  record Shrunk(Checkpoint earlier, long size) implements FsckFinding {}

  /** Entries that should be there are not. */
  record EntriesMissing(long firstIndex, long count) implements FsckFinding {}

  record EntriesMalformed(long firstIndex, int count, String why) implements FsckFinding {}

  /** An entry does not hash to the leaf hash beside it. */
  record LeafMismatch(long index, Digest derived, Digest stored) implements FsckFinding {}

  record TileMissing(int level, long number, int width) implements FsckFinding {}

  /** A tile has not the bytes its width asks for. */
  record TileMalformed(int level, long number, int width, int bytes) implements FsckFinding {}

  /** A hash above the leaves is not the one that follows from those below it. */
  record HashMismatch(int level, long index, Digest derived, Digest stored)
      implements FsckFinding {}

  /** The root over everything found is not the one this checkpoint states. */
  record RootMismatch(Checkpoint checkpoint, Digest derived) implements FsckFinding {}

  /** Something could not be read. */
  record Unreadable(String what, String why) implements FsckFinding {}

  /** The check ended before the end of the log, at this entry. */
  record Stopped(long index, String why) implements FsckFinding {}

  /** The finding in words. */
  default String text() {
    return switch (this) {
      case NoCheckpoint() -> "there is no checkpoint";
      case CheckpointMalformed(var why) -> "checkpoint cannot be read: " + why;
      case CheckpointNotSigned(var why) -> "checkpoint is not signed as expected: " + why;
      case KeysContradict(var why) -> "the log's keys do not fit together: " + why;
      case OriginDiffers(var origin, var expected) ->
          "log is called \"" + origin + "\", expected \"" + expected + "\"";
      case Shrunk(var earlier, var size) ->
          "log has " + size + " entries, but once had " + earlier.size();
      case EntriesMissing(var first, var count) ->
          "entries " + first + ".." + (first + count - 1) + " are missing";
      case EntriesMalformed(var first, var count, var why) ->
          "entries " + first + ".." + (first + count - 1) + " cannot be read: " + why;
      case LeafMismatch(var index, var derived, var stored) ->
          "entry " + index + " hashes to " + derived + ", but its leaf hash is " + stored;
      case TileMissing(var level, var number, var width) ->
          "tile " + number + " of level " + level + " (width " + width + ") is missing";
      case TileMalformed(var level, var number, var width, var bytes) ->
          "tile "
              + number
              + " of level "
              + level
              + " has "
              + bytes
              + " bytes, must be "
              + width * Digest.BYTES;
      case HashMismatch(var level, var index, var derived, var stored) ->
          "hash "
              + index
              + " of level "
              + level
              + " is "
              + stored
              + ", but "
              + derived
              + " follows from below";
      case RootMismatch(var checkpoint, var derived) ->
          "root at size "
              + checkpoint.size()
              + " is "
              + derived
              + ", but the checkpoint says "
              + checkpoint.root();
      case Unreadable(var what, var why) -> what + " cannot be read: " + why;
      case Stopped(var index, var why) -> "stopped at entry " + index + ": " + why;
    };
  }
}
