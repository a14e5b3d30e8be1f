package dev.penstock.north;

import dev.penstock.north.TopicTemplate.Place;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On which topics a destination may give commands: a {@link TopicTemplate} that is read backwards.
 * The places of source and point are levels of their own, for else nobody could say where a name
 * ends; one of them may be the rest of the topic. A topic that is not spelled as we would spell it
 * names nothing, so each point has one topic.
 */
public final class CommandTopic {
  private static final String WHOLE =
      "{source} and {point} are whole levels, each once; {point/} may stand at the end";

  private static final int HEX = 16;

  private final TopicTemplate template;

  private CommandTopic(TopicTemplate template) {
    this.template = template;
  }

  /**
   * What a topic names.
   *
   * @param source empty where the message itself must say it
   * @param point empty where the message itself must say it
   */
  public record Named(Optional<String> source, Optional<String> point) {}

  /** Reads what a person wrote. Never throws for any content. */
  public static Parsed<CommandTopic> parse(String text) {
    return switch (TopicTemplate.parse(text)) {
      case Parsed.Wrong<TopicTemplate>(int at, var what, var advice) ->
          new Parsed.Wrong<>(at, what, advice);
      case Parsed.Read<TopicTemplate>(var template) -> of(template);
    };
  }

  private static Parsed<CommandTopic> of(TopicTemplate template) {
    if (template.has(Place.ZONE)) {
      return new Parsed.Wrong<>(
          0, "{zone} is no place of commands", "a source says its zone, no topic does");
    }
    Set<Place> seen = EnumSet.noneOf(Place.class);
    List<TopicTemplate.Part> parts = template.parts();
    for (int i = 0; i < parts.size(); i++) {
      Place place = parts.get(i).place();
      if (place != Place.SOURCE && place != Place.POINT) {
        continue;
      }
      boolean isFirst = i == 0 || isText(parts.get(i - 1), true);
      boolean isLast = i == parts.size() - 1;
      boolean isEnded = isLast || isText(parts.get(i + 1), false);
      if (!seen.add(place) || !isFirst || !isEnded || (parts.get(i).isLevels() && !isLast)) {
        return new Parsed.Wrong<>(0, "a place cannot be read back", WHOLE);
      }
    }
    return parts.stream().noneMatch(CommandTopic::isName)
        ? new Parsed.Wrong<>(0, "this is every topic of the broker", "put a name before it")
        : new Parsed.Read<>(new CommandTopic(template));
  }

  /** Whether a part is something of which not every topic has it. */
  private static boolean isName(TopicTemplate.Part part) {
    return switch (part.place()) {
      case null -> !part.text().replace("/", "").isEmpty();
      case SITE, DESTINATION -> true;
      case SOURCE, POINT, ZONE -> false;
    };
  }

  /** Whether a part is text that keeps its neighbour a level of its own. */
  private static boolean isText(TopicTemplate.Part part, boolean isBefore) {
    return part.place() == null
        && (isBefore ? part.text().endsWith("/") : part.text().startsWith("/"));
  }

  /** True where a message for that template could be heard as a command. */
  public boolean hears(TopicTemplate other) {
    return TopicShape.of(template).meets(TopicShape.of(other));
  }

  /** True where a message on this topic may be heard as a command. */
  public boolean mayBe(String topic) {
    return template.mayBe(topic);
  }

  /** As it was written. */
  @Override
  public String toString() {
    return template.toString();
  }

  /** The same for one destination of one site. */
  public Here at(String site, String destination) {
    List<Level> levels = new ArrayList<>();
    var text = new StringBuilder();
    for (TopicTemplate.Part part : template.parts()) {
      switch (part.place()) {
        case null -> {
          var _ = text.append(part.text());
        }
        case SITE -> TopicTemplate.write(site, part.isLevels(), text);
        case DESTINATION -> TopicTemplate.write(destination, part.isLevels(), text);
        case SOURCE, POINT -> {
          flush(text, levels, true);
          boolean _ = levels.add(new Level("", part.place(), part.isLevels()));
        }
        case ZONE -> throw new IllegalStateException("a zone in " + template);
      }
    }
    flush(text, levels, false);
    return new Here(levels);
  }

