package dev.penstock.connections.form;

import dev.penstock.connections.Decimals;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Texts;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one thing in a file; what cannot be read is noted and counts as not there. */
final class FieldReader {
  private final Spot spot;
  private final Tree.Fields written;
  private final Findings findings;

  FieldReader(Spot spot, Tree.Fields written, List<String> known, Findings findings) {
    this.spot = spot;
    this.written = written;
    this.findings = findings;
    Set<String> seen = HashSet.newHashSet(written.fields().size());
    for (Tree.Field field : written.fields()) {
      String name = field.name().text();
      if (!known.contains(name)) {
        note(
            "",
            field.name().place(),
            new Fault(
                "unknown field '" + Texts.shown(name) + "'",
                String.join(", ", known),
                "correct it, or take it out"));
      } else if (!seen.add(name)) {
        note(name, field.name().place(), twice());
      }
    }
  }

  private static Fault twice() {
    return new Fault("is there twice", "each once", "take one of them out");
  }

  private @Nullable Tree value(String field) {
    for (Tree.Field each : written.fields()) {
      if (each.name().text().equals(field)) {
        return each.value();
      }
    }
    return null;
  }

  Spot spot() {
    return spot;
  }

  Place place() {
    return written.place();
  }

  boolean has(String field) {
    return value(field) != null;
  }

  /** A text as it stands there. */
  Optional<String> text(String field) {
    return switch (value(field)) {
      case null -> Optional.empty();
      case Tree.Scalar(_, var text) -> Optional.of(text);
      case Tree other -> {
        note(
            field, other.place(), new Fault("is no text", "one text", "write it behind the colon"));
        yield Optional.empty();
      }
    };
  }

  /** A text that must be there. */
  Optional<String> required(String field, String allowed) {
    if (!has(field)) {
      note(field, place(), new Fault("is missing", allowed, "write it"));
    }
    return text(field);
  }

  /** A text that must be there and may not have this fault; empty when it is not there. */
  String required(String field, String allowed, Function<String, Optional<Fault>> fault) {
    return checked(field, required(field, allowed), fault).orElse("");
  }

  /** A text that may be left out and may not have this fault. */
  Optional<String> text(String field, Function<String, Optional<Fault>> fault) {
    return checked(field, text(field), fault);
  }

  private Optional<String> checked(
      String field, Optional<String> text, Function<String, Optional<Fault>> faultOf) {
    Optional<Fault> fault = text.flatMap(faultOf);
    fault.ifPresent(each -> note(field, each));
    return fault.isPresent() ? Optional.empty() : text;
  }

  /** A text that means something else. */
  <T> Optional<T> parsed(String field, String allowed, Function<String, Optional<T>> parse) {
    Optional<String> text = text(field);
    Optional<T> value = text.flatMap(parse);
    if (text.isPresent() && value.isEmpty()) {
      note(
          field,
          new Fault("'" + Texts.shown(text.get()) + "' is none", allowed, "write one of these"));
    }
    return value;
  }

  Optional<Double> decimal(String field) {
    return parsed(field, "a number, as 12.5", Decimals::parse);
  }

  /** A number to which others are held, so it must be the one that is written. */
  Optional<Double> limit(String field) {
    return parsed(field, "a number, as 12.5, with at most 15 digits", Decimals::parseLimit);
  }

  boolean isTrue(String field, boolean unsaid) {
    return parsed(
            field,
            "true, false",
            text ->
                text.equals("true") || text.equals("false")
                    ? Optional.of(text.equals("true"))
                    : Optional.empty())
        .orElse(unsaid);
  }

  /** Fields below a field. */
  Optional<FieldReader> inside(String field, List<String> known) {
    return switch (value(field)) {
      case null -> Optional.empty();
      case Tree.Fields below ->
          Optional.of(new FieldReader(spot.at(field), below, known, findings));
      case Tree other -> {
        note(field, other.place(), noFields(String.join(", ", known)));
        yield Optional.empty();
      }
    };
  }

  private static Fault noFields(String allowed) {
    return new Fault("has no fields", allowed, "write its fields");
  }

  /** Names with texts, whatever the names are; each with its place. */
  Map<String, Tree.Scalar> pairs(String field, String allowed) {
    Map<String, Tree.Scalar> pairs = new LinkedHashMap<>();
    Tree value = value(field);
    if (value instanceof Tree.Fields below) {
      for (Tree.Field each : below.fields()) {
        String at = field + "." + Texts.shown(each.name().text());
        if (!(each.value() instanceof Tree.Scalar scalar)) {
          note(at, each.value().place(), new Fault("is no text", allowed, "write one text"));
        } else if (pairs.putIfAbsent(each.name().text(), scalar) != null) {
          note(at, each.name().place(), twice());
        }
      }
    } else if (value != null) {
      note(field, value.place(), noFields(allowed));
    }
    return pairs;
  }

  /** The items of a list. */
  List<Tree> items(String field) {
    return switch (value(field)) {
      case null -> List.of();
      case Tree.Items(_, var items) -> items;
      case Tree other -> {
        note(
            field,
            other.place(),
            new Fault("is no list", "a list, each item after '- '", "leave it out for none"));
        yield List.of();
      }
    };
  }

  /** Things with fields of their own, named by one of these. */
  <T> List<T> things(
      String field, String id, List<String> known, int max, Function<FieldReader, Optional<T>> of) {
    List<Tree> items = items(field);
    if (items.size() > max) {
      note(
          field,
          new Fault(
              "are " + items.size(), "at most " + max, "take some of them out, or elsewhere"));
      return List.of();
    }
    List<T> things = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Tree item = items.get(i);
      String name = field + "[" + named(item, id, i) + "]";
      if (item instanceof Tree.Fields fields) {
        of.apply(new FieldReader(spot.at(name), fields, known, findings)).ifPresent(things::add);
      } else {
        note(name, item.place(), noFields(String.join(", ", known)));
      }
    }
    return things;
  }

  /** By what people find it again: its id, or else its number. */
  private static String named(Tree item, String id, int index) {
    if (item instanceof Tree.Fields fields) {
      for (Tree.Field each : fields.fields()) {
        if (each.name().text().equals(id)
            && each.value() instanceof Tree.Scalar(_, var text)
            && !text.isEmpty()) {
          return Texts.shown(text);
        }
      }
    }
    return Integer.toString(index);
  }

  /** Notes a fault at a field that may be there, or at the thing. */
  void note(String field, Fault fault) {
    Tree at = field.isEmpty() ? null : value(field);
    note(field, at == null ? place() : at.place(), fault);
  }

  void note(String field, Place at, Fault fault) {
    findings.add(spot.at(field).path(), at, fault);
  }

  long findingCount() {
    return findings.count();
  }
}
