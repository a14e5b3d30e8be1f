package dev.penstock.web.internal.json;

import dev.penstock.evidence.record.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON text, RFC 8259, in such a way that no reader loses anything: whole numbers beyond
 * 32 bits are strings, because many readers have only doubles; so are floating-point numbers that
 * JSON has no word for. One thread.
 *
 * <p>Misuse, as two values without a name between them in an object, throws: it is a fault of ours.
 */
public final class JsonWriter {
  /** Every reader holds these exactly. */
  private static final long PLAIN_MAX = 0xffff_ffffL;

  /** Deeper than anything this API writes. */
  private static final int DEPTH_MAX = 64;

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(1024);
  private final Deque<Level> levels = new ArrayDeque<>();
  private boolean isNamed;
  private boolean isDone;

  private static final class Level {
    private final boolean isObject;
    private int count;

    private Level(boolean isObject) {
      this.isObject = isObject;
    }
  }

  /** Opens an object. */
  public void object() {
    open(true);
  }

  /** Opens an object under a name. */
  public void object(String name) {
    name(name);
    open(true);
  }

  /** Opens an array. */
  public void array() {
    open(false);
  }

  /** Opens an array under a name. */
  public void array(String name) {
    name(name);
    open(false);
  }

  /** Closes what was opened last. */
  public void end() {
    if (isNamed || levels.isEmpty()) {
      throw new IllegalStateException("nothing to end here: " + tail());
    }
    out.append(levels.pop().isObject ? '}' : ']');
    isDone = levels.isEmpty();
  }

  /** The name of the value that comes next. */
  public void name(String name) {
    Level level = levels.peek();
    if (level == null || !level.isObject || isNamed) {
      throw new IllegalStateException("no name is due for \"" + name + "\" after " + tail());
    }
    if (level.count++ > 0) {
      out.append(',');
    }
    quote(name);
    out.append(':');
    isNamed = true;
  }

  /** A text, or null. */
  public void text(@Nullable String value) {
    startValue();
    if (value == null) {
      out.append("null");
    } else {
      quote(value);
    }
    endValue();
  }

  public void text(String name, @Nullable String value) {
    name(name);
    text(value);
  }

  public void bool(String name, boolean value) {
    name(name);
    startValue();
    out.append(value);
    endValue();
  }

  /** A number of at most 32 bits without sign; beyond, {@link #whole} must be used. */
  public void number(String name, long value) {
    if (value < 0 || value > PLAIN_MAX) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 0.." + PLAIN_MAX);
    }
    name(name);
    startValue();
    out.append(value);
    endValue();
  }

  /** A small number with a sign. */
  public void signed(String name, int value) {
    name(name);
    startValue();
    out.append(value);
    endValue();
  }

  /** A whole number of at most 32 bits, with its sign. */
  public void signed(int value) {
    startValue();
    out.append(value);
    endValue();
  }

  /** A whole number of 64 bits, as a string; or null. */
  public void whole(String name, @Nullable Long value) {
    text(name, value == null ? null : Long.toString(value));
  }

  /** A floating-point number; one that is not finite is a string. */
  public void real(String name, double value) {
    name(name);
    if (!Double.isFinite(value)) {
      text(Double.toString(value));
      return;
    }
    startValue();
    // The shortest digits that give back the same double; JSON has the same form for them.
    out.append(value);
    endValue();
  }

  /** Bytes as base64 with padding, RFC 4648 §4; or null. */
  public void base64(String name, byte @Nullable [] value) {
    text(name, value == null ? null : Base64.getEncoder().encodeToString(value));
  }

  public void base64(String name, @Nullable ByteString value) {
    base64(name, value == null ? null : value.bytes());
  }

  /** How many characters there are so far, about as many as bytes. */
  public int length() {
    return out.length();
  }

  /** The text, which must be complete. */
  public byte[] toBytes() {
    if (!isDone) {
      throw new IllegalStateException("unfinished after " + tail());
    }
    return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void open(boolean isObject) {
    startValue();
    if (levels.size() == DEPTH_MAX) {
      throw new IllegalStateException("more than " + DEPTH_MAX + " levels");
    }
    out.append(isObject ? '{' : '[');
    levels.push(new Level(isObject));
  }

  private void startValue() {
    Level level = levels.peek();
    if (isDone || (level != null && level.isObject != isNamed)) {
      throw new IllegalStateException("no value is due after " + tail());
    }
    if (level != null && !level.isObject && level.count++ > 0) {
      out.append(',');
    }
    isNamed = false;
  }

  private void endValue() {
    isDone = levels.isEmpty();
  }

  private String tail() {
    return out.substring(Math.max(0, out.length() - 40));
  }

  private void quote(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (mustEscape(value, i, c)) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              out.append(HEX.charAt(c >> shift & 15));
            }
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Control characters, what may break out of a page or a terminal, and halves of a pair. */
  private static boolean mustEscape(String value, int at, char c) {
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == '<' || c == '\u2028' || c == '\u2029') {
      return true;
    }
    if (Character.isHighSurrogate(c)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(value.charAt(at - 1)));
  }
}
