package dev.penstock.cbor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads CBOR items one after another and takes core deterministic form only (RFC 8949 §4.2.1):
 * exactly what {@link CborWriter} writes. It never throws because of what the bytes say.
 *
 * <p>The first fault is kept with its place, and from then on every method answers a neutral value:
 * 0, false, the empty string, no items. So a decoder reads straight through and asks once, at the
 * end:
 *
 * <pre>{@code
 * reader.reset(bytes);
 * reader.expectArray(2);
 * long seq = reader.unsigned();
 * String name = reader.text(64);
 * return reader.end(() -> new Named(seq, name)); // the supplier runs only when all was well
 * }</pre>
 *
 * <p>A loop over {@code array()} or {@code map()} is bounded by the input, since a count that the
 * rest of the input cannot hold is refused; loops that do work of their own stop at {@link
 * #isRefused()}. Containers close themselves after their last item, so whoever reads a fixed number
 * of items must say so with {@link #expectArray}: reading on would read what follows the array.
 * Nothing is allocated but what a method returns, which a promise of the input never makes larger
 * than the input.
 *
 * <p>Places are indexes in the array given to {@code reset}, so a decoder can point at the bytes of
 * an item: those between {@link #at()} before and after it. The array is not copied and must not
 * change while it is read. One thread at a time.
 */
public final class CborReader {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] EMPTY = new byte[0];

  private final CborLimits limits;
  private final Nesting nesting;
  private byte[] source = EMPTY;
  private int at;
  private int limit;

  // The head read last. The argument of a float is its raw bits.
  private int headAt;
  private int major;
  private int information;
  private long argument;

  // The content of the string read last.
  private int contentAt;
  private int contentBytes;

  // The first fault, or null.
  private @Nullable RefusalReason fault;
  private int faultAt;

  /** A reader of nothing yet; see {@link #reset(byte[])}. */
  public CborReader(CborLimits limits) {
    this.limits = limits;
    nesting = new Nesting(limits.depthMax());
  }

  /** Starts again with these bytes. */
  public void reset(byte[] bytes) {
    reset(bytes, 0, bytes.length);
  }

  /** Starts again with a part of an array. */
  public void reset(byte[] bytes, int from, int length) {
    Objects.checkFromIndexSize(from, length, bytes.length);
    source = bytes;
    at = from;
    limit = from + length;
    headAt = from;
    contentAt = from;
    contentBytes = 0;
    fault = null;
    nesting.clear();
    if (length > limits.bytesMax()) {
      refuse(from, CborReason.INPUT_TOO_LONG);
    }
  }

  /** Index of the next byte. */
  public int at() {
    return at;
  }

  /** True from the first fault on. */
  public boolean isRefused() {
    return fault != null;
  }

  /** True while another item of a CBOR sequence follows at the top level. */
  public boolean hasNext() {
    return fault == null && nesting.depth() == 0 && at < limit;
  }

  /**
   * The kind of the next item; {@link CborType#NONE} after a fault. That nothing which this profile
   * knows stands here, the end of the input included, is a fault.
   */
  public CborType peek() {
    if (fault != null) {
      return CborType.NONE;
    }
    if (at == limit) {
      return refusedType(CborReason.TRUNCATED);
    }
    int initial = source[at] & 0xff;
    return switch (initial >>> 5) {
      case Wire.UNSIGNED -> CborType.UNSIGNED;
      case Wire.NEGATIVE -> CborType.NEGATIVE;
      case Wire.BYTES -> CborType.BYTES;
      case Wire.TEXT -> CborType.TEXT;
      case Wire.ARRAY -> CborType.ARRAY;
      case Wire.MAP -> CborType.MAP;
      case Wire.TAG -> CborType.TAG;
      default ->
          switch (initial) {
            case Wire.FALSE, Wire.TRUE -> CborType.BOOL;
            case Wire.NULL -> CborType.NULL;
            case Wire.HALF, Wire.SINGLE, Wire.DOUBLE -> CborType.FLOAT;
            default -> refusedType(unknownSimple(initial));
          };
    };
  }

  /** A whole number from 0 to 2^63 - 1. */
  public long unsigned() {
    return unsigned(Long.MAX_VALUE);
  }

  /** A whole number from 0 to {@code max}. */
  public long unsigned(long max) {
    if (!head(Wire.UNSIGNED)) {
      return 0;
    }
    if (argument < 0 || argument > max) {
      refuse(headAt, CborReason.OUT_OF_RANGE);
      return 0;
    }
    return ended(argument);
  }

  /** A whole number of 64 bits without sign. */
  public long unsigned64() {
    return head(Wire.UNSIGNED) ? ended(argument) : 0;
  }

  /** A whole number from -2^63 to 2^63 - 1. */
  public long integer() {
    return integer(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** A whole number in a range, both ends included. */
  public long integer(long min, long max) {
    if (!head()) {
      return 0;
    }
    if (major != Wire.UNSIGNED && major != Wire.NEGATIVE) {
      refuse(headAt, CborReason.WRONG_TYPE);
      return 0;
    }
    long value = major == Wire.UNSIGNED ? argument : ~argument;
    // A set high bit is a number of 2^63 or more, or one below -2^63.
    if (argument < 0 || value < min || value > max) {
      refuse(headAt, CborReason.OUT_OF_RANGE);
      return 0;
    }
    return ended(value);
  }

  /** The {@code n} of a negative number {@code -1 - n}, as 64 bits without sign. */
  public long negative64() {
    return head(Wire.NEGATIVE) ? ended(argument) : 0;
  }

  /** A byte string of at most this length, copied out. */
  public byte[] bytes(int lengthMax) {
    return string(Wire.BYTES, 0, lengthMax) ? copyOfContent() : EMPTY;
  }

  /**
   * A byte string of exactly this length, copied out. After a fault too the answer has this length,
   * so that it can be made into a value that asks for it; it is all zero then.
   */
  public byte[] bytesExactly(int length) {
    return string(Wire.BYTES, length, length) ? copyOfContent() : new byte[length];
  }

  /** A byte string of exactly this length, copied to {@code into}; nothing is copied on a fault. */
  public void bytesExactly(int length, byte[] into, int intoAt) {
    Objects.checkFromIndexSize(intoAt, length, into.length);
    if (string(Wire.BYTES, length, length)) {
      System.arraycopy(source, contentAt, into, intoAt, length);
    }
  }

  /**
   * Steps over a byte string of at most this length and answers its length; its content is left
   * where it is, at {@link #contentAt()}.
   */
  public int bytesInPlace(int lengthMax) {
    return string(Wire.BYTES, 0, lengthMax) ? contentBytes : 0;
  }

  /** A text of at most this many bytes of UTF-8. */
  public String text(int bytesMax) {
    return string(Wire.TEXT, 0, bytesMax)
        ? new String(source, contentAt, contentBytes, StandardCharsets.UTF_8)
        : "";
  }

  /**
   * Steps over a text of at most this many bytes of UTF-8 and answers how many it has; its content
   * is left where it is, at {@link #contentAt()}.
   */
  public int textInPlace(int bytesMax) {
    return string(Wire.TEXT, 0, bytesMax) ? contentBytes : 0;
  }

  /** Where the content of the byte or text string read last starts. */
  public int contentAt() {
    return contentAt;
  }

  /** How many bytes the byte or text string read last holds; 0 after a fault. */
  public int contentBytes() {
    return contentBytes;
  }

  public boolean bool() {
    if (!head(Wire.SIMPLE_OR_FLOAT)) {
      return false;
    }
    int initial = Wire.SIMPLE_OR_FLOAT << 5 | information;
    if (initial != Wire.TRUE && initial != Wire.FALSE) {
      refuse(headAt, CborReason.WRONG_TYPE);
      return false;
    }
    itemEnded();
    return fault == null && initial == Wire.TRUE;
  }

  /** Takes a null if one stands next; otherwise false, and nothing is taken. */
  public boolean takeNull() {
    if (fault != null || at == limit || (source[at] & 0xff) != Wire.NULL) {
      return false;
    }
    expectNull();
    return fault == null;
  }

  /** Takes a null; anything else is a fault. */
  public void expectNull() {
    if (head(Wire.SIMPLE_OR_FLOAT)) {
      if ((Wire.SIMPLE_OR_FLOAT << 5 | information) == Wire.NULL) {
        itemEnded();
      } else {
        refuse(headAt, CborReason.WRONG_TYPE);
      }
    }
  }

  /** A floating-point number of any of the three widths. */
  public double float64() {
    if (!head(Wire.SIMPLE_OR_FLOAT)) {
      return 0;
    }
    double value =
        switch (information) {
          case Wire.TWO_BYTES -> Float.float16ToFloat((short) argument);
          case Wire.FOUR_BYTES -> Float.intBitsToFloat((int) argument);
          case Wire.EIGHT_BYTES -> Double.longBitsToDouble(argument);
          default -> {
            refuse(headAt, CborReason.WRONG_TYPE);
            yield 0;
          }
        };
    if (fault == null) {
      itemEnded();
    }
    return fault == null ? value : 0;
  }

  /** Enters an array and answers how many items it has. */
  public int array() {
    return container(Wire.ARRAY);
  }

  /** Enters an array that must have this many items. */
  public void expectArray(int count) {
    expect(Wire.ARRAY, count);
  }

  /** Enters a map and answers how many pairs of key and value it has. */
  public int map() {
    return container(Wire.MAP);
  }

  /** Enters a map that must have this many pairs. */
  public void expectMap(int count) {
    expect(Wire.MAP, count);
  }

  /** Enters a tag and answers its number, 64 bits without sign; its content is the next item. */
  public long tag() {
    if (!head(Wire.TAG)) {
      return 0;
    }
    openTag();
    return fault == null ? argument : 0;
  }

  /** Enters a tag that must have this number. */
  public void expectTag(long number) {
    if (head(Wire.TAG)) {
      if (argument == number) {
        openTag();
      } else {
        refuse(headAt, CborReason.WRONG_TYPE);
      }
    }
  }

  /** Steps over one item with all it holds, checking all of it. */
  public void skip() {
    if (skippedPlain()) {
      return;
    }
    int depth = nesting.depth();
    do {
      skipHead();
    } while (fault == null && nesting.depth() > depth);
  }

  /** Refuses the input because the item read last does not suit the caller's format. */
  public void refuse(RefusalReason reason) {
    refuse(headAt, reason);
  }

  /** Refuses the input for a fault at this index. An earlier refusal stands. */
  public void refuse(int offset, RefusalReason reason) {
    if (fault == null) {
      fault = reason;
      faultAt = offset;
      contentBytes = 0;
    }
  }

  /**
   * Says whether the input was whole items without a fault and was read to its end; if not, where
   * and why.
   */
  public Optional<Refusal> end() {
    if (fault == null && nesting.depth() > 0) {
      refuse(at, at == limit ? CborReason.TRUNCATED : CborReason.UNREAD_ITEMS);
    }
    if (fault == null && at < limit) {
      refuse(at, CborReason.TRAILING_BYTES);
    }
    RefusalReason reason = fault;
    return reason == null ? Optional.empty() : Optional.of(new Refusal(faultAt, reason));
  }

  /** The value, if the input was read to its end without a fault; else the refusal. */
  public <T> Decoded<T> end(Supplier<T> value) {
    return end()
        .<Decoded<T>>map(Decoded.Refused::new)
        .orElseGet(() -> new Decoded.Value<>(value.get()));
  }

  static int intAt(byte[] source, int at) {
    return (int) INTS.get(source, at);
  }

  static long longAt(byte[] source, int at) {
    return (long) LONGS.get(source, at);
  }

  private byte[] copyOfContent() {
    return Arrays.copyOfRange(source, contentAt, contentAt + contentBytes);
  }

  /** Steps over a string; false on a fault. */
  private boolean string(int wanted, int lengthMin, int lengthMax) {
    if (!head(wanted)) {
      return false;
    }
    if (argument < lengthMin || argument > lengthMax) {
      refuse(headAt, CborReason.WRONG_LENGTH);
      return false;
    }
    return stringContent();
  }

  /** Checks the content of the string whose head was read, and steps over it. */
  private boolean stringContent() {
    int length = (int) argument;
    if (major == Wire.TEXT) {
      int bad = Utf8.faultAt(source, at, at + length);
      if (bad != Utf8.NO_FAULT) {
        refuse(bad, CborReason.INVALID_UTF8);
        return false;
      }
    } else if (nesting.isBignum() && (length < Wire.BIGNUM_BYTES_MIN || source[at] == 0)) {
      refuse(headAt, CborReason.BIGNUM_NOT_PREFERRED);
      return false;
    }
    contentAt = at;
    contentBytes = length;
    at += length;
    itemEnded();
    return fault == null;
  }

  private int container(int wanted) {
    if (!head(wanted)) {
      return 0;
    }
    openContainer();
    return fault == null ? (int) argument : 0;
  }

  private void expect(int wanted, int count) {
    if (head(wanted)) {
      if (argument == count) {
        openContainer();
      } else {
        refuse(headAt, CborReason.WRONG_COUNT);
      }
    }
  }

  /** Opens the array or map whose head was read. Its count is known to fit the input. */
  private void openContainer() {
    if (argument == 0) {
      itemEnded();
    } else if (major == Wire.MAP) {
      open(Nesting.PAIRS, 2 * (int) argument);
    } else {
      open(Nesting.ITEMS, (int) argument);
    }
  }

  private void openTag() {
    open(Wire.isBignumTag(argument) ? Nesting.BIGNUM : Nesting.ITEMS, 1);
  }

  private void open(byte kind, int items) {
    if (!nesting.open(kind, items, at)) {
      refuse(headAt, CborReason.TOO_DEEP);
    }
  }

  /**
   * Steps over an array of plain items without a note of each: most items that are ever skipped are
   * records, a dozen heads each. False, and nothing is taken, for all else.
   */
  private boolean skippedPlain() {
    if (fault != null || nesting.isBignum() || !nesting.hasRoomFor(PlainItems.DEPTH)) {
      return false;
    }
    int end = PlainItems.arrayEnd(source, at, limit);
    if (end == PlainItems.UNSURE) {
      return false;
    }
    headAt = at;
    at = end;
    itemEnded();
    return true;
  }

  private void skipHead() {
    if (!head()) {
      return;
    }
    switch (major) {
      case Wire.BYTES, Wire.TEXT -> {
        var _ = stringContent();
      }
      case Wire.ARRAY, Wire.MAP -> openContainer();
      case Wire.TAG -> openTag();
      default -> itemEnded();
    }
  }

  private long ended(long value) {
    itemEnded();
    return fault == null ? value : 0;
  }

  private void itemEnded() {
    CborReason keyFault = nesting.itemEnded(source, at);
    if (keyFault != null) {
      refuse(nesting.keyFrom(), keyFault);
    }
  }

  private boolean head(int wanted) {
    if (!head()) {
      return false;
    }
    if (major != wanted) {
      refuse(headAt, CborReason.WRONG_TYPE);
      return false;
    }
    return true;
  }

  /** Reads one head and checks all that can be said about it alone; false on a fault. */
  private boolean head() {
    if (fault != null) {
      return false;
    }
    headAt = at;
    if (at == limit) {
      refuse(at, CborReason.TRUNCATED);
      return false;
    }
    int initial = source[at++] & 0xff;
    major = initial >>> 5;
    information = initial & 0x1f;
    boolean isGood =
        major == Wire.SIMPLE_OR_FLOAT ? simpleOrFloat(initial) : argument() && fitsInput();
    if (isGood && nesting.isBignum() && major != Wire.BYTES) {
      refuse(headAt, CborReason.BIGNUM_NOT_PREFERRED);
      return false;
    }
    return isGood;
  }

  /** Takes the argument from the initial byte or from the bytes after it. */
  private boolean argument() {
    if (information < Wire.ONE_BYTE) {
      argument = information;
      return true;
    }
    return wideArgument() && isShortest();
  }

  /** Reads the argument that follows the initial byte. */
  private boolean wideArgument() {
    if (information > Wire.EIGHT_BYTES) {
      boolean couldBeIndefinite = major >= Wire.BYTES && major <= Wire.MAP;
      refuse(
          headAt,
          information == Wire.INDEFINITE && couldBeIndefinite
              ? CborReason.INDEFINITE_LENGTH
              : CborReason.RESERVED_HEAD);
      return false;
    }
    int width = 1 << (information - Wire.ONE_BYTE);
    if (limit - at < width) {
      refuse(headAt, CborReason.TRUNCATED);
      return false;
    }
    argument =
        switch (width) {
          case 1 -> source[at] & 0xffL;
          case 2 -> (short) SHORTS.get(source, at) & 0xffffL;
          case 4 -> (int) INTS.get(source, at) & 0xffffffffL;
          default -> (long) LONGS.get(source, at);
        };
    at += width;
    return true;
  }

  private boolean isShortest() {
    if (CborHead.bytes(argument) == at - headAt) {
      return true;
    }
    refuse(headAt, CborReason.NOT_SHORTEST);
    return false;
  }

  /** A string's bytes, or one byte for each item of a container, must still be there. */
  private boolean fitsInput() {
    int left = limit - at;
    boolean fits =
        switch (major) {
          case Wire.BYTES, Wire.TEXT, Wire.ARRAY -> argument >= 0 && argument <= left;
          case Wire.MAP -> argument >= 0 && argument <= left / 2;
          default -> true;
        };
    if (!fits) {
      refuse(headAt, CborReason.LENGTH_BEYOND_INPUT);
    }
    return fits;
  }

  private boolean simpleOrFloat(int initial) {
    if (initial >= Wire.HALF && initial <= Wire.DOUBLE) {
      return wideArgument() && isShortestFloat();
    }
    if (initial < Wire.FALSE || initial > Wire.NULL) {
      refuse(headAt, unknownSimple(initial));
      return false;
    }
    return true;
  }

  /** RFC 8949 §4.2.1: the shortest form that holds the value; not-a-number is f97e00 alone. */
  private boolean isShortestFloat() {
    CborReason reason =
        switch (information) {
          case Wire.TWO_BYTES -> halfFault((short) argument);
          case Wire.FOUR_BYTES -> singleFault(Float.intBitsToFloat((int) argument));
          default -> doubleFault(Double.longBitsToDouble(argument));
        };
    if (reason != null) {
      refuse(headAt, reason);
    }
    return reason == null;
  }

  private static @Nullable CborReason halfFault(short bits) {
    boolean isNan = (bits & 0x7c00) == 0x7c00 && (bits & 0x03ff) != 0;
    return isNan && bits != Wire.NAN ? CborReason.NAN_NOT_CANONICAL : null;
  }

  private static @Nullable CborReason singleFault(float value) {
    if (Float.isNaN(value)) {
      return CborReason.NAN_NOT_CANONICAL;
    }
    boolean fitsHalf = Float.float16ToFloat(Float.floatToFloat16(value)) == value;
    return fitsHalf ? CborReason.FLOAT_NOT_SHORTEST : null;
  }

  private static @Nullable CborReason doubleFault(double value) {
    if (Double.isNaN(value)) {
      return CborReason.NAN_NOT_CANONICAL;
    }
    return (float) value == value ? CborReason.FLOAT_NOT_SHORTEST : null;
  }

  private static CborReason unknownSimple(int initial) {
    if (initial == Wire.BREAK) {
      return CborReason.UNEXPECTED_BREAK;
    }
    return (initial & 0x1f) > Wire.EIGHT_BYTES ? CborReason.RESERVED_HEAD : CborReason.SIMPLE_VALUE;
  }

  private CborType refusedType(CborReason reason) {
    refuse(at, reason);
    return CborType.NONE;
  }
}
