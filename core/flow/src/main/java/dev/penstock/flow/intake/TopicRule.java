package dev.penstock.flow.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How topics of one shape are named: {@code plant/{source}/+/{point...}}. A level of the pattern is
 * a text that must be there, {@code +} for any one level, {@code {name}} for any one level that is
 * used in a name, and at the end {@code {name...}} for one level or more, or {@code #} for none or
 * more. Source and point are texts with captured names in braces; {@code {source}} and {@code
 * {point}} where they are not given.
 *
 * <p>Immutable. {@link #of(String)} throws on a rule that cannot work, with the place and what is
 * wanted: rules come from the configuration, which is checked before anything starts.
 */
public final class TopicRule {
  /** More levels than this are not compared; MQTT itself allows as many as fit 64 KiB. */
  static final int LEVELS_MAX = 64;

  private static final int PATTERN_CHARS_MAX = 1_024;
  private static final Pattern CAPTURE = Pattern.compile("\\{([a-z][a-z0-9_]*)(\\.\\.\\.)?}");
  private static final Pattern USE = Pattern.compile("\\{([^{}]*)}");

  private final String pattern;
  private final List<Level> levels;
  private final String source;
  private final String point;
  private final Pattern sources;
  private final Pattern points;

  private sealed interface Level {
    record Literal(String text) implements Level {}

    record Any() implements Level {}

    record Capture(String name) implements Level {}

    record CaptureRest(String name) implements Level {}

    record AnyRest() implements Level {}
  }

  private TopicRule(String pattern, List<Level> levels, String source, String point) {
    this.pattern = pattern;
    this.levels = levels;
    this.source = source;
    this.point = point;
    this.sources = shapeOf(source);
    this.points = shapeOf(point);
  }

  /** What a template can become. */
  private static Pattern shapeOf(String template) {
    var shape = new StringBuilder();
    int at = 0;
    Matcher use = USE.matcher(template);
    while (use.find()) {
      shape.append(Pattern.quote(template.substring(at, use.start()))).append(".*");
      at = use.end();
    }
    shape.append(Pattern.quote(template.substring(at)));
    return Pattern.compile(shape.toString(), Pattern.DOTALL);
  }

  /** Whether a topic could get this name by this rule. */
  boolean canGive(TopicName name) {
    return sources.matcher(name.source()).matches() && points.matcher(name.point()).matches();
  }

  /** The rule whose pattern captures {@code source} and {@code point} themselves. */
  public static TopicRule of(String pattern) {
    return of(pattern, "{source}", "{point}");
  }

  public static TopicRule of(String pattern, String source, String point) {
    if (pattern.isEmpty() || pattern.length() > PATTERN_CHARS_MAX) {
      throw new IllegalArgumentException(
          "pattern has " + pattern.length() + " characters, must have 1.." + PATTERN_CHARS_MAX);
    }
    String[] parts = pattern.split("/", -1);
    if (parts.length > LEVELS_MAX) {
      throw new IllegalArgumentException(
          "pattern has " + parts.length + " levels, must have 1.." + LEVELS_MAX);
    }
    List<Level> levels = new ArrayList<>();
    Set<String> captured = new HashSet<>();
    for (int i = 0; i < parts.length; i++) {
      levels.add(level(parts[i], i, i == parts.length - 1, captured));
    }
    checkUses("source", source, captured);
    checkUses("point", point, captured);
    return new TopicRule(pattern, List.copyOf(levels), source, point);
  }

  private static Level level(String part, int index, boolean isLast, Set<String> captured) {
    String at = "pattern level " + (index + 1) + " is \"" + Words.shown(part) + "\"";
    if (part.equals("+")) {
      return new Level.Any();
    }
    if (part.equals("#")) {
      if (!isLast) {
        throw new IllegalArgumentException(at + ": # must be the last level");
      }
      return new Level.AnyRest();
    }
    Matcher capture = CAPTURE.matcher(part);
    if (capture.matches()) {
      String name = capture.group(1);
      if (!captured.add(name)) {
        throw new IllegalArgumentException(at + ": {" + name + "} stands there twice");
      }
      if (capture.group(2) == null) {
        return new Level.Capture(name);
      }
      if (!isLast) {
        throw new IllegalArgumentException(at + ": {" + name + "...} must be the last level");
      }
      return new Level.CaptureRest(name);
    }
    if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          at + ": a capture is a whole level, {name} or {name...}, of a-z, 0-9 and _");
    }
    if (part.indexOf('+') >= 0 || part.indexOf('#') >= 0) {
      throw new IllegalArgumentException(at + ": + and # are whole levels");
    }
    return new Level.Literal(part);
  }

  private static void checkUses(String field, String template, Set<String> captured) {
    if (!Words.isWord(template)) {
      throw new IllegalArgumentException(
          field + " is \"" + Words.shown(template) + "\", must have 1..255 bytes");
    }
    Matcher use = USE.matcher(template);
    while (use.find()) {
      if (!captured.contains(use.group(1))) {
        throw new IllegalArgumentException(
            field + " uses {" + use.group(1) + "}, the pattern captures " + shown(captured));
      }
    }
    String rest = USE.matcher(template).replaceAll("");
    if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          field + " is \"" + Words.shown(template) + "\": a brace without its other half");
    }
    if (template.charAt(0) == TopicName.RESERVED) {
      throw new IllegalArgumentException(field + " must not begin with ~, which is reserved");
    }
  }

  private static String shown(Set<String> captured) {
    return captured.isEmpty()
        ? "nothing"
        : captured.stream().sorted().map(name -> "{" + name + "}").toList().toString();
  }

  /** The pattern as it was written. */
  public String pattern() {
    return pattern;
  }

  /** The names for a topic of this shape; empty for any other topic. */
  public Optional<TopicName> name(String topic) {
    String[] parts = topic.split("/", LEVELS_MAX + 1);
    Map<String, String> captures = HashMap.newHashMap(levels.size());
    if (!matches(parts, captures)) {
      return Optional.empty();
    }
    String named = filled(source, captures);
    String about = filled(point, captures);
    // An empty level, a name too long or a reserved one: no name, so that a later rule, the default
    // one at last, keeps the message.
    return isUsable(named) && isUsable(about)
        ? Optional.of(new TopicName(named, about, false))
        : Optional.empty();
  }

  static boolean isUsable(String name) {
    return Words.isWord(name) && name.charAt(0) != TopicName.RESERVED;
  }

  private boolean matches(String[] parts, Map<String, String> captures) {
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      if (level instanceof Level.AnyRest) {
        return true;
      }
      if (i >= parts.length) {
        return false;
      }
      switch (level) {
        case Level.Literal(String text) -> {
          if (!text.equals(parts[i])) {
            return false;
          }
        }
        case Level.Any _ -> {}
        case Level.Capture(String name) -> captures.put(name, parts[i]);
        case Level.CaptureRest(String name) -> {
          captures.put(name, String.join("/", List.of(parts).subList(i, parts.length)));
          return true;
        }
        case Level.AnyRest _ -> throw new AssertionError("handled above");
      }
    }
    return parts.length == levels.size();
  }

  private static String filled(String template, Map<String, String> captures) {
    if (template.indexOf('{') < 0) {
      return template;
    }
    return USE.matcher(template)
        .replaceAll(use -> Matcher.quoteReplacement(captures.getOrDefault(use.group(1), "")));
  }

  @Override
  public String toString() {
    return pattern + " -> " + source + " " + point;
  }
}
