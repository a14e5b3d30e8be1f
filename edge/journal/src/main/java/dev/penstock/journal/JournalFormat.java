package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file {@code format}: which journal this folder holds and in which version.
 *
 * @param id 32 hex digits
 * @param segmentBytes the size of a segment of plant records; the others have at most {@link
 *     #SMALL_BYTES_MAX}
 */
record JournalFormat(String id, Instant created, int segmentBytes) {
  static final int VERSION = 1;

  /** Larger files are not ours. */
  static final int BYTES_MAX = 1024;

  static final int ID_BYTES = 16;

  /** Access and control records are few: their segments need not be as large as plant's. */
  static final int SMALL_BYTES_MAX = 16 << 20;

  private static final Pattern FIRST_LINE = Pattern.compile("penstock-journal ([1-9][0-9]{0,8})");
  private static final Pattern TEXT =
      Pattern.compile(
          """
          penstock-journal 1
          id ([0-9a-f]{32})
          created ([0-9TZ:.-]{1,40})
          segment ([1-9][0-9]{0,9})
          crc32c ([0-9a-f]{8})
          """);

  JournalFormat {
    if (!id.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("journal id " + id + " is not 32 hex digits");
    }
    SegmentHead.requireSegmentBytes(segmentBytes);
  }

  /** A new journal's. */
  static JournalFormat of(byte[] id, Instant created, int segmentBytes) {
    return new JournalFormat(
        HexFormat.of().formatHex(id), created.truncatedTo(ChronoUnit.MILLIS), segmentBytes);
  }

  /** The size of a new segment of this class. */
  int segmentBytes(int classCode) {
    return classCode == ClassCode.PLANT ? segmentBytes : Math.min(segmentBytes, SMALL_BYTES_MAX);
  }

  byte[] idBytes() {
    return HexFormat.of().parseHex(id);
  }

  byte[] encode() {
    String lines =
        "penstock-journal "
            + VERSION
            + "\nid "
            + id
            + "\ncreated "
            + created
            + "\nsegment "
            + segmentBytes
            + "\n";
    byte[] covered = lines.getBytes(StandardCharsets.US_ASCII);
    int crc = Crc.of(covered, 0, covered.length);
    return (lines + "crc32c " + HexFormat.of().toHexDigits(crc) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static JournalFormat decode(byte[] bytes) throws JournalDamagedException {
    // Latin-1 takes every byte, so that nothing is lost before the pattern refuses it.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher version = FIRST_LINE.matcher(text.lines().findFirst().orElse(""));
    if (!version.matches()) {
      throw unreadable("its first line is not 'penstock-journal' and a version");
    }
    if (Integer.parseInt(version.group(1)) > VERSION) {
      throw Damage.of(
          JournalFault.FORMAT_NEWER,
          Names.FORMAT,
          "version " + version.group(1) + ", this program knows up to " + VERSION);
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw unreadable("its lines are not those of version " + VERSION);
    }
    int covered = bytes.length - "crc32c 00000000\n".length();
    if (!HexFormat.of().toHexDigits(Crc.of(bytes, 0, covered)).equals(matcher.group(4))) {
      throw unreadable("its CRC does not match");
    }
    try {
      return new JournalFormat(
          matcher.group(1), Instant.parse(matcher.group(2)), Integer.parseInt(matcher.group(3)));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw unreadable("a value is out of range: " + e.getMessage());
    }
  }

  private static JournalDamagedException unreadable(String detail) {
    return Damage.of(JournalFault.FORMAT_UNREADABLE, Names.FORMAT, detail);
  }
}
