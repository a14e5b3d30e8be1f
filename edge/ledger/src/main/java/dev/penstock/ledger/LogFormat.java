package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code format}: which log this folder holds and in which version.
 *
 * @param id 32 hex digits
 */
record LogFormat(String origin, String id, Instant created, int segmentBytes) {
  static final int VERSION = 1;

  /** Larger files are not ours: the origin is a line of a checkpoint, not a text. */
  static final int BYTES_MAX = 2048;

  static final int ORIGIN_CHARS_MAX = 255;
  static final int ID_BYTES = 16;

  private static final Pattern FIRST_LINE = Pattern.compile("penstock-ledger ([1-9][0-9]{0,8})");
  private static final Pattern TEXT =
      Pattern.compile(
          """
          penstock-ledger 1
          origin ([^\n]+)
          id ([0-9a-f]{32})
          created ([0-9TZ:.-]{1,40})
          segment ([1-9][0-9]{0,9})
          crc32c ([0-9a-f]{8})
          """);

  LogFormat {
    requireOrigin(origin);
    if (!id.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("log id " + id + " is not 32 hex digits");
    }
    SegmentHead.requireSegmentBytes(segmentBytes);
  }

  /** A new log's. */
  static LogFormat of(String origin, byte[] id, Instant created, int segmentBytes) {
    return new LogFormat(
        origin, HexFormat.of().formatHex(id), created.truncatedTo(ChronoUnit.MILLIS), segmentBytes);
  }

  static void requireOrigin(String origin) {
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException(
          "origin '"
              + origin
              + "' must be 1.."
              + ORIGIN_CHARS_MAX
              + " characters, none of them a space, '+' or a control character");
    }
  }

  /** True for what can be the origin line and a key name, C2SP signed-note and tlog-checkpoint. */
  private static boolean isOrigin(String origin) {
    return !origin.isEmpty()
        && origin.length() <= ORIGIN_CHARS_MAX
        && origin
            .codePoints()
            .noneMatch(c ->
                c == '+'
                    || Character.isISOControl(c)
                    || Character.isWhitespace(c)
                    || Character.isSpaceChar(c)
                    || Character.getType(c) == Character.SURROGATE);
  }

  byte[] idBytes() {
    return HexFormat.of().parseHex(id);
  }

  byte[] encode() {
    String lines =
        "penstock-ledger "
            + VERSION
            + "\norigin "
            + origin
            + "\nid "
            + id
            + "\ncreated "
            + created
            + "\nsegment "
            + segmentBytes
            + "\n";
    byte[] covered = lines.getBytes(StandardCharsets.UTF_8);
    int crc = Crc.of(covered, 0, covered.length);
    return (lines + "crc32c " + HexFormat.of().toHexDigits(crc) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  static LogFormat decode(byte[] bytes) throws LedgerDamagedException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable("it is not UTF-8");
    }
    Matcher version = FIRST_LINE.matcher(text.lines().findFirst().orElse(""));
    if (!version.matches()) {
      throw unreadable("its first line is not 'penstock-ledger' and a version");
    }
    if (Integer.parseInt(version.group(1)) > VERSION) {
      throw Damage.of(
          LedgerFault.FORMAT_NEWER,
          Names.FORMAT,
          "version " + version.group(1) + ", this program knows up to " + VERSION);
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw unreadable("its lines are not those of version " + VERSION);
    }
    int covered = bytes.length - "crc32c 00000000\n".length();
    if (!HexFormat.of().toHexDigits(Crc.of(bytes, 0, covered)).equals(matcher.group(5))) {
      throw unreadable("its CRC does not match");
    }
    try {
      return new LogFormat(
          matcher.group(1),
          matcher.group(2),
          Instant.parse(matcher.group(3)),
          Integer.parseInt(matcher.group(4)));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw unreadable("a value is out of range: " + e.getMessage());
    }
  }

  private static LedgerDamagedException unreadable(String detail) {
    return Damage.of(LedgerFault.FORMAT_UNREADABLE, Names.FORMAT, detail);
  }
}
