package dev.penstock.connections.form;

import dev.penstock.connections.Band;
import dev.penstock.connections.Bounds;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Decimals;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Point;
import dev.penstock.connections.Rate;
import dev.penstock.connections.Texts;
import dev.penstock.connections.Writing;
import dev.penstock.connections.protocol.ProtocolForm;
import dev.penstock.points.Deadband;
import dev.penstock.points.Expression;
import dev.penstock.points.Parsed;
import dev.penstock.points.Scaling;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which fields a point of a device has in a file, and what they become. */
final class PointShape {
  static final List<String> FIELDS =
      List.of(
          "name",
          "address",
          "type",
          "rate",
          "expression",
          "scaling",
          "deadband",
          "silence-max",
          "unit",
          "writable",
          "limits",
          "description");
  static final List<String> SCALING = List.of("raw-low", "raw-high", "low", "high", "beyond");
  static final List<String> LIMITS = List.of("low", "high");
  static final String NEVER = "never";

  private static final List<String> OF_READ =
      List.of("address", "type", "rate", "scaling", "writable", "limits");

  private final Optional<ProtocolForm> protocol;
  private final Map<String, String> settings;
  private final List<Rate> rates;
  private final Shared<String> texts;
  private final Shared<Scaling> scalings = new Shared<>();
  private final Shared<Band> bands = new Shared<>();
  private final Shared<Writing> writings = new Shared<>();

  PointShape(
      Optional<ProtocolForm> protocol,
      Map<String, String> settings,
      List<Rate> rates,
      Shared<String> texts) {
    this.protocol = protocol;
    this.settings = settings;
    this.rates = rates;
    this.texts = texts;
  }

  Optional<Point> point(FieldReader at) {
    long before = at.findingCount();
    String name = at.required("name", "a name for people and records", Texts::faultOfPoint);
    Optional<Origin> origin =
        at.has("expression") ? derived(at) : read(at).map(each -> (Origin) each);
    @Nullable Scaling scaling =
        origin.isPresent() && origin.get() instanceof Origin.Read read ? read.scaling() : null;
    Band band = bands.one(band(at, scaling));
    String unit =
        at.text("unit", text -> Texts.faultOfLine(text, 0, Bounds.UNIT_CHARS_MAX)).orElse("");
    String description =
        at.text("description", text -> Texts.faultOfLine(text, 0, Bounds.DESCRIPTION_CHARS_MAX))
            .orElse("");
    return origin
        .filter(each -> at.findingCount() == before)
        .map(each -> new Point(name, each, band, texts.one(unit), texts.one(description)));
  }

  private static Optional<Origin> derived(FieldReader at) {
    for (String field : OF_READ) {
      if (at.has(field)) {
        at.note(
            field,
            new Fault(
                "is of points that are read, and this one has an expression",
                "an expression, or an address with what belongs to it",
                "take one of them out"));
      }
    }
    Optional<String> text = at.text("expression");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (Expression.parse(text.get())) {
      case Parsed.Read(var expression) -> {
        // Its one spelling has all parentheses and blanks, and must be readable, too.
        if (Expression.parse(expression.toString()) instanceof Parsed.Read) {
          yield Optional.of(new Origin.Derived(expression));
        }
        at.note(
            "expression",
            new Fault(
                "is too long when it is spelt out",
                "at most " + Expression.CHARS_MAX + " characters with all parentheses",
                "make two points of it"));
        yield Optional.empty();
      }
      case Parsed.Faulty(var where, var what) -> {
        at.note(
            "expression",
            new Fault(
                "at character " + (where + 1) + ": " + what.replaceAll("\\p{C}", "\ufffd"),
                "{point}, numbers, operators and functions, as ({a} + {b}) / 2",
                "see docs/connections.md"));
        yield Optional.empty();
      }
    };
  }

  private Optional<Origin.Read> read(FieldReader at) {
    long before = at.findingCount();
    String address =
        at.required(
            "address",
            "where it is in the device, or an expression",
            text -> Texts.faultOfLine(text, 1, Bounds.ADDRESS_CHARS_MAX));
    String type =
        at.text("type", text -> Texts.faultOfLine(text, 0, Bounds.TYPE_CHARS_MAX)).orElse("");
    String rate = rate(at);
    Optional<Scaling> scaling = scaling(at);
    boolean isFit = at.findingCount() == before;
    if (isFit) {
      Optional<Fault> fault = protocol.flatMap(form -> form.faultOfPoint(settings, address, type));
      fault.ifPresent(each -> at.note("address", each));
      isFit = fault.isEmpty();
    }
    Optional<Writing> writing = writing(at, scaling, isFit ? address : "");
    return at.findingCount() == before
        ? Optional.of(
            new Origin.Read(
                address,
                texts.one(type),
                texts.one(rate),
                scaling.map(scalings::one).orElse(null),
                writing.map(writings::one).orElse(null)))
        : Optional.empty();
  }

