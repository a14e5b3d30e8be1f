package dev.penstock.timestamp.der;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.cbor.RefusalReason;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads DER elements one after another. All of the input is held to the rules of DER before the
 * first is read; it never throws because of what the bytes say, and nothing is allocated but what a
 * method returns.
 *
 * <p>{@link #enter} gives a reader of what an element holds. All readers of one input share the
 * first fault, and from then on every method answers a neutral value and there are no more
 * elements. So a decoder reads straight through and asks once, at the end:
 *
 * <pre>{@code
 * DerReader in = DerReader.of(bytes, 4096);
 * DerReader named = in.enter(Tag.SEQUENCE);
 * String oid = named.oid();
 * long count = named.number(9);
 * named.done();
 * return in.end(() -> new Named(oid, count)); // the supplier runs only when all was well
 * }</pre>
 *
 * <p>Places are indexes in the array that was given. One thread at a time.
 */
public final class DerReader {
  /** The first fault of all readers of one input. */
  private static final class Trouble {
    private @Nullable RefusalReason reason;
    private int at;
  }

  private static final byte[] EMPTY = new byte[0];

  private final byte[] source;
  private final Trouble trouble;
  private final int end;
  private int at;
  // Where the element read last starts.
  private int lastAt;

  private DerReader(byte[] source, int from, int end, Trouble trouble) {
    this.source = source;
    this.trouble = trouble;
    this.end = end;
    at = from;
    lastAt = from;
  }

  /** Reads bytes from outside, which must be one element. They are copied. */
  public static DerReader of(byte[] bytes, int bytesMax) {
    if (bytes.length > bytesMax) {
      var reader = new DerReader(EMPTY, 0, 0, new Trouble());
      reader.refuse(0, DerReason.INPUT_TOO_LONG);
      return reader;
    }
    byte[] own = bytes.clone();
    return checked(own, 0, own.length, new Trouble());
  }

  /** Reads an element that was set aside before. Faults are its own; places those of its input. */
  public static DerReader of(Encoded element) {
    return checked(element.source(), element.at(), element.at() + element.size(), new Trouble());
  }

  private static DerReader checked(byte[] source, int from, int to, Trouble trouble) {
    var reader = new DerReader(source, from, to, trouble);
    DerCheck.one(source, from, to).ifPresent(fault -> reader.refuse(fault.at(), fault.reason()));
    return reader;
  }

  /** True from the first fault on, wherever it was. */
  public boolean isRefused() {
    return trouble.reason != null;
  }

  /** True while another element follows. */
  public boolean hasNext() {
    return trouble.reason == null && at < end;
  }

  /** The tag of the next element; {@link Tag#NONE} when none follows. */
  public int peek() {
    return hasNext() ? source[at] & 0xff : Tag.NONE;
  }

  /** Whether the next element has this tag. */
  public boolean isNext(int tag) {
    return tag != Tag.NONE && peek() == tag;
  }

  /** Enters an element that holds others. */
  public DerReader enter(int tag) {
    if (!step(tag)) {
      return new DerReader(source, end, end, trouble);
    }
    return new DerReader(source, contentAt(), at, trouble);
  }

  /** Enters an octet string whose content is one element itself. */
  public DerReader enterOctets() {
    if (!step(Tag.OCTET_STRING)) {
      return new DerReader(source, end, end, trouble);
    }
    return checked(source, contentAt(), at, trouble);
  }

  /** Sets an element aside, whatever it is. */
  public Encoded element() {
    return element(peek());
  }

  /** Sets an element of this kind aside. */
  public Encoded element(int tag) {
    return step(tag) ? new Encoded(source, lastAt, at - lastAt) : new Encoded(EMPTY, 0, 0);
  }

  /** Steps over an element, whatever it is. */
  public void skip() {
    boolean _ = step(peek());
  }

  public boolean bool() {
    return step(Tag.BOOLEAN) && source[contentAt()] != 0;
  }

  /** A whole number of at most so many bytes. */
  public BigInteger integer(int bytesMax) {
    return integer(Tag.INTEGER, bytesMax);
  }

  /** The same under a tag of its own. */
  public BigInteger integer(int tag, int bytesMax) {
    if (!step(tag)) {
      return BigInteger.ZERO;
    }
    int from = contentAt();
    if (!DerCheck.isShortestInteger(source, from, at)) {
      refuse(lastAt, DerReason.INTEGER_NOT_SHORTEST);
      return BigInteger.ZERO;
    }
    if (at - from > bytesMax) {
      refuse(lastAt, DerReason.OUT_OF_RANGE);
      return BigInteger.ZERO;
    }
    return new BigInteger(source, from, at - from);
  }

  /** A whole number from 0 to {@code max}. */
  public int number(int max) {
    return number(Tag.INTEGER, max);
  }

  /** The same under a tag of its own. */
  public int number(int tag, int max) {
    BigInteger value = integer(tag, Integer.BYTES);
    if (value.signum() < 0 || value.intValue() > max) {
      refuse(lastAt, DerReason.OUT_OF_RANGE);
      return 0;
    }
    return value.intValue();
  }

  /** The content of an octet string of at most this length. */
  public byte[] octets(int lengthMax) {
    return content(Tag.OCTET_STRING, lengthMax);
  }

  /** The content of an element that holds a value, copied out. */
  public byte[] content(int tag, int lengthMax) {
    if (!step(tag)) {
      return EMPTY;
    }
    int from = contentAt();
    if (at - from > lengthMax) {
      refuse(lastAt, DerReason.WRONG_LENGTH);
      return EMPTY;
    }
    return Arrays.copyOfRange(source, from, at);
  }

  /** The bytes of a bit string that has no unused bits. */
  public byte[] bytesOfBits() {
    byte[] content = content(Tag.BIT_STRING, Integer.MAX_VALUE);
    if (content.length == 0 || content[0] != 0) {
      refuse(lastAt, DerReason.BAD_BIT_STRING);
      return EMPTY;
    }
    return Arrays.copyOfRange(content, 1, content.length);
  }

  /** The first 16 of the named bits of a bit string: bit n of the answer is named bit n. */
  public int namedBits(int tag) {
    byte[] content = content(tag, 64);
    if (isRefused()) {
      return 0;
    }
    if (!DerCheck.isBitString(content, 0, content.length)) {
      refuse(lastAt, DerReason.BAD_BIT_STRING);
      return 0;
    }
    int bits = 0;
    for (int i = 0; i < 16; i++) {
      int index = 1 + i / 8;
      if (index < content.length && (content[index] & (0x80 >>> (i % 8))) != 0) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  /** An object identifier in dotted form. */
  public String oid() {
    if (!step(Tag.OID)) {
      return "";
    }
    var text = new StringBuilder();
    BigInteger arc = BigInteger.ZERO;
    for (int i = contentAt(); i < at; i++) {
      arc = arc.shiftLeft(7).or(BigInteger.valueOf(source[i] & 0x7f));
      if (source[i] >= 0) {
        appendArc(text, arc);
        arc = BigInteger.ZERO;
      }
    }
    return text.toString();
  }

  /** X.690 §8.19.4: the first number holds the first two arcs. */
  private static void appendArc(StringBuilder text, BigInteger arc) {
    if (text.isEmpty()) {
      int first = Math.min(2, arc.min(BigInteger.valueOf(80)).intValue() / 40);
      text.append(first).append('.').append(arc.subtract(BigInteger.valueOf(40L * first)));
    } else {
      text.append('.').append(arc);
    }
  }

  /** A time in one of the two forms; the start of 1970 after a fault. */
  public Instant time() {
    if (isNext(Tag.UTC_TIME)) {
      skip();
      return known(DerTime.utc(source, contentAt(), at));
    }
    return generalizedTime();
  }

  /** A time in the longer form. */
  public Instant generalizedTime() {
    return step(Tag.GENERALIZED_TIME)
        ? known(DerTime.generalized(source, contentAt(), at))
        : Instant.EPOCH;
  }

  private Instant known(Optional<Instant> time) {
    if (time.isEmpty()) {
      refuse(lastAt, DerReason.BAD_TIME);
    }
    return time.orElse(Instant.EPOCH);
  }

  /** Says that nothing may follow here. */
  public void done() {
    if (hasNext()) {
      refuse(at, DerReason.UNREAD_ELEMENTS);
    }
  }

  /** Refuses elements that are not in the order of a SET OF (X.690 §11.6). */
  public void mustBeSorted() {
    int next = at;
    Encoded before = null;
    while (next < end && !isRefused()) {
      int length = DerCheck.contentAt(source, next) + DerCheck.contentBytes(source, next) - next;
      var here = new Encoded(source, next, length);
      if (before != null && here.isBefore(before)) {
        refuse(next, DerReason.SET_ORDER);
      }
      before = here;
      next += length;
    }
  }

  /** Refuses the input because the element read last does not suit the caller's format. */
  public void refuse(RefusalReason reason) {
    refuse(lastAt, reason);
  }

  private void refuse(int offset, RefusalReason reason) {
    if (trouble.reason == null) {
      trouble.reason = reason;
      trouble.at = offset;
    }
  }

  /** The value, if all was read without a fault; else where and why not. */
  public <T> Decoded<T> end(Supplier<T> value) {
    done();
    RefusalReason reason = trouble.reason;
    return reason == null
        ? new Decoded.Value<>(value.get())
        : new Decoded.Refused<>(new Refusal(trouble.at, reason));
  }

  /** Steps over an element of this kind; false on a fault. */
  private boolean step(int tag) {
    if (trouble.reason != null) {
      return false;
    }
    lastAt = at;
    if (at >= end) {
      refuse(at, DerReason.MISSING);
      return false;
    }
    if ((source[at] & 0xff) != tag) {
      refuse(at, DerReason.WRONG_TAG);
      return false;
    }
    at = DerCheck.contentAt(source, at) + DerCheck.contentBytes(source, at);
    return true;
  }

  private int contentAt() {
    return DerCheck.contentAt(source, lastAt);
  }
}
