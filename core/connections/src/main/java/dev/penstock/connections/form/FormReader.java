package dev.penstock.connections.form;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.Refusal;
import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.ConnectionsForm;
import dev.penstock.connections.Decimals;
import dev.penstock.connections.Periods;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.merkle.Decoded;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the canonical form of connections, and nothing else: each has one spelling. The bytes
 * become a tree first, so that they are held to the same rules as a file.
 */
public final class FormReader {
  private static final int DEPTH_MAX = 8;

  /** Of fields of a destination, without templates and with them. */
  private static final int DESTINATION = 9;

  private static final int COMPOSED = 11;

  // A character of UTF-16 has at most three bytes in UTF-8; an expression is the longest text.
  private static final int TEXT_BYTES_MAX = 3 * 4_000;

  private final CborReader in;
  private final List<Tree.Field> top = new ArrayList<>();

  private FormReader(CborReader in) {
    this.in = in;
  }

  /** Reads. */
  public static Decoded<Connections> decode(byte[] bytes, ProtocolForms protocols) {
    if (bytes.length > ConnectionsForm.BYTES_MAX) {
      return new Decoded.Malformed<>(
          bytes.length + " bytes, there may be " + ConnectionsForm.BYTES_MAX);
    }
    var in = new CborReader(new CborLimits(Math.max(1, bytes.length), DEPTH_MAX));
    in.reset(bytes);
    Tree.Fields tree = new FormReader(in).tree();
    Optional<Refusal> refusal = in.end();
    if (refusal.isPresent()) {
      return new Decoded.Malformed<>(refusal.get().toString());
    }
    return switch (ConnectionsReader.read(tree, protocols)) {
      case Reading.NoConnections(_, var why) -> new Decoded.Malformed<>(why);
      case Reading.Unsound(var findings, _) -> new Decoded.Malformed<>(findings.getFirst().text());
      case Reading.Sound(var connections, _) ->
          Arrays.equals(ConnectionsForm.encode(connections), bytes)
              ? new Decoded.Value<>(connections)
              : new Decoded.Malformed<>("is not in canonical order");
    };
  }

  private Tree.Fields tree() {
    int items = in.array();
    field(top, "format");
    top.add(list("devices", Bounds.DEVICES_MAX, this::device));
    top.add(list("destinations", Bounds.DESTINATIONS_MAX, this::destination));
    top.add(list("proxies", Bounds.PROXIES_MAX, this::proxy));
    // Encoding it again finds every other count.
    if (items > 4) {
      top.add(list("servers", Bounds.SERVERS_MAX, this::server));
    }
    return new Tree.Fields(Place.NONE, top);
  }

  private Tree.Field list(String name, int max, Supplier<Tree> each) {
    int count = in.array();
    List<Tree> items = new ArrayList<>();
    // One more than there may be is enough for the finding.
    for (int i = 0; i < count && i <= max && !in.isRefused(); i++) {
      items.add(each.get());
    }
    return new Tree.Field(scalar(name), new Tree.Items(Place.NONE, items));
  }

  private Tree device() {
    List<Tree.Field> fields = new ArrayList<>();
    in.expectArray(8);
    field(fields, "id");
    field(fields, "name");
    field(fields, "protocol");
    field(fields, "asset");
    fields.add(pair("enabled", Boolean.toString(in.bool())));
    fields.add(settings());
    List<Tree.Field> rates = new ArrayList<>();
    int count = in.array();
    for (int i = 0; i < count && i <= Bounds.RATES_MAX && !in.isRefused(); i++) {
      in.expectArray(2);
      rates.add(pair(in.text(TEXT_BYTES_MAX), period(in.unsigned())));
    }
    fields.add(new Tree.Field(scalar("rates"), new Tree.Fields(Place.NONE, rates)));
    fields.add(list("points", Bounds.DEVICE_POINTS_MAX, this::point));
    return new Tree.Fields(Place.NONE, fields);
  }

  private static String period(long millis) {
    return Periods.text(Duration.ofMillis(Math.min(millis, Bounds.RATE_MAX.toMillis() + 1)));
  }

  private Tree.Field settings() {
    return pairs("at", Bounds.SETTINGS_MAX);
  }

  private Tree.Field pairs(String name, int max) {
    List<Tree.Field> pairs = new ArrayList<>();
    int count = in.array();
    for (int i = 0; i < count && i <= max && !in.isRefused(); i++) {
      in.expectArray(2);
      pairs.add(pair(in.text(TEXT_BYTES_MAX), in.text(TEXT_BYTES_MAX)));
    }
    return new Tree.Field(scalar(name), new Tree.Fields(Place.NONE, pairs));
  }

  private Tree point() {
    List<Tree.Field> fields = new ArrayList<>();
    in.expectArray(7);
    field(fields, "name");
    if (in.peek() == CborType.ARRAY) {
      read(fields);
    } else {
      field(fields, "expression");
    }
    String size = decimal();
    fields.add(pair("deadband", in.bool() ? size + " %" : size));
    fields.add(pair("silence-max", in.takeNull() ? PointShape.NEVER : period(in.unsigned())));
    field(fields, "unit");
    field(fields, "description");
    return new Tree.Fields(Place.NONE, fields);
  }

