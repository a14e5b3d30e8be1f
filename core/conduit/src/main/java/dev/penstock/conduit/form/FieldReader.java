package dev.penstock.conduit.form;

import dev.penstock.conduit.Fault;
import dev.penstock.conduit.Flaw;
import dev.penstock.conduit.Parsed;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
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
  private final Findings findings;

  FieldReader(String path, Tree.Fields written, List<String> known, Findings findings) {
    this.path = path;
    this.written = written;
    this.findings = findings;
    String all = String.join(", ", known);
    for (Tree.Field field : written.fields()) {
      String name = field.name().text();
      if (!known.contains(name)) {
        String what = "unknown field '" + shown(name) + "'";
        note("", field.name().place(), new Fault(what, all, "correct it, or take it out"));
      } else if (values.putIfAbsent(name, field.value()) != null) {
        note(
            name,
            field.name().place(),
            new Fault("is there twice", "each field once", "take one of them out"));
      }
    }
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{C}", "\ufffd");
    return plain.length() > SHOWN_MAX ? plain.substring(0, SHOWN_MAX) + "..." : plain;
  }

  Place place() {
    return written.place();
  }

  boolean has(String field) {
    return values.containsKey(field);
  }

  /** Notes a field that is missing. */
  void mustHave(String field, String allowed) {
    if (!has(field)) {
      note(field, place(), new Fault("is missing", allowed, "write it"));
    }
  }

  /** A text that must be there; empty text when it is not, which is noted. */
  String text(String field, String allowed) {
    mustHave(field, allowed);
    return parsed(field, text -> new Parsed.Good<>(text)).orElse("");
  }

  /** A text that means something; empty when it is not there, and for a bad one, which is noted. */
  <T> Optional<T> parsed(String field, Function<String, Parsed<T>> parse) {
    Tree value = values.get(field);
    return value == null ? Optional.empty() : parsed(field, value, parse);
  }

  /**
   * One text, or a list of them. A list of nothing is no list: who writes it means that nothing
   * fits, and what is left out means that all does.
   */
  <T> List<T> list(String field, Function<String, Parsed<T>> parse) {
    Tree value = values.get(field);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Tree.Items list)) {
      return parsed(field, value, parse).stream().toList();
    }
    if (list.items().isEmpty()) {
      note(
          field,
          value.place(),
          new Fault("is an empty list", "at least one item", "leave it out for no limit"));
    }
    List<T> items = new ArrayList<>();
    for (Tree item : list.items()) {
      parsed(field, item, parse).ifPresent(items::add);
    }
    return items;
  }

  private <T> Optional<T> parsed(String field, Tree at, Function<String, Parsed<T>> parse) {
    if (!(at instanceof Tree.Scalar scalar)) {
      note(
          field,
          at.place(),
          new Fault("is no text", "one text, or a list of texts", "write each after '- '"));
      return Optional.empty();
    }
    return switch (parse.apply(scalar.text())) {
      case Parsed.Good<T>(var value) -> Optional.of(value);
      case Parsed.Bad<T>(var fault) -> {
        note(field, at.place(), fault);
        yield Optional.empty();
      }
    };
  }

  /** Things with fields of their own. */
  <T> List<T> things(String field, List<String> known, Function<FieldReader, Optional<T>> shape) {
    Tree value = values.get(field);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Tree.Items list)) {
      note(
          field,
          value.place(),
          new Fault("is no list", "a list, each item after '- '", "leave it out for none"));
      return List.of();
    }
    List<T> things = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      Tree item = list.items().get(i);
      String at = within(field) + "[" + i + "]";
      if (item instanceof Tree.Fields fields) {
        shape.apply(new FieldReader(at, fields, known, findings)).ifPresent(things::add);
      } else {
        findings.add(
            at,
            item.place(),
            new Fault("has no fields", String.join(", ", known), "write its fields"));
      }
    }
    return things;
  }

  /** What keeps the fields together from meaning something; told at the field that it names. */
  void note(Flaw flaw) {
    Tree at = values.get(flaw.path());
    note(flaw.path(), at == null ? place() : at.place(), flaw.fault());
  }

  private void note(String field, Place at, Fault fault) {
    findings.add(within(field), at, fault);
  }

  private String within(String field) {
    return field.isEmpty() || path.isEmpty() ? path + field : path + "." + field;
  }
}
