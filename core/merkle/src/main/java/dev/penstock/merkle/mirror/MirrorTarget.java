package dev.penstock.merkle.mirror;

import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a copy lies. What {@link #store} and {@link #replaceHead} returned from is durable, whole
 * or not there at all, and found again by a later run. An {@code IOException} means that nobody can
 * tell.
 */
public interface MirrorTarget {
  /** What came of storing something that never changes. */
  enum Stored {
    NEW,
    /** The same bytes were there. */
    ALREADY,
    /** Other bytes are there, and were left alone. */
    OTHER_BYTES
  }

  /** A signed head that the copy keeps, and may replace. */
  enum Head {
    /** The copy holds all of its tree. */
    CHECKPOINT("checkpoint"),
    /**
     * What is being copied, while it is: full tiles behind the checkpoint were verified under it.
     */
    PENDING("mirror.pending");

    private final String fileName;

    Head(String fileName) {
      this.fileName = fileName;
    }

    /** Its name beside the tiles. */
    public String fileName() {
      return fileName;
    }
  }

  /** The note of this head, or empty. */
  Optional<byte[]> readHead(Head head) throws IOException;

  /** Exactly this tile or bundle, or empty; a partial tile is not cut from a full one. */
  Optional<byte[]> read(TilePath resource) throws IOException;

  /** Whether this resource is there; cheaper than reading it. */
  boolean has(TilePath resource) throws IOException;

  /** Stores a tile or bundle. Never replaces other bytes. */
  Stored store(TilePath resource, byte[] bytes) throws IOException;

  /** Puts this note in the place of the one before, in one step. */
  void replaceHead(Head head, byte[] note) throws IOException;

  /**
   * Keeps evidence against the log beside the copy. Never replaces other bytes.
   *
   * @param name relative, of small letters, digits, dots, hyphens and slashes
   */
  Stored keepEvidence(String name, byte[] bytes) throws IOException;
}
