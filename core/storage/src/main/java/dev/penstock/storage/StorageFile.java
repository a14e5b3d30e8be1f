package dev.penstock.storage;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of a {@link Storage}. Positions are absolute; there is no file pointer, so readers
 * and the one writer do not disturb each other. After {@link #close} every other operation throws
 * {@code IOException}; closing again does nothing. Closing makes nothing durable. A negative
 * position or size is an {@link IllegalArgumentException}.
 */
public interface StorageFile extends Closeable {
  /**
   * Reads at most {@code into.remaining()} bytes; how many were read, or -1 when the position is at
   * or past the end. Nothing is read, and 0 answered, when {@code into} has no room.
   */
  int read(ByteBuffer into, long position) throws IOException;

  /**
   * Writes at most {@code from.remaining()} bytes and says how many: a disk may write less than it
   * was asked to. What lies between the old end and {@code position} then reads as zeros, until a
   * crash before the next {@link #force} leaves old bytes of the disk there.
   */
  int write(ByteBuffer from, long position) throws IOException;

  long sizeBytes() throws IOException;

  /**
   * Cuts the file to this size, or does nothing when it is not longer; the cut is durable after the
   * next {@link #force}.
   */
  void truncate(long sizeBytes) throws IOException;

  /**
   * Grows the file to at least this size with space reserved on the disk, so that later writes
   * inside it neither run out of space nor change metadata. What the new range reads as is
   * undefined: old bytes of the disk may show. Does nothing when the file is not shorter. When it
   * throws, the file may have grown part of the way.
   *
   * <p>This can take as long as writing the range does, so a store prepares its next file ahead, on
   * another thread. Nobody may write past the end of this file, or cut it, meanwhile.
   */
  void allocate(long sizeBytes) throws IOException;

  /**
   * Makes all bytes that were written before the call, through whichever handle, and the size,
   * durable. When this throws, the state of the file on disk is unknown for good: the caller must
   * not write on and believe a later success, because a disk may drop what it could not write,
   * report that once, and show the bytes to readers until it forgets them.
   */
  void force(ForcePoint point) throws IOException;

  /** Writes all of {@code from}, however often the disk stops short. */
  default void writeFully(ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      int written = write(from, at);
      if (written <= 0) {
        throw new IOException("disk accepted no byte at position " + at);
      }
      at += written;
    }
  }

  /** Fills {@code into}; {@code EOFException} when the file ends first. */
  default void readFully(ByteBuffer into, long position) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int read = read(into, at);
      if (read < 0) {
        throw new EOFException("file ends at " + at + ", " + into.remaining() + " bytes short");
      }
      at += read;
    }
  }
}
