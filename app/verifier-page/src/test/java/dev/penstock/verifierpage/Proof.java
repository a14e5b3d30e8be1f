package dev.penstock.verifierpage;

import dev.penstock.evidence.record.ByteString;

/**
 * A proof of somebody outside, and what is held against it.
 *
 * @param name for a person
 * @param isStamp whether it is a time-stamp, and not an anchor in a chain
 * @param trust lines of a trust file
 * @param now ns since 1970
 */
record Proof(
    String name, boolean isStamp, ByteString bytes, ByteString statement, String trust, long now) {
  static Proof stamp(String name, byte[] bytes, byte[] statement, String trust, long now) {
    return new Proof(name, true, ByteString.of(bytes), ByteString.of(statement), trust, now);
  }

  static Proof anchor(String name, byte[] bytes, byte[] statement, String trust, long now) {
    return new Proof(name, false, ByteString.of(bytes), ByteString.of(statement), trust, now);
  }

  /** The same with other bytes. */
  Proof with(byte[] other) {
    return new Proof(name, isStamp, ByteString.of(other), statement, trust, now);
  }
}
