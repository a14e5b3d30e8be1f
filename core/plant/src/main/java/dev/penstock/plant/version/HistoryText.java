package dev.penstock.plant.version;

import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A history as a file of text, docs/formats/plant.md. Reading is strict: half a file is none. */
public final class HistoryText {
  private static final String HEAD = "penstock plant versions 1";
  private static final String END = "end";
  private static final String NOBODY = "-";
  private static final String DIGEST = "([0-9a-f]{64})";
  private static final String PERSON = "[0-9a-f]{32}";
  private static final Pattern VERSION =
      Pattern.compile(
          "version ([0-9]{1,18}) "
              + DIGEST
              + " ([0-9a-f]{64}|-) (\\S{1,40}) ([A-Z_]{1,16}) (-|"
              + PERSON
              + ") (-|"
              + PERSON
              + "(?:,"
              + PERSON
              + "){0,15})");
  private static final Pattern WAITING =
      Pattern.compile("waiting " + DIGEST + " (\\S{1,40}) ([A-Z_]{1,16})");

  private HistoryText() {}

  /** What came of reading. */
  public sealed interface Reading {
    record Read(History history) implements Reading {}

    /** It is not a file of this form; in one line. */
    record Refused(String why) implements Reading {}
  }

  public static byte[] write(History history) {
    var text = new StringBuilder(HEAD).append('\n');
    for (History.Entry entry : history.entries()) {
      ModelVersion version = entry.version();
      text.append("version ")
          .append(version.number())
          .append(' ')
          .append(hex(version.model()))
          .append(' ')
          .append(version.previous().map(HistoryText::hex).orElse(NOBODY))
          .append(' ')
          .append(entry.at())
          .append(' ')
          .append(entry.cause().name())
          .append(' ')
          .append(entry.author().map(Pseudonym::toString).orElse(NOBODY))
          .append(' ')
          .append(people(entry.approvers()))
          .append('\n');
    }
    for (History.Waiting one : history.waiting()) {
      text.append("waiting ")
          .append(hex(one.model()))
          .append(' ')
          .append(one.at())
          .append(' ')
          .append(one.origin().name())
          .append('\n');
    }
    return text.append(END).append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String people(List<Pseudonym> people) {
    return people.isEmpty()
        ? NOBODY
        : String.join(",", people.stream().map(Pseudonym::toString).toList());
  }

  public static Reading read(byte[] content) {
    List<String> lines =
        new ArrayList<>(List.of(new String(content, StandardCharsets.UTF_8).split("\n", -1)));
    if (lines.size() < 3
        || !lines.removeFirst().equals(HEAD)
        || !lines.removeLast().isEmpty()
        || !lines.removeLast().equals(END)) {
      return new Reading.Refused("is not a whole file of plant versions, form 1");
    }
    List<History.Entry> entries = new ArrayList<>();
    List<History.Waiting> waiting = new ArrayList<>();
    try {
      for (String line : lines) {
        Matcher version = VERSION.matcher(line);
        Matcher other = WAITING.matcher(line);
        if (version.matches()) {
          entries.add(entry(version));
        } else if (other.matches()) {
          waiting.add(
              new History.Waiting(
                  digest(other.group(1)),
                  Instant.parse(other.group(2)),
                  History.Origin.valueOf(other.group(3))));
        } else {
          return new Reading.Refused("has a line that is none of its form: " + line);
        }
      }
      return new Reading.Read(new History(entries, waiting));
    } catch (DateTimeException | IllegalArgumentException e) {
      return new Reading.Refused("contradicts itself: " + e.getMessage());
    }
  }

  private static History.Entry entry(Matcher line) {
    Optional<Digest> previous =
        line.group(3).equals(NOBODY) ? Optional.empty() : Optional.of(digest(line.group(3)));
    return new History.Entry(
        new ModelVersion(Long.parseLong(line.group(1)), digest(line.group(2)), previous),
        Instant.parse(line.group(4)),
        History.Cause.valueOf(line.group(5)),
        people(line.group(6)).stream().findFirst(),
        people(line.group(7)));
  }

  private static List<Pseudonym> people(String text) {
    return text.equals(NOBODY)
        ? List.of()
        : Arrays.stream(text.split(",", -1))
            .map(hex -> Pseudonym.of(HexFormat.of().parseHex(hex)))
            .toList();
  }

  private static Digest digest(String hex) {
    return Digest.of(HexFormat.of().parseHex(hex));
  }

  private static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }
}
