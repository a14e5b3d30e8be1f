package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one message in the wire format of Protocol Buffers. After the first fault
 * there are no more fields and all reads give zero; the fault stays, for the messages inside and
 * outside as well, so that whoever reads asks once, at the end. Never reads past its message.
 */
final class WireReader {
  /** The largest field number, 2^29 - 1. */
  private static final long FIELD_MAX = (1L << 29) - 1;

  private static final int VARINT_BYTES_MAX = 10;

  /** What all messages of one payload share. */
  private static final class Whole {
    final byte[] bytes;
    final PayloadLimits limits;
    int elements;
    int faultAt;
    @Nullable String fault;

    Whole(byte[] bytes, PayloadLimits limits) {
      this.bytes = bytes;
      this.limits = limits;
    }
  }

  private final Whole whole;
  private final int end;
  private final int depth;
  private int at;
  private int field;
  private int wireType;

  private WireReader(Whole whole, int at, int end, int depth) {
    this.whole = whole;
    this.at = at;
    this.end = end;
    this.depth = depth;
  }

  static WireReader of(byte[] bytes, PayloadLimits limits) {
    WireReader reader = new WireReader(new Whole(bytes, limits), 0, bytes.length, 1);
    if (bytes.length > limits.bytesMax()) {
      reader.refuse("longer than " + limits.bytesMax() + " bytes");
    }
    return reader;
  }

  /** Goes to the next field; false when there is none, or after a fault. */
  boolean next() {
    if (whole.fault != null || at >= end) {
      return false;
    }
    int tagAt = at;
    long tag = varint();
    long number = tag >>> 3;
    if (whole.fault == null && (number < 1 || number > FIELD_MAX)) {
      at = tagAt;
      refuse("a field number is out of range");
    }
    field = (int) number;
    wireType = (int) (tag & 7);
    return whole.fault == null;
  }

  /** The number of the field that stands next. */
  int field() {
    return field;
  }

  long u64() {
    return isOf(WireWriter.VARINT) ? varint() : 0;
  }

  /** The low 32 bits, as every reader of Protocol Buffers takes them. */
  int u32() {
    return (int) u64();
  }

  boolean flag() {
    return u64() != 0;
  }

  /** True where numbers that may repeat stand in a block, one behind the other. */
  boolean isBlock() {
    return wireType == WireWriter.LENGTH;
  }

  /** Numbers in a row to the end of a block. */
  boolean hasMore() {
    return whole.fault == null && at < end;
  }

  int packed32() {
    return (int) varint();
  }

  float float32() {
    return isOf(WireWriter.FIXED_32) ? Float.intBitsToFloat((int) littleEndian(4)) : 0;
  }

  double float64() {
    return isOf(WireWriter.FIXED_64) ? Double.longBitsToDouble(littleEndian(8)) : 0;
  }

  String text() {
    int length = length();
    if (length == 0) {
      return "";
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(whole.bytes, at, length))
              .toString();
      at += length;
      return text;
    } catch (CharacterCodingException e) {
      refuse("a text is not UTF-8"); // the answer, for bytes from outside
      return "";
    }
  }

  ByteString binary() {
    int length = length();
    ByteString bytes = ByteString.at(whole.bytes, at, length);
    at += length;
    return bytes;
  }

  /** A reader for the message in this field; this one goes on behind it. */
  WireReader message() {
    int length = length();
    if (depth >= whole.limits.depthMax()) {
      refuse("messages stand more than " + whole.limits.depthMax() + " deep");
      length = 0;
    }
    WireReader inner = new WireReader(whole, at, at + length, depth + 1);
    at += length;
    return inner;
  }

  /** Counts one more part of the payload against its limit. */
  void element() {
    whole.elements++;
    if (whole.elements > whole.limits.elementsMax()) {
      refuse("more than " + whole.limits.elementsMax() + " elements");
    }
  }

  /** Passes over a field that nobody knows. */
  void skip() {
    skip(depth);
  }

  private void skip(int groupDepth) {
    switch (wireType) {
      case WireWriter.VARINT -> {
        var _ = varint();
      }
      case WireWriter.FIXED_64 -> {
        var _ = littleEndian(8);
      }
      case WireWriter.FIXED_32 -> {
        var _ = littleEndian(4);
      }
      case WireWriter.LENGTH -> {
        int length = length();
        at += length;
      }
      case WireWriter.GROUP_START -> skipGroup(groupDepth);
      default -> refuse("a field has an unknown form");
    }
  }

  private void skipGroup(int groupDepth) {
    int opened = field;
    if (groupDepth >= whole.limits.depthMax()) {
      refuse("groups stand more than " + whole.limits.depthMax() + " deep");
      return;
    }
    while (next()) {
      if (wireType == WireWriter.GROUP_END) {
        if (field != opened) {
          refuse("a group ends as another");
        }
        return;
      }
      skip(groupDepth + 1);
    }
    refuse("a group has no end");
  }

  void refuse(String what) {
    if (whole.fault == null) {
      whole.fault = what;
      whole.faultAt = at;
    }
  }

  /** The first fault, where there is one. */
  PayloadReading.@Nullable Malformed fault() {
    String fault = whole.fault;
    return fault == null ? null : new PayloadReading.Malformed(whole.faultAt, fault);
  }

  private boolean isOf(int expected) {
    if (whole.fault == null && wireType != expected) {
      refuse("field " + field + " has form " + wireType + " instead of " + expected);
    }
    return whole.fault == null;
  }

  /** Of a block, which then lies wholly within this message. */
  private int length() {
    if (!isOf(WireWriter.LENGTH)) {
      return 0;
    }
    long length = varint();
    if (whole.fault == null && (length < 0 || length > end - at)) {
      refuse("field " + field + " is longer than what is left");
    }
    return whole.fault == null ? (int) length : 0;
  }

  private long varint() {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX; i++) {
      if (whole.fault != null || at >= end) {
        refuse("the message ends inside a number");
        return 0;
      }
      int next = whole.bytes[at++];
      value |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    refuse("a number has more than 10 bytes");
    return 0;
  }

  private long littleEndian(int bytes) {
    if (whole.fault != null || end - at < bytes) {
      refuse("the message ends inside a number");
      return 0;
    }
    long bits = 0;
    for (int i = 0; i < bytes; i++) {
      bits |= (whole.bytes[at++] & 0xffL) << (8 * i);
    }
    return bits;
  }
}
