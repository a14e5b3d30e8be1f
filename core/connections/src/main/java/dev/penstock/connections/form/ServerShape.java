package dev.penstock.connections.form;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.Periods;
import dev.penstock.connections.Server;
import dev.penstock.connections.Texts;
import dev.penstock.connections.protocol.ModbusForm;
import dev.penstock.connections.protocol.SettingForm;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.framesmodbus.server.ServedPoints;
import dev.penstock.framesmodbus.server.ServedPoints.Laying;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a server looks like in a file, and which points it can serve. */
final class ServerShape {
  static final List<String> FIELDS =
      List.of(
          "id", "name", "protocol", "enabled", "listen", "from-zone", "unit", "age-max", "serve");

  private static final List<String> SERVED = List.of("point", "address", "type");
  private static final String UNIT = "unit";
  private static final String SERVE = "serve";
  private static final int UNIT_DEFAULT = 1;

  /** Points without a place of their own that are told; each takes another look at all. */
  private static final int UNLAID_MAX = 20;

  private final ServedFit fit;

  /**
   * Of devices that were read before.
   *
   * @param isWritten whether there is a device of this id, be it with a fault of its own
   */
  ServerShape(List<Device> devices, Predicate<String> isWritten) {
    this.fit = new ServedFit(devices, isWritten);
  }

  /** A point that is served, as it was read, and where it stands in the file. */
  private record Item(Server.Served served, Point place, FieldReader at) {}

  Optional<Server> server(FieldReader at) {
    long before = at.findingCount();
    String id = at.required("id", "an id", Texts::faultOfId);
    String name = Settings.name(at, id);
    String protocol = at.required("protocol", ModbusForm.PROTOCOL, ServerShape::faultOfProtocol);
    boolean isEnabled = at.isTrue("enabled", true);
    String listen = ConnectionsReader.listen(at, ServerShape::isAddress);
    String from = at.required("from-zone", "the id of a zone of the plant", Texts::faultOfId);
    int unit =
        at.parsed(UNIT, "a whole number, 0..255", SettingForm.number(UNIT, 0, 255).read())
            .map(Integer::valueOf)
            .orElse(UNIT_DEFAULT);
    Duration ageMax =
        at.parsed(
                "age-max",
                "a time, %s..%s"
                    .formatted(Periods.text(Bounds.AGE_MIN), Periods.text(Bounds.AGE_MAX)),
                text ->
                    Periods.parse(text)
                        .filter(each -> each.compareTo(Bounds.AGE_MIN) >= 0)
                        .filter(each -> each.compareTo(Bounds.AGE_MAX) <= 0))
            .orElse(Bounds.AGE_DEFAULT);
    long beforeItems = at.findingCount();
    List<Item> items =
        at.things(SERVE, "address", SERVED, Bounds.SERVED_MAX, each -> item(each, ageMax));
    if (items.isEmpty() && at.findingCount() == beforeItems) {
      at.note(SERVE, new Fault("is empty", "the points that are served", "write at least one"));
    }
    boolean isLaid = isLaid(items);
    return !isLaid || at.findingCount() > before
        ? Optional.empty()
        : Optional.of(
            new Server(
                id,
                name,
                protocol,
                isEnabled,
                listen,
                from,
                unit,
                ageMax,
                items.stream().map(Item::served).toList()));
  }

  private static Optional<Fault> faultOfProtocol(String word) {
    return word.equals(ModbusForm.PROTOCOL)
        ? Optional.empty()
        : Optional.of(Settings.unknown(word, ModbusForm.PROTOCOL));
  }

  /** An address and a port; a name would be looked up, and could become another address. */
  private static boolean isAddress(String text) {
    return SettingForm.isEndpoint(text)
        && text.matches("(([0-9]{1,3}\\.){3}[0-9]{1,3}|\\[[0-9a-fA-F.]*:[0-9a-fA-F:.]*]):[0-9]+");
  }

  private Optional<Item> item(FieldReader at, Duration ageMax) {
    long before = at.findingCount();
    String name = at.required("point", ServedFit.POINT_ALLOWED).orElse("");
    String address = at.required("address", "as holding:0, input:7, coil:5").orElse("");
    String type = at.required("type", "as bool, uint16, float32 CDAB").orElse("");
    if (at.findingCount() > before) {
      return Optional.empty();
    }
    Optional<Point> place = place(at, address, type);
    int slash = name.indexOf('/');
    String device = name.substring(0, Math.max(0, slash));
    String point = name.substring(slash + 1);
    Optional<Fault> fault =
        Texts.faultOfId(device)
            .or(() -> Texts.faultOfPoint(point))
            .map(_ ->
                new Fault(
                    "'" + Texts.shown(name) + "' names no point",
                    ServedFit.POINT_ALLOWED,
                    "write the device's id, a slash, and the point's name"))
            .or(() -> place.flatMap(each -> fit.fault(device, point, each.type(), ageMax)));
    fault.ifPresent(each -> at.note("point", each));
    return fault.isPresent()
        ? Optional.empty()
        : place.map(each ->
            new Item(new Server.Served(device, point, text(each), each.type().text()), each, at));
  }

  /** In the one spelling, without a unit. */
  private static String text(Point place) {
    String text = place.address().text();
    return text.substring(text.indexOf('/') + 1);
  }

  private static Optional<Point> place(FieldReader at, String address, String type) {
    if (address.indexOf('/') >= 0) {
      at.note(
          "address",
          new Fault(
              "'" + Texts.shown(address) + "' names a unit",
              "as holding:0, input:7, coil:5",
              "take the unit away: a server has one, its field unit"));
      return Optional.empty();
    }
    return switch (Point.read(address, type, UNIT_DEFAULT)) {
      case Reading.Good<Point>(var place) -> Optional.of(place);
      case Reading.Refused<Point> _ -> {
        new ModbusForm()
            .faultOfPoint(Map.of(), address, type)
            .ifPresent(fault -> at.note("address", fault));
        yield Optional.empty();
      }
    };
  }

  /** Whether each has a place of its own. */
  private static boolean isLaid(List<Item> items) {
    // Where one does not, it is left out, and the others are looked at again: more is told at once.
    List<Item> left = new ArrayList<>(items);
    for (int told = 0; told < UNLAID_MAX; told++) {
      switch (ServedPoints.of(left.stream().map(Item::place).toList())) {
        case Laying.Laid _ -> {
          return told == 0;
        }
        case Laying.Overlap(var late, var early) -> {
          Item item = left.remove(late);
          Item other = left.get(early);
          item.at()
              .note(
                  "address",
                  new Fault(
                      "lies over %s at %s"
                          .formatted(
                              Texts.shown(other.served().pointText()), other.served().address()),
                      "a place of its own: %s takes %d"
                          .formatted(item.served().type(), item.place().type().count()),
                      "take another address"));
        }
        case Laying.BitOfRegister(var index) -> {
          Item item = left.remove(index);
          item.at()
              .note(
                  "address",
                  new Fault(
                      "is a bit of a register",
                      "coil:N, discrete:N, or a whole register",
                      "serve a truth value in a table of bits, or as a number"));
        }
      }
    }
    return false;
  }
}
