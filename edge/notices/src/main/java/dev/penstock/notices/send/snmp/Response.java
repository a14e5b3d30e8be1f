package dev.penstock.notices.send.snmp;

import java.util.Optional;

/**
 * What a manager answers to an inform, RFC 3416 §4.2.4.
 *
 * @param errorStatus 0 when it was taken
 */
record Response(int request, int errorStatus) {
  /** Reads as far as is needed; empty for anything else, which is no answer. */
  static Optional<Response> decode(byte[] wire, int length) {
    var in = new Reader(wire, length);
    if (!in.enter(Ber.SEQUENCE) || in.integer() != 1 || !in.skip(Ber.OCTETS)) {
      return Optional.empty();
    }
    if (!in.enter(Ber.RESPONSE)) {
      return Optional.empty();
    }
    long request = in.integer();
    long status = in.integer();
    boolean isOne = !in.isBad && request == (int) request && status >= 0 && status <= 100;
    return isOne ? Optional.of(new Response((int) request, (int) status)) : Optional.empty();
  }

  /** Walks BER; after the first fault everything it answers is neutral. */
  private static final class Reader {
    private final byte[] wire;
    private int at;
    private int end;
    private boolean isBad;

    Reader(byte[] wire, int length) {
      this.wire = wire;
      this.end = Math.min(length, wire.length);
    }

    /** Goes into an element; what follows it is never read. */
    boolean enter(int tag) {
      int length = head(tag);
      if (!isBad) {
        end = at + length;
      }
      return !isBad;
    }

    boolean skip(int tag) {
      int length = head(tag);
      at += isBad ? 0 : length;
      return !isBad;
    }

    long integer() {
      int length = head(Ber.INTEGER);
      if (isBad || length < 1 || length > 8) {
        isBad = true;
        return Long.MIN_VALUE;
      }
      long value = wire[at] < 0 ? -1 : 0;
      for (int i = 0; i < length; i++) {
        value = value << 8 | (wire[at + i] & 0xff);
      }
      at += length;
      return value;
    }

    /** The length of the content, all of which is there. */
    private int head(int tag) {
      if (isBad || end - at < 2 || (wire[at] & 0xff) != tag) {
        isBad = true;
        return 0;
      }
      int length = wire[at + 1] & 0xff;
      at += 2;
      if (length >= 0x80) {
        length = longLength(length & 0x7f);
      }
      if (isBad || length > end - at) {
        isBad = true;
        return 0;
      }
      return length;
    }

    private int longLength(int bytes) {
      if (bytes < 1 || bytes > 3 || bytes > end - at) {
        isBad = true;
        return 0;
      }
      int length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << 8 | (wire[at++] & 0xff);
      }
      return length;
    }
  }
}
