package dev.penstock.web.internal.call;

import dev.penstock.access.Bytes;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parameter of an address: its name, what may stand in it, and how that is read. Two are the same
 * only when they are one object.
 */
public final class Parameter<T> {
  /** A word of a record: 1..255 bytes. */
  private static final int WORD_BYTES_MAX = 255;

  private static final int LINE_CHARS_MAX = 4_096;

  /** {@code 1234.5}: numbers without leading zeros. */
  private static final Pattern PLACE =
      Pattern.compile("(0|[1-9][0-9]{0,18})\\.(0|[1-9][0-9]{0,3})");

  private final String name;
  private final boolean isInPath;
  private final boolean isRequired;
  private final String allowed;
  private final Schema schema;
  private final Class<T> type;
  private final Function<String, Optional<T>> reader;

  /**
   * The same for programs, in the words of OpenAPI.
   *
   * @param type string, integer or boolean
   * @param choices empty where any value of the type and range may stand
   */
  public record Schema(
      String type, Optional<Long> minimum, Optional<Long> maximum, List<String> choices) {
    public Schema {
      choices = List.copyOf(choices);
    }

    static Schema string() {
      return new Schema("string", Optional.empty(), Optional.empty(), List.of());
    }
  }

  private Parameter(
      String name,
      boolean isInPath,
      boolean isRequired,
      String allowed,
      Schema schema,
      Class<T> type,
      Function<String, Optional<T>> reader) {
    this.name = name;
    this.isInPath = isInPath;
    this.isRequired = isRequired;
    this.allowed = allowed;
    this.schema = schema;
    this.type = type;
    this.reader = reader;
  }

  private static <T> Parameter<T> inQuery(
      String name,
      String allowed,
      Schema schema,
      Class<T> type,
      Function<String, Optional<T>> reader) {
    return new Parameter<>(name, false, false, allowed, schema, type, reader);
  }

  /** A name as records have it. */
  public static Parameter<String> word(String name) {
    return inQuery(
        name,
        "1 to 255 bytes of UTF-8 without control characters",
        Schema.string(),
        String.class,
        text -> Optional.of(text).filter(Parameter::isWord));
  }

  /** A whole number. */
  public static Parameter<Long> number(String name, long min, long max) {
    return inQuery(
        name,
        "a whole number from " + min + " to " + max,
        new Schema("integer", Optional.of(min), Optional.of(max), List.of()),
        Long.class,
        text -> number(text).filter(value -> value >= min && value <= max));
  }

  /** A time, as ns since 1970. */
  public static Parameter<Long> time(String name) {
    return inQuery(
        name,
        "a time as 2026-01-31T12:00:00Z, with up to 9 decimals, from 1970 to 2262;"
            + " a + in it is written %2B",
        Schema.string(),
        Long.class,
        Times::read);
  }

  /** One of a few words. */
  public static Parameter<String> choice(String name, String... choices) {
    List<String> all = List.of(choices);
    return inQuery(
        name,
        "one of " + String.join(", ", all),
        new Schema("string", Optional.empty(), Optional.empty(), all),
        String.class,
        text -> Optional.of(text).filter(all::contains));
  }

  public static Parameter<Boolean> flag(String name) {
    return inQuery(
        name,
        "true or false",
        new Schema("boolean", Optional.empty(), Optional.empty(), List.of()),
        Boolean.class,
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** Where a page goes on; see {@link Cursor}. */
  public static Parameter<String> cursor() {
    return inQuery(
        "cursor",
        "what stands in \"next\" of the page before",
        Schema.string(),
        String.class,
        Optional::of);
  }

  /** Where a record is sealed. */
  public static Parameter<RecordPlace> place(String name) {
    return inQuery(
        name,
        "a place as 1234.5: the block's index in the log, and the record's in the block",
        Schema.string(),
        RecordPlace.class,
        Parameter::placeOf);
  }

  /** A SHA-256. */
  public static Parameter<Digest> digest(String name) {
    return inQuery(
        name,
        "a SHA-256 as 64 digits 0-9 and a-f",
        Schema.string(),
        Digest.class,
        text ->
            text.matches("[0-9a-f]{64}")
                ? Optional.of(Digest.of(HexFormat.of().parseHex(text)))
                : Optional.empty());
  }

  /** Any text of one line. */
  public static Parameter<String> line(String name) {
    return inQuery(
        name,
        "up to 4096 characters without control characters",
        Schema.string(),
        String.class,
        text ->
            Optional.of(text)
                .filter(all -> all.length() <= LINE_CHARS_MAX)
                .filter(all -> all.chars().noneMatch(Character::isISOControl)));
  }

  /** So many bytes in hexadecimal, of one of our own things. */
  public static Parameter<Bytes> id(String name, int sizeBytes) {
    return inQuery(
        name,
        2 * sizeBytes + " digits 0-9 and a-f",
        Schema.string(),
        Bytes.class,
        text -> Bytes.ofHex(text).filter(bytes -> bytes.sizeBytes() == sizeBytes));
  }

  /** The pseudonym of a person. */
  public static Parameter<ByteString> person(String name) {
    return inQuery(
        name,
        "a person's number as 32 digits 0-9 and a-f",
        Schema.string(),
        ByteString.class,
        text ->
            text.matches("[0-9a-f]{32}")
                ? Optional.of(ByteString.of(HexFormat.of().parseHex(text)))
                : Optional.empty());
  }

  /** The same, and it must be there. */
  public Parameter<T> required() {
    return new Parameter<>(name, isInPath, true, allowed, schema, type, reader);
  }

  /** The same as a part of the path. */
  public Parameter<T> inPath() {
    return new Parameter<>(name, true, true, allowed, schema, type, reader);
  }

  public String name() {
    return name;
  }

  public boolean isInPath() {
    return isInPath;
  }

  public boolean isRequired() {
    return isRequired;
  }

  /** What may stand in it, for people. */
  public String allowed() {
    return allowed;
  }

  public Schema schema() {
    return schema;
  }

  /** The value that a text stands for, or empty when it is not allowed. */
  public Optional<T> parsed(String text) {
    return reader.apply(text);
  }

  T cast(Object value) {
    return type.cast(value);
  }

  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.length() <= WORD_BYTES_MAX
        && text.getBytes(StandardCharsets.UTF_8).length <= WORD_BYTES_MAX
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static Optional<Long> number(String text) {
    // 18 digits always fit; longer ones are in no range that is asked for.
    return text.matches("0|[1-9][0-9]{0,17}")
        ? Optional.of(Long.parseLong(text))
        : Optional.empty();
  }

  private static Optional<RecordPlace> placeOf(String text) {
    Matcher match = PLACE.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RecordPlace(Long.parseLong(match.group(1)), Integer.parseInt(match.group(2))));
    } catch (IllegalArgumentException _) {
      // 19 digits may be more than a number holds, and four more than a block.
      return Optional.empty();
    }
  }
}
