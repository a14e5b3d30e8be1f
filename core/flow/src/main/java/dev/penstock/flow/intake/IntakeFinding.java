package dev.penstock.flow.intake;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something is wrong with what a listener heard. One finding stands for {@code count} messages.
 *
 * @param source whose messages they are, where that is known and it has a name in records already:
 *     then the finding stands under it; null where it stands under this gateway
 * @param address the topic or peer of the first of them; null where there is none
 * @param first when the first was received
 * @param last when the last was received
 * @param bytes payload bytes of all of them
 * @param digest SHA-256 of the payload of the only one, where it is not kept; else null
 * @param text one line for the operator, without content
 */
public record IntakeFinding(
    Kind kind,
    String listener,
    @Nullable String source,
    @Nullable String address,
    Instant first,
    Instant last,
    long count,
    long bytes,
    @Nullable Digest digest,
    String text) {
  private static final int TEXT_CHARS_MAX = 1_000;

  /** What is wrong; the name is the code in the record. */
  public enum Kind {
    /** More than the listener's limit: size and digest are kept, the payload is not. */
    PAYLOAD_TOO_LARGE,
    /** More topics than the limit: their messages are kept in a collecting point. */
    TOO_MANY_TOPICS,
    /** A topic that is not text as the protocol wants it: kept in a collecting point. */
    TOPIC_UNREADABLE,
    /** Two topics have the same source and point by the naming rules. */
    POINT_SHARED,
    /** A message without a header that tells what it is about: kept in a collecting point. */
    HEADER_UNREADABLE,
    /** Who connected was not let in, so nothing was heard of it. */
    PEER_REFUSED,
    /** Bytes that are no message at all: counted, the first of them in the text. */
    MALFORMED,
    /**
     * The listener did not read for a while, so the sender may have dropped what it need not keep.
     */
    READING_PAUSED,
    /** The intake refused messages, and recorded that it did. */
    REFUSED,
    /** What somebody above asked for was not followed. */
    COMMAND_REFUSED
  }

  /** One that stands under this gateway. */
  public IntakeFinding(
      Kind kind,
      String listener,
      @Nullable String address,
      Instant first,
      Instant last,
      long count,
      long bytes,
      @Nullable Digest digest,
      String text) {
    this(kind, listener, null, address, first, last, count, bytes, digest, text);
  }

  public IntakeFinding {
    Objects.requireNonNull(kind, "kind");
    Words.mustBeWord("listener", listener);
    if (source != null) {
      Words.mustBeWord("source", source);
    }
    if (last.isBefore(first)) {
      last = first; // somebody set the clock back in between
    }
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", must be at least 1");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + ", must not be negative");
    }
    if (text.length() > TEXT_CHARS_MAX) {
      text = text.substring(0, TEXT_CHARS_MAX - 3) + "...";
    }
  }

  /** The same, under the source whose messages they are. */
  public IntakeFinding under(String whose) {
    return new IntakeFinding(
        kind, listener, whose, address, first, last, count, bytes, digest, text);
  }

  /** The same without the digest, from which a short payload could be guessed. */
  public IntakeFinding withoutDigest() {
    return new IntakeFinding(
        kind, listener, source, address, first, last, count, bytes, null, text);
  }

  /** The same as a record's value. */
  public FindingMade asRecord() {
    Map<String, SampleValue> details = new HashMap<>();
    details.put("listener", SampleValue.of(listener));
    details.put("bytes", SampleValue.of(bytes));
    if (address != null) {
      details.put("address", SampleValue.of(address));
    }
    return new FindingMade(
        kind.name(),
        null,
        null,
        null,
        null,
        nanos(first),
        count,
        List.of(),
        digest,
        text,
        new Details(details));
  }

  private static long nanos(Instant time) {
    return Math.max(
        0,
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
  }
}
