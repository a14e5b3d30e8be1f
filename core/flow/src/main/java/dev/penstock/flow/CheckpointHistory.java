package dev.penstock.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * All checkpoints a log has published, numbered from 0; they are kept for ever. Safe for use by
 * several threads.
 */
public interface CheckpointHistory {
  /** How many there are. */
  long count();

  /** The checkpoint of this number, which must be below {@link #count()}. */
  PublishedCheckpoint get(long number) throws IOException;

  /** The newest one. */
  Optional<PublishedCheckpoint> latest() throws IOException;

  /** The newest one of at most this size: what was public when the log had this size. */
  Optional<PublishedCheckpoint> atMost(long size) throws IOException;

  /** The oldest one of at least this size: the first that covered entry {@code size - 1}. */
  Optional<PublishedCheckpoint> covering(long size) throws IOException;

  /**
   * The newest one that the clock dated at or before this time. Where the clock stepped back, the
   * later row wins.
   */
  Optional<PublishedCheckpoint> asOf(Instant time) throws IOException;
}
