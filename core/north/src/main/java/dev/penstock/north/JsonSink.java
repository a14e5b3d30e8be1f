package dev.penstock.north;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * JSON (RFC 8259), as RFC 7493 wants it for numbers: a whole number that a double does not hold is
 * written as text, and so is what is no number.
 */
final class JsonSink implements Sink {
  private static final long WHOLE_MAX = (1L << 53) - 1;
  private static final int DEPTH_MAX = 16;
  private static final String HEX = "0123456789abcdef";

  private final Bytes out = new Bytes();

  /** One number at a time, so that none is made a text of its own. */
  private final StringBuilder number = new StringBuilder(32);

  private final boolean[] isMap = new boolean[DEPTH_MAX];
  private final boolean[] hasItem = new boolean[DEPTH_MAX];
  private int depth;
  private boolean isAfterKey;

  private void begin() {
    if (!isAfterKey && hasItem[depth]) {
      out.add(',');
    }
    hasItem[depth] = true;
    isAfterKey = false;
  }

  private void open(boolean isOfMap) {
    begin();
    out.add(isOfMap ? '{' : '[');
    depth++;
    isMap[depth] = isOfMap;
    hasItem[depth] = false;
  }

  @Override
  public void map(int count) {
    open(true);
  }

  @Override
  public void array(int count) {
    open(false);
  }

  @Override
  public void end() {
    out.add(isMap[depth] ? '}' : ']');
    depth--;
  }

  @Override
  public void key(String key) {
    begin();
    out.add('"');
    // A template lets only printable ASCII without quotes be a key.
    out.ascii(key);
    out.add('"');
    out.add(':');
    isAfterKey = true;
  }

  @Override
  public void text(String text) {
    begin();
    out.add('"');
    int from = 0;
    boolean isAscii = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      isAscii &= c < 0x80;
      boolean isLone =
          Character.isSurrogate(c)
              && !(Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1)))
              && !(i > 0
                  && Character.isLowSurrogate(c)
                  && Character.isHighSurrogate(text.charAt(i - 1)));
      if (c < ' ' || c == '"' || c == '\\' || c == 0x7f || isLone) {
        plain(text, from, i, isAscii);
        escape(c);
        from = i + 1;
      }
    }
    plain(text, from, text.length(), isAscii);
    out.add('"');
  }

  private void plain(String text, int from, int to, boolean isAscii) {
    if (isAscii) {
      out.ascii(text, from, to);
    } else if (from < to) {
      out.add(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void escape(char c) {
    out.add('\\');
    if (c == '"' || c == '\\') {
      out.add(c);
    } else {
      char shown = Character.isSurrogate(c) ? '\ufffd' : c;
      out.add('u');
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.add(HEX.charAt(shown >> shift & 0xf));
      }
    }
  }

  @Override
  public void whole(long value) {
    if (value > WHOLE_MAX || value < -WHOLE_MAX) {
      text(Long.toString(value));
    } else {
      begin();
      number.setLength(0);
      out.ascii(number.append(value));
    }
  }

  @Override
  public void large(long bits) {
    text(Long.toUnsignedString(bits));
  }

  @Override
  public void real(double value) {
    if (Double.isFinite(value)) {
      begin();
      number.setLength(0);
      out.ascii(number.append(value));
    } else {
      text(Double.toString(value));
    }
  }

  @Override
  public void decimal(int exponent, long mantissa) {
    // As text, for a reader that makes a double of it would not have what was said.
    text(new BigDecimal(BigInteger.valueOf(mantissa), -exponent).toPlainString());
  }

  @Override
  public void flag(boolean value) {
    begin();
    out.ascii(value ? "true" : "false");
  }

  @Override
  public void nothing() {
    begin();
    out.ascii("null");
  }

  @Override
  public void bytes(byte[] value) {
    begin();
    out.add('"');
    out.add(Base64.getEncoder().encode(value));
    out.add('"');
  }

  @Override
  public void items(Sink of) {
    if (of instanceof JsonSink other && other.out.size() > 0) {
      begin();
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
    depth = 0;
    hasItem[0] = false;
    isAfterKey = false;
  }
}
