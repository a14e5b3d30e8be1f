package dev.penstock.framessyslog;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;

/** What comes next on a stream of messages. */
public sealed interface Framed {
  /** A message, as it came and without its frame. */
  record Message(ByteString bytes) implements Framed {}

  /**
   * A message that was read to its end but not kept, for it is too large.
   *
   * @param byteCount how many came
   * @param digest over them
   */
  record Unkept(long byteCount, Digest digest) implements Framed {}

  /**
   * The stream ended inside a message.
   *
   * @param byteCount how many of its bytes had come
   * @param digest over them
   */
  record CutOff(long byteCount, Digest digest) implements Framed {}

  /**
   * Bytes that are no frame; where the next one begins is not known, so nothing more can be read.
   */
  record Broken(String reason) implements Framed {}

  /** The stream ended between two messages. */
  record End() implements Framed {}
}
