package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields in the wire format of Protocol Buffers; fields without a value leave no trace. Each
 * number has its shortest form.
 */
final class WireWriter {
  static final int VARINT = 0;
  static final int FIXED_64 = 1;
  static final int LENGTH = 2;
  static final int GROUP_START = 3;
  static final int GROUP_END = 4;
  static final int FIXED_32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  void u64(int field, @Nullable Long value) {
    if (value != null) {
      tag(field, VARINT);
      varint(value);
    }
  }

  void u32(int field, @Nullable Integer value) {
    if (value != null) {
      tag(field, VARINT);
      varint(Integer.toUnsignedLong(value));
    }
  }

  /** Written whatever it is. */
  void flag(int field, boolean value) {
    tag(field, VARINT);
    varint(value ? 1 : 0);
  }

  /** False is what a reader takes a missing mark for. */
  void mark(int field, boolean value) {
    if (value) {
      flag(field, true);
    }
  }

  void float32(int field, float value) {
    tag(field, FIXED_32);
    littleEndian(Float.floatToRawIntBits(value), 4);
  }

  void float64(int field, double value) {
    tag(field, FIXED_64);
    littleEndian(Double.doubleToRawLongBits(value), 8);
  }

  void text(int field, @Nullable String value) {
    if (value != null) {
      block(field, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  void binary(int field, @Nullable ByteString value) {
    if (value != null) {
      block(field, value.bytes());
    }
  }

  void message(int field, WireWriter message) {
    tag(field, LENGTH);
    varint(message.out.size());
    out.writeBytes(message.bytes());
  }

  private void block(int field, byte[] bytes) {
    tag(field, LENGTH);
    varint(bytes.length);
    out.writeBytes(bytes);
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void littleEndian(long bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (bits >>> (8 * i)));
    }
  }
}
