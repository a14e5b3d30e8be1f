package dev.penstock.ledger;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entry 0 of a log that takes the place of another: which one, as far as it is known, who decided
 * so, and why. Written as text so that it can be read without this program.
 *
 * @param origin of the new log
 * @param previous origin of the log it follows
 * @param size of the last checkpoint known of that log, from wherever it is known
 * @param root of that checkpoint
 * @param approvers two different people
 * @param reason one line
 */
public record RestoreStatement(
    String origin,
    String previous,
    long size,
    Digest root,
    Instant time,
    List<String> approvers,
    String reason) {
  /** A reason is a sentence, not a report. */
  public static final int REASON_CHARS_MAX = 1000;

  private static final int NAME_CHARS_MAX = 200;
  private static final int APPROVERS = 2;

  private static final Pattern TEXT =
      Pattern.compile(
          """
          penstock-restore 1
          origin ([^\\n]+)
          previous ([^\\n]+)
          size (0|[1-9][0-9]{0,18})
          root ([A-Za-z0-9+/=]{44})
          time ([0-9TZ:.-]{1,40})
          approver ([^\\n]+)
          approver ([^\\n]+)
          reason ([^\\n]+)
          """);

  public RestoreStatement {
    LogFormat.requireOrigin(origin);
    LogFormat.requireOrigin(previous);
    approvers = List.copyOf(approvers);
    if (origin.equals(previous)) {
      throw new IllegalArgumentException("a restored log needs another origin than " + previous);
    }
    if (size < 0) {
      throw new IllegalArgumentException("size " + size + ", must be 0 or more");
    }
    if (approvers.size() != APPROVERS
        || approvers.getFirst().strip().equalsIgnoreCase(approvers.getLast().strip())) {
      throw new IllegalArgumentException("approvers " + approvers + ", must be two people");
    }
    for (String approver : approvers) {
      requireLine("approver", approver, NAME_CHARS_MAX);
    }
    requireLine("reason", reason, REASON_CHARS_MAX);
  }

  private static void requireLine(String what, String text, int charsMax) {
    boolean isLine =
        !text.isBlank()
            && text.length() <= charsMax
            && text.equals(text.strip())
            && text.chars().noneMatch(Character::isISOControl)
            && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    if (!isLine) {
      throw new IllegalArgumentException(
          what + " must be one line of 1.." + charsMax + " characters");
    }
  }

  /** The entry. */
  public byte[] encode() {
    return """
    penstock-restore 1
    origin %s
    previous %s
    size %d
    root %s
    time %s
    approver %s
    approver %s
    reason %s
    """
        .formatted(
            origin,
            previous,
            size,
            Base64.getEncoder().encodeToString(root.bytes()),
            time,
            approvers.getFirst(),
            approvers.getLast(),
            reason)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Reads an entry. {@link #encode} gives back the same bytes. */
  public static Decoded<RestoreStatement> decode(byte[] entry) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(entry)).toString();
      Matcher lines = TEXT.matcher(text);
      if (!lines.matches()) {
        return new Decoded.Malformed<>("its lines are not those of a restore statement");
      }
      var statement =
          new RestoreStatement(
              lines.group(1),
              lines.group(2),
              Long.parseLong(lines.group(3)),
              Digest.of(Base64.getDecoder().decode(lines.group(4))),
              Instant.parse(lines.group(5)),
              List.of(lines.group(6), lines.group(7)),
              lines.group(8));
      return Arrays.equals(statement.encode(), entry)
          ? new Decoded.Value<>(statement)
          : new Decoded.Malformed<>("a value is not in its one spelling");
    } catch (CharacterCodingException e) {
      return new Decoded.Malformed<>("it is not UTF-8");
    } catch (IllegalArgumentException | DateTimeException e) {
      return new Decoded.Malformed<>("a value is out of range: " + e.getMessage());
    }
  }
}
