package dev.penstock.flow.blob;

import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * Payloads of messages that are too large to be in their records, named by their SHA-256. They are
 * kept as long as the records that name them, so each is put in with the position of the journal
 * below which no record can name it yet. Safe for use by several threads.
 */
public interface PayloadStore {
  /**
   * Keeps these bytes, durable on return, for a record that will be appended at this position of
   * the journal or behind it. Positions never go back.
   */
  Digest put(byte[] content, long position) throws IOException;

  /**
   * The bytes of this digest, when they are there.
   *
   * @throws IOException also when what is there has another digest
   */
  Optional<byte[]> get(Digest digest) throws IOException;

  /** How many bytes are kept. */
  long storedBytes();

  /**
   * The oldest payloads that would have to go for no more than this many bytes to stay, without
   * those that still grow; empty when nothing has to, or nothing can.
   */
  Optional<Stretch> oldestBeyond(long bytes);

  /**
   * Removes what only records below this position can name; false where that must wait, because
   * somebody wants everything to stay for now.
   */
  boolean dropBelow(long position) throws IOException;

  /**
   * Payloads of neighbouring records.
   *
   * @param below position of the journal: all records that name them stand below it
   */
  record Stretch(long from, long below, long count, long bytes) {}
}
