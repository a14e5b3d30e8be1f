package dev.penstock.merkle.witness;

import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * A witness as whoever serves it over a network sees it. What it hands out is durable. Safe for use
 * by several threads.
 */
public interface Witness {
  /**
   * Answers an {@code add-checkpoint} request.
   *
   * @param body at most {@link AddCheckpoint#BYTES_MAX} bytes; more is refused
   * @throws IOException when it could not keep or sign what it would have cosigned
   */
  WitnessAnswer add(byte[] body) throws IOException;

  /**
   * The note of the head it cosigned last, with the signatures of the log and its own, for whoever
   * watches the log; empty when it cosigned none.
   *
   * @param originHash SHA-256 of the log's origin
   */
  Optional<byte[]> head(Digest originHash) throws IOException;
}
