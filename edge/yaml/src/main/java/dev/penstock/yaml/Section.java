package dev.penstock.yaml;

import dev.penstock.plant.tree.Tree;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Some fields of a settings file. Asking for a field says what it may hold; a fault is noted and
 * the default, or any value that is allowed, is given in its place, so that one reading finds all
 * faults. A field nobody asked for is a fault too: a misspelt field must not pass for a default.
 */
public final class Section {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([A-Za-z]*)");
  private static final int LIST_LENGTH_MAX = 1_000;

  private static final Map<String, Long> BYTES =
      Map.of(
          "B",
          1L,
          "kB",
          1_000L,
          "KiB",
          1L << 10,
          "MB",
          1_000_000L,
          "MiB",
          1L << 20,
          "GB",
          1_000_000_000L,
          "GiB",
          1L << 30,
          "TB",
          1_000_000_000_000L,
          "TiB",
          1L << 40);

  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private final String file;
  private final String path;
  private final int line;
  private final Map<String, Tree> fields = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Section> children = new ArrayList<>();
  private final List<Problem> problems;

  Section(String file, String path, Tree.@Nullable Fields node, List<Problem> problems) {
    this.file = file;
    this.path = path;
    this.problems = problems;
    this.line = node == null ? 0 : lineOf(node);
    if (node != null) {
      node.fields().forEach(this::take);
    }
  }

  private void take(Tree.Field field) {
    String name = field.name().text();
    if (fields.containsKey(name)) {
      note(lineOf(field.name()), name, "", "is there twice");
    } else {
      fields.put(name, field.value());
      lines.put(name, lineOf(field.name()));
    }
  }

  /** True when the field is there. */
  public boolean has(String field) {
    return fields.containsKey(field);
  }

  /** True when the field is there and holds a text, not fields or a list below it. */
  public boolean isText(String field) {
    return fields.get(field) instanceof Tree.Scalar;
  }

  /** Notes that a value which is well formed cannot be used, with the reason. */
  public void refuse(String field, String wanted) {
    int at = lines.getOrDefault(field, line);
    Tree node = fields.get(field);
    note(at, field, node instanceof Tree.Scalar scalar ? scalar.text() : "", wanted);
  }

  /** Text that must be there. */
  public String text(String field, String what) {
    Optional<String> found = optionalText(field);
    if (found.isEmpty() && !has(field)) {
      note(line, field, "", "is missing: " + what);
    }
    return found.orElse("");
  }

  /** Text, or this. */
  public String text(String field, String what, String fallback) {
    asked.add(field);
    return has(field) ? text(field, what) : fallback;
  }

  /** Text, where there is any. */
  public Optional<String> optionalText(String field) {
    Optional<Tree.Scalar> scalar = scalar(field, "must be text");
    if (scalar.isPresent() && scalar.get().text().isBlank()) {
      note(lineOf(scalar.get()), field, "", "must not be empty");
      return Optional.empty();
    }
    return scalar.map(Tree.Scalar::text);
  }

  /** Text of this form, where {@code read} throws {@code IllegalArgumentException} for another. */
  public <T> T parsed(String field, String what, T fallback, Function<String, T> read) {
    Optional<String> found =
        has(field) ? optionalText(field) : Optional.of(text(field, what)).filter(t -> !t.isEmpty());
    if (found.isEmpty()) {
      return fallback;
    }
    try {
      return read.apply(found.get());
    } catch (IllegalArgumentException e) {
      note(lines.getOrDefault(field, line), field, found.get(), what + " (" + e.getMessage() + ")");
      return fallback;
    }
  }

  /** One of these words, or the first of them when there is none. */
  public <E extends Enum<E>> E word(String field, Map<String, E> words, E fallback) {
    Optional<Tree.Scalar> scalar = scalar(field, "must be a word");
    if (scalar.isEmpty()) {
      return fallback;
    }
    E found = words.get(scalar.get().text());
    if (found == null) {
      String all = words.keySet().stream().sorted().collect(Collectors.joining(", "));
      note(lineOf(scalar.get()), field, scalar.get().text(), "one of: " + all);
      return fallback;
    }
    return found;
  }