  private void read(List<Tree.Field> fields) {
    in.expectArray(5);
    field(fields, "address");
    field(fields, "type");
    field(fields, "rate");
    if (!in.takeNull()) {
      List<Tree.Field> scaling = new ArrayList<>();
      in.expectArray(5);
      for (String name : PointShape.SCALING.subList(0, 4)) {
        scaling.add(pair(name, decimal()));
      }
      field(scaling, "beyond");
      fields.add(new Tree.Field(scalar("scaling"), new Tree.Fields(Place.NONE, scaling)));
    }
    if (!in.takeNull()) {
      fields.add(pair("writable", "true"));
      List<Tree.Field> limits = new ArrayList<>();
      in.expectArray(2);
      for (String name : PointShape.LIMITS) {
        if (!in.takeNull()) {
          limits.add(pair(name, decimal()));
        }
      }
      fields.add(new Tree.Field(scalar("limits"), new Tree.Fields(Place.NONE, limits)));
    }
  }

  /** What is no number of a file is no text of one either. */
  private String decimal() {
    double number = in.float64();
    return Double.isFinite(number) ? Decimals.text(number) : "";
  }

  private Tree destination() {
    List<Tree.Field> fields = new ArrayList<>();
    int count = in.array();
    if (count != DESTINATION && count != COMPOSED && !in.isRefused()) {
      in.refuse(CborReason.WRONG_COUNT);
    }
    field(fields, "id");
    field(fields, "name");
    field(fields, "protocol");
    field(fields, "zone");
    fields.add(pair("enabled", Boolean.toString(in.bool())));
    fields.add(settings());
    fields.add(list("send", Bounds.SELECTIONS_MAX, () -> scalar(in.text(TEXT_BYTES_MAX))));
    field(fields, "order");
    fields.add(pair("history-per-second", Long.toString(in.unsigned())));
    if (count == COMPOSED) {
      fields.add(list("templates", Bounds.TEMPLATES_MAX, this::template));
      fields.add(list("instances", Bounds.INSTANCES_MAX, this::instance));
    }
    return new Tree.Fields(Place.NONE, fields);
  }

  private Tree template() {
    List<Tree.Field> fields = new ArrayList<>();
    in.expectArray(4);
    field(fields, "name");
    field(fields, "version");
    fields.add(pairs("members", Bounds.MEMBERS_MAX));
    List<Tree.Field> parameters = new ArrayList<>();
    int count = in.array();
    for (int i = 0; i < count && i <= Bounds.PARAMETERS_MAX && !in.isRefused(); i++) {
      in.expectArray(3);
      String name = in.text(TEXT_BYTES_MAX);
      String type = in.text(TEXT_BYTES_MAX);
      parameters.add(pair(name, TemplateShape.text(type, in.text(TEXT_BYTES_MAX))));
    }
    fields.add(new Tree.Field(scalar("parameters"), new Tree.Fields(Place.NONE, parameters)));
    return new Tree.Fields(Place.NONE, fields);
  }

  private Tree instance() {
    List<Tree.Field> fields = new ArrayList<>();
    in.expectArray(5);
    field(fields, "device");
    field(fields, "name");
    field(fields, "template");
    fields.add(pairs("members", Bounds.MEMBERS_MAX));
    fields.add(pairs("parameters", Bounds.PARAMETERS_MAX));
    return new Tree.Fields(Place.NONE, fields);
  }

  private Tree proxy() {
    List<Tree.Field> fields = new ArrayList<>();
    in.expectArray(6);
    field(fields, "id");
    field(fields, "name");
    fields.add(pair("enabled", Boolean.toString(in.bool())));
    field(fields, "listen");
    field(fields, "from-zone");
    field(fields, "to");
    return new Tree.Fields(Place.NONE, fields);
  }

  private Tree server() {
    List<Tree.Field> fields = new ArrayList<>();
    in.expectArray(9);
    field(fields, "id");
    field(fields, "name");
    field(fields, "protocol");
    fields.add(pair("enabled", Boolean.toString(in.bool())));
    field(fields, "listen");
    field(fields, "from-zone");
    fields.add(pair("unit", Long.toString(in.unsigned())));
    fields.add(pair("age-max", period(in.unsigned())));
    fields.add(list("serve", Bounds.SERVED_MAX, this::served));
    return new Tree.Fields(Place.NONE, fields);
  }

  private Tree served() {
    List<Tree.Field> fields = new ArrayList<>();
    in.expectArray(3);
    field(fields, "point");
    field(fields, "address");
    field(fields, "type");
    return new Tree.Fields(Place.NONE, fields);
  }

  private void field(List<Tree.Field> fields, String name) {
    fields.add(pair(name, in.text(TEXT_BYTES_MAX)));
  }

  private static Tree.Field pair(String name, String text) {
    return new Tree.Field(scalar(name), scalar(text));
  }

  private static Tree.Scalar scalar(String text) {
    return new Tree.Scalar(Place.NONE, text);
  }
}
