package dev.penstock.north;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A topic with places for names. A name in a place is one level of the topic; in a place that ends
 * with a slash, as {@code {point/}}, the slashes of the name divide levels. What has a meaning in
 * topics of MQTT is written as {@code %XX}: plus, number sign, percent, control characters, a slash
 * within a level, and a dollar sign at the beginning of the topic, so that two names never become
 * one and none means more than itself.
 */
public final class TopicTemplate {
  private static final int CHARS_MAX = 1_000;

  /** MQTT 5 §1.5.4: a text has at most so many bytes. */
  private static final int TOPIC_BYTES_MAX = 65_535;

  private static final String ALLOWED =
      "places are {source}, {point}, {zone}, {site} and {destination}, each also with a slash"
          + " before the closing brace";

  /** What may stand in a place. */
  enum Place {
    SOURCE,
    POINT,
    ZONE,
    SITE,
    DESTINATION;

    private static @Nullable Place of(String word) {
      return switch (word) {
        case "source" -> SOURCE;
        case "point" -> POINT;
        case "zone" -> ZONE;
        case "site" -> SITE;
        case "destination" -> DESTINATION;
        default -> null;
      };
    }
  }

  /** Text as it stands, or a place. */
  record Part(String text, @Nullable Place place, boolean isLevels) {}

  private final List<Part> parts;
  private final Set<Place> places = EnumSet.noneOf(Place.class);
  private final String text;

  private TopicTemplate(List<Part> parts, String text) {
    this.parts = List.copyOf(parts);
    this.text = text;
    for (Part part : parts) {
      Place place = part.place();
      if (place != null) {
        boolean _ = places.add(place);
      }
    }
  }

  boolean has(Place place) {
    return places.contains(place);
  }

  List<Part> parts() {
    return parts;
  }

  /** What the places hold. */
  record Filling(String source, String point, String zone, String site, String destination) {
    private String of(Place place) {
      return switch (place) {
        case SOURCE -> source;
        case POINT -> point;
        case ZONE -> zone;
        case SITE -> site;
        case DESTINATION -> destination;
      };
    }
  }

  /** The topic; shortened never, so a name must leave room, which 255 bytes each do. */
  String topic(Filling filling) {
    var topic = new StringBuilder();
    for (Part part : parts) {
      Place place = part.place();
      if (place == null) {
        var _ = topic.append(part.text());
      } else {
        write(filling.of(place), part.isLevels(), topic);
      }
    }
    String made = topic.toString();
    if (made.getBytes(StandardCharsets.UTF_8).length > TOPIC_BYTES_MAX) {
      throw new IllegalStateException("a topic has more than 65535 bytes");
    }
    return made;
  }

  /** Puts a name behind what stands there. */
  static void write(String name, boolean isLevels, StringBuilder topic) {
    // A level that nobody has a name for is still one, and no two slashes stand together.
    String shown = name.isEmpty() ? "-" : name;
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      boolean isPlain =
          switch (c) {
            case '+', '#', '%' -> false;
            case '/' -> isLevels;
            case '$' -> !topic.isEmpty();
            default -> c >= ' ' && (c < 0x7f || c > 0x9f);
          };
      if (isPlain) {
        var _ = topic.append(c);
      } else if (c < 0x80) {
        var _ = topic.append('%').append(hex(c >> 4)).append(hex(c));
      } else {
        // Control characters of ISO 8859: their two bytes of UTF-8.
        var _ = topic.append("%C2%").append(hex(c >> 4)).append(hex(c));
      }
    }
  }

  private static char hex(int value) {
    return "0123456789ABCDEF".charAt(value & 0xf);
  }

  /** True where a topic may be one of these, whatever stands in the places. */
  public boolean mayBe(String topic) {
    return TopicShape.of(this).meets(TopicShape.of(topic));
  }

  /** Reads what a person wrote. Never throws for any content. */
  public static Parsed<TopicTemplate> parse(String text) {
    if (text.isEmpty() || text.length() > CHARS_MAX) {
      return new Parsed.Wrong<>(
          0, "the topic has " + text.length() + " characters", "give 1 to " + CHARS_MAX);
    }
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = c == '{' ? text.indexOf('}', at) : literalEnd(text, at);
      if (c == '{' && end < 0) {
        return new Parsed.Wrong<>(at, "a brace is not closed", ALLOWED);
      }
      if (c == '{') {
        String word = text.substring(at + 1, end);
        boolean isLevels = word.endsWith("/");
        Place place = Place.of(isLevels ? word.substring(0, word.length() - 1) : word);
        if (place == null) {
          return new Parsed.Wrong<>(at, "{" + word + "} is no place", ALLOWED);
        }
        parts.add(new Part("", place, isLevels));
        at = end + 1;
      } else {
        Parsed.@Nullable Wrong<TopicTemplate> fault = literalFault(text, at, end);
        if (fault != null) {
          return fault;
        }
        parts.add(new Part(text.substring(at, end), null, false));
        at = end;
      }
    }
    return new Parsed.Read<>(new TopicTemplate(parts, text));
  }

  private static int literalEnd(String text, int from) {
    int brace = text.indexOf('{', from);
    return brace < 0 ? text.length() : brace;
  }

  private static Parsed.@Nullable Wrong<TopicTemplate> literalFault(String text, int from, int to) {
    if (from == 0 && text.charAt(0) == '$') {
      return new Parsed.Wrong<>(
          0, "a topic that begins with $ is the broker's own", "begin it with a letter or digit");
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '+' || c == '#' || c == '}' || Character.isISOControl(c)) {
        String shown = Character.isISOControl(c) ? "a control character" : "\"" + c + "\"";
        return new Parsed.Wrong<>(
            i, shown + " cannot stand in a topic that is published to", "leave it out");
      }
      if (Character.isSurrogate(c)
          && !(Character.isHighSurrogate(c)
              && i + 1 < to
              && Character.isLowSurrogate(text.charAt(i + 1)))
          && !(i > from && Character.isHighSurrogate(text.charAt(i - 1)))) {
        return new Parsed.Wrong<>(i, "half of a character stands there", "leave it out");
      }
    }
    return null;
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