  /** Yes or no. */
  public boolean yes(String field, boolean fallback) {
    Optional<Tree.Scalar> scalar = scalar(field, "must be true or false");
    if (scalar.isEmpty()) {
      return fallback;
    }
    return switch (scalar.get().text()) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        note(lineOf(scalar.get()), field, scalar.get().text(), "must be true or false");
        yield fallback;
      }
    };
  }

  /** A whole number within bounds. */
  public int number(String field, int min, int max, int fallback) {
    String wanted = "must be a whole number, " + min + ".." + max;
    return (int)
        amount(field, wanted, fallback, text -> new BigDecimal(text).longValueExact(), min, max);
  }

  /** A size as {@code 20 GiB}, within bounds. */
  public long bytes(String field, long min, long max, long fallback) {
    String wanted = "must be a size, " + shown(min) + " to " + shown(max) + ", as '20 GiB'";
    return amount(field, wanted, fallback, Section::byteCount, min, max);
  }

  /** A time as {@code 10 min}, within bounds. */
  public Duration duration(String field, Duration min, Duration max, Duration fallback) {
    String wanted = "must be a time, " + shown(min) + " to " + shown(max) + ", as '10 min'";
    long millis =
        amount(field, wanted, fallback.toMillis(), Section::millis, min.toMillis(), max.toMillis());
    return Duration.ofMillis(millis);
  }

  private interface Amount {
    long of(String text);
  }

  private long amount(String field, String wanted, long fallback, Amount read, long min, long max) {
    Optional<Tree.Scalar> scalar = scalar(field, wanted);
    if (scalar.isEmpty()) {
      return fallback;
    }
    String text = scalar.get().text();
    try {
      long value = read.of(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (ArithmeticException | IllegalArgumentException e) {
      // Not an amount at all: the same message tells what one is.
    }
    note(lineOf(scalar.get()), field, text, wanted);
    return fallback;
  }

  private static long byteCount(String text) {
    Matcher amount = matched(text);
    Long unit = amount.group(2).isEmpty() ? Long.valueOf(1) : BYTES.get(amount.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("unknown unit");
    }
    return new BigDecimal(amount.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
  }

  private static long millis(String text) {
    Matcher amount = matched(text);
    Duration unit = TIMES.get(amount.group(2));
    if (unit == null) {
      throw new IllegalArgumentException("unknown unit");
    }
    return new BigDecimal(amount.group(1))
        .multiply(BigDecimal.valueOf(unit.toMillis()))
        .longValueExact();
  }

  private static Matcher matched(String text) {
    Matcher amount = AMOUNT.matcher(text.strip());
    if (!amount.matches()) {
      throw new IllegalArgumentException("no amount");
    }
    return amount;
  }

  /** A section that may be missing; then all its fields have their defaults. */
  public <T> T section(String field, Function<Section, T> shape) {
    asked.add(field);
    Tree node = fields.get(field);
    Tree.Fields mapping = null;
    if (node instanceof Tree.Fields found) {
      mapping = found;
    } else if (node != null) {
      note(lineOf(node), field, valueOf(node), "must be fields below it");
    }
    return child(within(field), mapping, shape);
  }

  /** A list of sections; none when the field is missing. */
  public <T> List<T> sections(String field, Function<Section, T> shape) {
    List<T> made = new ArrayList<>();
    for (Tree node : items(field)) {
      String at = within(field) + "[" + made.size() + "]";
      if (node instanceof Tree.Fields mapping) {
        made.add(child(at, mapping, shape));
      } else {
        note(lineOf(node), field + "[" + made.size() + "]", valueOf(node), "must be fields");
      }
    }
    return made;
  }

  /** A list of texts; none when the field is missing. */
  public List<String> texts(String field) {
    List<String> made = new ArrayList<>();
    for (Tree node : items(field)) {
      if (node instanceof Tree.Scalar scalar && !scalar.text().isBlank()) {
        made.add(scalar.text());
      } else {
        note(lineOf(node), field + "[" + made.size() + "]", valueOf(node), "must be text");
      }
    }
    return made;
  }

  private List<Tree> items(String field) {
    asked.add(field);
    Tree node = fields.get(field);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof Tree.Items list)) {
      note(lineOf(node), field, valueOf(node), "must be a list, each item after '- '");
      return List.of();
    }
    if (list.items().size() > LIST_LENGTH_MAX) {
      note(lineOf(node), field, "", "must have at most " + LIST_LENGTH_MAX + " items");
      return List.of();
    }
    return list.items();
  }

  private <T> T child(String at, Tree.@Nullable Fields node, Function<Section, T> shape) {
    var section = new Section(file, at, node, problems);
    children.add(section);
    return shape.apply(section);
  }

  /** Notes every field that was not asked for, here and below. */
  void refuseOthers() {
    for (String field : fields.keySet()) {
      if (!asked.contains(field)) {
        note(lines.getOrDefault(field, line), field, "", "unknown field" + advice(field));
      }
    }
    children.forEach(Section::refuseOthers);
  }

  private String advice(String field) {
    Optional<String> near = asked.stream().filter(known -> isNear(known, field)).findFirst();
    if (near.isPresent()) {
      return "; did you mean '" + near.get() + "'?";
    }
    String known = asked.stream().distinct().sorted().collect(Collectors.joining(", "));
    return known.isEmpty() ? "; none is known here" : "; known here: " + known;
  }

  /** One letter more, less or other, or the same letters in other case or with other dashes. */
  private static boolean isNear(String known, String given) {
    String a = known.replace("-", "").toLowerCase(Locale.ROOT);
    String b = given.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    return distance(a, b) <= 1;
  }

  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    Arrays.setAll(above, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }

  private Optional<Tree.Scalar> scalar(String field, String wanted) {
    asked.add(field);
    Tree node = fields.get(field);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof Tree.Scalar scalar) {
      return Optional.of(scalar);
    }
    note(lineOf(node), field, valueOf(node), wanted);
    return Optional.empty();
  }

  private void note(int at, String field, String value, String wanted) {
    problems.add(new Problem(file, at, within(field), value, wanted));
  }

  private String within(String field) {
    if (field.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? field : path + "." + field;
  }

  private static int lineOf(Tree node) {
    return node.place().line();
  }

  private static String valueOf(Tree node) {
    return switch (node) {
      case Tree.Scalar scalar -> scalar.text();
      case Tree.Items _ -> "a list";
      case Tree.Fields _ -> "fields";
    };
  }

  private static String shown(long bytes) {
    for (String unit : List.of("TiB", "GiB", "MiB", "KiB")) {
      Long one = BYTES.get(unit);
      if (one != null && bytes >= one && bytes % one == 0) {
        return bytes / one + " " + unit;
      }
    }
    return bytes + " B";
  }

  private static String shown(Duration time) {
    for (String unit : List.of("d", "h", "min", "s")) {
      Duration one = TIMES.get(unit);
      if (one != null && time.compareTo(one) >= 0 && time.toMillis() % one.toMillis() == 0) {
        return time.toMillis() / one.toMillis() + " " + unit;
      }
    }
    return time.toMillis() + " ms";
  }
}
