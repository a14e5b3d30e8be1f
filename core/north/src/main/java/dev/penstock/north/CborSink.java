package dev.penstock.north;

import dev.penstock.cbor.CborHead;
import java.nio.charset.StandardCharsets;

/**
 * CBOR (RFC 8949) with heads in their shortest form. Keys stand in the order of the template, and
 * floating-point numbers have 64 bits: nothing here is signed.
 */
final class CborSink implements Sink {
  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1;
  private static final int MAP = 5;
  private static final int DECIMAL_FRACTION = 4;
  private static final int FALSE = 0xf4;
  private static final int TRUE = 0xf5;
  private static final int NULL = 0xf6;
  private static final int DOUBLE = 0xfb;

  private final Bytes out = new Bytes();

  private void head(int major, long argument) {
    byte[] into = out.room(CborHead.BYTES_MAX);
    out.moveTo(CborHead.write(major, argument, into, out.size()));
  }

  @Override
  public void map(int count) {
    head(MAP, count);
  }

  @Override
  public void array(int count) {
    head(CborHead.ARRAY, count);
  }

  @Override
  public void end() {
    // The head says where it ends.
  }

  @Override
  public void key(String key) {
    head(CborHead.TEXT, key.length());
    out.ascii(key);
  }

  @Override
  public void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    head(CborHead.TEXT, utf8.length);
    out.add(utf8);
  }

  @Override
  public void whole(long value) {
    if (value < 0) {
      head(NEGATIVE, ~value);
    } else {
      head(UNSIGNED, value);
    }
  }

  @Override
  public void large(long bits) {
    head(UNSIGNED, bits);
  }

  @Override
  public void real(double value) {
    out.add(DOUBLE);
    long bits = Double.doubleToLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.add((int) (bits >>> shift));
    }
  }

  @Override
  public void decimal(int exponent, long mantissa) {
    head(CborHead.TAG, DECIMAL_FRACTION);
    array(2);
    whole(exponent);
    whole(mantissa);
  }

  @Override
  public void flag(boolean value) {
    out.add(value ? TRUE : FALSE);
  }

  @Override
  public void nothing() {
    out.add(NULL);
  }

  @Override
  public void bytes(byte[] value) {
    head(CborHead.BYTES, value.length);
    out.add(value);
  }

  @Override
  public void items(Sink of) {
    if (of instanceof CborSink other) {
      out.add(other.out);
    }
  }

  @Override
  public int size() {
    return out.size();
  }

  @Override
  public byte[] toBytes() {
    return out.toBytes();
  }

  @Override
  public void reset() {
    out.reset();
  }
}