  /** Where the device has one rate only, it need not be said. */
  private String rate(FieldReader at) {
    String known = rates.stream().map(Rate::name).collect(Collectors.joining(", "));
    if (!at.has("rate") && rates.size() == 1) {
      return rates.getFirst().name();
    }
    Optional<String> name = at.required("rate", known.isEmpty() ? "one of the rates" : known);
    Optional<Rate> rate =
        name.flatMap(each -> rates.stream().filter(r -> r.name().equals(each)).findFirst());
    if (name.isPresent() && rate.isEmpty()) {
      at.note(
          "rate",
          new Fault(
              "there is no rate '" + Texts.shown(name.get()) + "'",
              known.isEmpty() ? "one of the device's rates" : known,
              "add it to the rates of the device, or name another"));
    }
    return rate.map(Rate::name).orElse("");
  }

  private static Optional<Scaling> scaling(FieldReader of) {
    Optional<FieldReader> inside = of.inside("scaling", SCALING);
    if (inside.isEmpty()) {
      return Optional.empty();
    }
    FieldReader at = inside.get();
    long before = at.findingCount();
    for (String field : SCALING.subList(0, 4)) {
      Optional<String> _ = at.required(field, "a number");
    }
    double rawLow = at.decimal("raw-low").orElse(0.0);
    double rawHigh = at.decimal("raw-high").orElse(1.0);
    double low = at.decimal("low").orElse(0.0);
    double high = at.decimal("high").orElse(1.0);
    Scaling.Beyond beyond =
        at.parsed("beyond", beyondWords(), PointShape::beyond).orElse(Scaling.Beyond.ON_THE_LINE);
    if (at.findingCount() > before) {
      return Optional.empty();
    }
    if (rawLow >= rawHigh) {
      at.note(
          "raw-high",
          new Fault(
              Decimals.text(rawHigh) + " is not above " + Decimals.text(rawLow),
              "more than raw-low",
              "for a line that falls let low be above high"));
      return Optional.empty();
    }
    return Optional.of(new Scaling(rawLow, rawHigh, low, high, beyond));
  }

  private static String beyondWords() {
    return Arrays.stream(Scaling.Beyond.values())
        .map(ConnectionsForm::word)
        .collect(Collectors.joining(", "));
  }

  private static Optional<Scaling.Beyond> beyond(String word) {
    return Arrays.stream(Scaling.Beyond.values())
        .filter(each -> ConnectionsForm.word(each).equals(word))
        .findFirst();
  }

  private static Band band(FieldReader at, @Nullable Scaling scaling) {
    Optional<Band> size =
        at.parsed("deadband", "0.5 in the point's unit, or 1 %", PointShape::size);
    Duration silenceMax =
        at.parsed(
                "silence-max",
                "a time up to 1 d, or " + NEVER,
                text ->
                    text.equals(NEVER)
                        ? Optional.of(Deadband.NEVER)
                        : Periods.parse(text).filter(Band::isFit))
            .orElse(Deadband.NEVER);
    if (size.isPresent() && size.get().isPercent() && scaling == null) {
      at.note(
          "deadband",
          new Fault(
              "is in percent, and there is no scaling that has a range",
              "an amount, as 0.5",
              "write an amount, or a scaling"));
      return Band.CHANGES;
    }
    Band band = size.orElse(Band.CHANGES);
    return new Band(band.size(), band.isPercent(), silenceMax);
  }

  private static Optional<Band> size(String text) {
    boolean isPercent = text.endsWith("%");
    String number = isPercent ? text.substring(0, text.length() - 1).strip() : text;
    return Decimals.parse(number)
        .filter(size -> Band.isFit(size, isPercent))
        .map(size -> new Band(size, isPercent, Deadband.NEVER));
  }

  /** Of an address that has no fault; empty text for one that has. */
  private Optional<Writing> writing(FieldReader at, Optional<Scaling> scaling, String address) {
    boolean isWritable = at.isTrue("writable", false);
    Optional<FieldReader> inside = at.inside("limits", LIMITS);
    if (!isWritable) {
      if (inside.isPresent()) {
        at.note(
            "limits",
            new Fault(
                "are for what is written, and the point is not writable",
                "limits of a point with writable: true",
                "take them out, or let the point be writable"));
      }
      return Optional.empty();
    }
    if (scaling.isPresent() && scaling.get().low() == scaling.get().high()) {
      at.note(
          "writable",
          new Fault(
              "a line that is flat leads to no raw value",
              "writable with a scaling whose low and high differ",
              "correct the scaling, or take writable away"));
    }
    if (!address.isEmpty()) {
      protocol
          .flatMap(form -> form.faultOfWriting(settings, address))
          .ifPresent(fault -> at.note("writable", fault));
    }
    Double low = inside.flatMap(each -> each.limit("low")).orElse(null);
    Double high = inside.flatMap(each -> each.limit("high")).orElse(null);
    if (low != null && high != null && low > high) {
      at.note("limits", new Fault("low is above high", "low up to high", "exchange them"));
      return Optional.empty();
    }
    return Optional.of(new Writing(low, high));
  }
}