  /** Levels of text; those that only divide it from a place are none. */
  private static void flush(StringBuilder text, List<Level> levels, boolean isBeforePlace) {
    String all = text.toString();
    text.setLength(0);
    if (all.isEmpty()) {
      return;
    }
    // Behind a place stands a slash that ends its level, and before one a slash that begins it.
    String from = levels.isEmpty() || !all.startsWith("/") ? all : all.substring(1);
    String[] each = from.split("/", -1);
    for (int i = 0; i < each.length; i++) {
      boolean isBeginning = isBeforePlace && i == each.length - 1 && each[i].isEmpty();
      if (!isBeginning) {
        boolean _ = levels.add(new Level(each[i], null, false));
      }
    }
  }

  private record Level(String text, @Nullable Place place, boolean isRest) {}

  /** Topics of commands at one destination. */
  public static final class Here {
    private final List<Level> levels;

    private Here(List<Level> levels) {
      this.levels = List.copyOf(levels);
    }

    /** What is subscribed to. */
    public String filter() {
      List<String> shown = new ArrayList<>();
      for (Level each : levels) {
        String wild = each.isRest() ? "#" : "+";
        boolean _ = shown.add(each.place() == null ? each.text() : wild);
      }
      return String.join("/", shown);
    }

    /** What a topic names; empty for one that is none of these. */
    public Optional<Named> read(String topic) {
      String[] given = topic.split("/", -1);
      Optional<String> source = Optional.empty();
      Optional<String> point = Optional.empty();
      for (int i = 0; i < levels.size(); i++) {
        Level level = levels.get(i);
        if (i >= given.length || (i == levels.size() - 1 && !isEnd(level, i, given.length))) {
          return Optional.empty();
        }
        if (level.place() == null) {
          if (!level.text().equals(given[i])) {
            return Optional.empty();
          }
          continue;
        }
        String text =
            level.isRest() ? String.join("/", List.of(given).subList(i, given.length)) : given[i];
        Optional<String> name = name(text, level.isRest(), i == 0);
        if (name.isEmpty()) {
          return Optional.empty();
        }
        if (level.place() == Place.SOURCE) {
          source = name;
        } else {
          point = name;
        }
      }
      return Optional.of(new Named(source, point));
    }

    private static boolean isEnd(Level level, int at, int count) {
      return level.isRest() || at == count - 1;
    }
  }

  /** The name that we would write so; empty where there is none. */
  private static Optional<String> name(String text, boolean isLevels, boolean isFirst) {
    var bytes = new ByteArrayOutputStream();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] != '%') {
        bytes.write(utf8[i]);
        continue;
      }
      if (i + 2 >= utf8.length || !isHex(utf8[i + 1]) || !isHex(utf8[i + 2])) {
        return Optional.empty();
      }
      bytes.write(HEX * HexFormat.fromHexDigit(utf8[i + 1]) + HexFormat.fromHexDigit(utf8[i + 2]));
      i += 2;
    }
    return decoded(bytes.toByteArray())
        .filter(name -> !name.isEmpty() && text.equals(written(name, isLevels, isFirst)));
  }

  private static boolean isHex(byte digit) {
    return HexFormat.isHexDigit(digit);
  }

  private static String written(String name, boolean isLevels, boolean isFirst) {
    var again = new StringBuilder(isFirst ? "" : "/");
    TopicTemplate.write(name, isLevels, again);
    return isFirst ? again.toString() : again.substring(1);
  }

  private static Optional<String> decoded(byte[] utf8) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(utf8))
              .toString());
    } catch (CharacterCodingException e) {
      // A topic from outside that is no text names nothing.
      return Optional.empty();
    }
  }
}
