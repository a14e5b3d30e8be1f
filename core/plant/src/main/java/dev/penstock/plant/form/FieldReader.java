package dev.penstock.plant.form;

import dev.penstock.plant.Finding;
import dev.penstock.plant.Report;
import dev.penstock.plant.Where;
import dev.penstock.plant.Worded;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields of one thing in a file; what cannot be read is noted and counts as not there. */
final class FieldReader {
  private static final int SHOWN_MAX = 40;

  private final String path;
  private final Tree.Fields written;
  private final Map<String, Tree> values = new LinkedHashMap<>();
  private final Report findings;

  FieldReader(String path, Tree.Fields written, List<String> known, Report findings) {
    this.path = path;
    this.written = written;
    this.findings = findings;
    for (Tree.Field field : written.fields()) {
      String name = field.name().text();
      if (!known.contains(name)) {
        note("", field.name(), unknown(name, known));
      } else if (values.putIfAbsent(name, field.value()) != null) {
        note(name, field.name(), "is there twice");
      }
    }
  }

  private static String unknown(String name, List<String> known) {
    return "unknown field '" + shown(name) + "'; known here: " + String.join(", ", known);
  }

  private static String shown(String text) {
    String shown = text.replaceAll("\\p{C}", "\ufffd");
    return shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) + "..." : shown;
  }

  Place place() {
    return written.place();
  }

  Optional<Tree> value(String field) {
    return Optional.ofNullable(values.get(field));
  }

  /** The id; empty text, which is none, when it is missing. */
  String id() {
    return text("id").orElse("");
  }

  /** The name, or the id for what has no name of its own. */
  String name() {
    return values.containsKey("name") ? text("name").orElse("") : id();
  }

  Optional<String> text(String field) {
    Tree value = values.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Tree.Scalar scalar) {
      return Optional.of(scalar.text());
    }
    note(field, value, "must be text");
    return Optional.empty();
  }

  /** Text that must be there. */
  String required(String field) {
    if (!values.containsKey(field)) {
      note(field, written, "is missing");
    }
    return text(field).orElse("");
  }

  /** One of a list of words. */
  <E extends Enum<E> & Worded> Optional<E> word(String field, Class<E> words) {
    Optional<String> text = text(field);
    Optional<E> word = text.flatMap(each -> Worded.of(words, each));
    if (text.isPresent() && word.isEmpty()) {
      refuse(field, text.get(), "is none of: " + Worded.all(words));
    }
    return word;
  }

  /** A whole number of one digit, at most this. */
  Optional<Integer> digit(String field, int max) {
    Optional<String> text = text(field);
    Optional<Integer> number =
        text.filter(each -> each.matches("[0-9]")).map(Integer::valueOf).filter(n -> n <= max);
    if (text.isPresent() && number.isEmpty()) {
      refuse(field, text.get(), "is no whole number, 0.." + max);
    }
    return number;
  }

  /** Yes or no; no when it is not there. */
  boolean isTrue(String field) {
    Optional<String> text = text(field);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      refuse(field, text.get(), "is neither true nor false");
    }
    return text.filter(each -> each.equals("true")).isPresent();
  }

  /** A day that must be there. */
  LocalDate day(String field) {
    String text = required(field);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException _) {
      if (!text.isEmpty()) {
        refuse(field, text, "is no day, as 2027-06-30");
      }
      // Noted already, so nothing comes of it.
      return LocalDate.of(2000, 1, 1);
    }
  }

  /** Fields below a field. */
  <T> Optional<T> inside(String field, List<String> known, Function<FieldReader, T> shape) {
    Tree value = values.get(field);
    if (value instanceof Tree.Fields below) {
      return Optional.of(shape.apply(new FieldReader(path(field), below, known, findings)));
    }
    if (value != null) {
      note(field, value, "must be fields: " + String.join(", ", known));
    }
    return Optional.empty();
  }

  /** A list of things with fields. */
  <T> List<T> all(String field, List<String> known, Function<FieldReader, T> shape) {
    List<T> made = new ArrayList<>();
    int index = 0;
    for (Tree item : items(field)) {
      String at = field + "[" + index + "]";
      index++;
      if (item instanceof Tree.Fields below) {
        made.add(shape.apply(new FieldReader(path(at), below, known, findings)));
      } else {
        note(at, item, "must be fields: " + String.join(", ", known));
      }
    }
    return made;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (Tree item : items(field)) {
      if (item instanceof Tree.Scalar scalar) {
        texts.add(scalar.text());
      } else {
        note(field, item, "each must be text");
      }
    }
    return texts;
  }

  List<Tree> items(String field) {
    Tree value = values.get(field);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Tree.Items list) {
      return list.items();
    }
    note(field, value, "must be a list, each item after '- '; leave it out when there is none");
    return List.of();
  }

  /** Notes that what is written there cannot be used. */
  void refuse(String field, String what) {
    note(field, values.getOrDefault(field, written), what);
  }

  private void refuse(String field, String text, String what) {
    refuse(field, "'" + shown(text) + "' " + what);
  }

  private String path(String field) {
    return field.isEmpty() || path.isEmpty() ? path + field : path + "." + field;
  }

  private void note(String field, Tree at, String what) {
    findings.add(new Finding.Malformed(new Where(path(field), at.place()), what));
  }
}
