package dev.penstock.plant.form;

import dev.penstock.plant.Finding;
import dev.penstock.plant.Report;
import dev.penstock.plant.Where;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    String shown = name.replaceAll("\\p{C}", "\ufffd");
    String cut = shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) + "..." : shown;
    return "unknown field '" + cut + "'; known here: " + String.join(", ", known);
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

  private void note(String field, Tree at, String what) {
    String within = field.isEmpty() || path.isEmpty() ? path + field : path + "." + field;
    findings.add(new Finding.Malformed(new Where(within, at.place()), what));
  }
}
