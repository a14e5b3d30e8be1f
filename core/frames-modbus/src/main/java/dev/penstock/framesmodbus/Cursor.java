package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one PDU. After the first fault all further reads give zero, and the fault
 * stays; so a reader asks once, at the end. Never reads past the PDU.
 */
final class Cursor {
  /**
   * The first thing that is wrong.
   *
   * @param at which byte, from the function code on
   * @param answer what a server says to it
   */
  record Fault(int at, String reason, ExceptionCode answer) {}

  private final byte[] pdu;
  private int at;
  private @Nullable Fault fault;

  Cursor(byte[] pdu) {
    this.pdu = pdu;
  }

  int u8() {
    return has(1) ? pdu[at++] & 0xff : 0;
  }

  int u16() {
    if (!has(2)) {
      return 0;
    }
    int value = ((pdu[at] & 0xff) << 8) | (pdu[at + 1] & 0xff);
    at += 2;
    return value;
  }

  Words words(int count) {
    if (!has(2 * count)) {
      return Words.NONE;
    }
    Words words = Words.at(pdu, at, count);
    at += 2 * count;
    return words;
  }

  Bits bits(int count) {
    int length = Bits.bytesFor(count);
    if (!has(length)) {
      return Bits.of();
    }
    Bits bits = Bits.at(pdu, at, count);
    at += length;
    return bits;
  }

  ByteString bytes(int count) {
    if (!has(count)) {
      return ByteString.EMPTY;
    }
    ByteString bytes = ByteString.at(pdu, at, count);
    at += count;
    return bytes;
  }

  /** The next byte, which stays to be read. */
  ByteString peek() {
    return ByteString.at(pdu, at, 1);
  }

  int left() {
    return pdu.length - at;
  }

  /** Nothing more may stand there. */
  void end() {
    if (fault == null && left() > 0) {
      refuse("there are " + left() + " bytes more than belong there");
    }
  }

  /** A wrong length or count, which servers answer with code 3. */
  void require(boolean holds, Supplier<String> otherwise) {
    require(holds, ExceptionCode.ILLEGAL_DATA_VALUE, otherwise);
  }

  void require(boolean holds, ExceptionCode answer, Supplier<String> otherwise) {
    if (!holds && fault == null) {
      fault = new Fault(at, otherwise.get(), answer);
    }
  }

  void requireRange(String what, int value, int from, int to) {
    require(
        value >= from && value <= to,
        () -> what + " is " + value + ", must be " + from + ".." + to);
  }

  /** Behind the check of the count, as in the flow charts of §6. */
  void requireAddresses(int address, int count) {
    require(
        address + count <= Limits.ADDRESS_COUNT,
        ExceptionCode.ILLEGAL_DATA_ADDRESS,
        () -> count + " from address " + address + " on end behind 65535");
  }

  void refuse(String reason) {
    require(false, () -> reason);
  }

  @Nullable Fault fault() {
    return fault;
  }

  private boolean has(int count) {
    if (fault == null && left() < count) {
      refuse("the PDU ends inside a field: " + left() + " of " + count + " bytes are there");
    }
    return fault == null;
  }
}
