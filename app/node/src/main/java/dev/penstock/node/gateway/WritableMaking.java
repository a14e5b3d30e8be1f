package dev.penstock.node.gateway;

import dev.penstock.commanding.WritablePoint;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Point;
import dev.penstock.connections.Writing;
import dev.penstock.connections.protocol.ModbusForm;
import dev.penstock.driving.Driver;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes points that commands can reach of what people wrote about them. */
final class WritableMaking {
  private static final int ENDPOINT_BYTES_MAX = 255;

  private WritableMaking() {}

  /** The point of this name; empty where there is none that is read from the device itself. */
  static Optional<WritablePoint> point(
      Device device, String zone, WritablePoint.Way way, String name) {
    return device.points().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .flatMap(point ->
            point.origin() instanceof Origin.Read read
                ? made(device, zone, way, point, read)
                : Optional.empty());
  }

  private static Optional<WritablePoint> made(
      Device device, String zone, WritablePoint.Way way, Point point, Origin.Read read) {
    var spec = new PointSpec(read.address(), read.type());
    Driver driver = DriverMaking.driver(device, System::nanoTime);
    return driver.locate(spec) instanceof Located.Found(var target, var canBeWritten)
        ? Optional.of(
            new WritablePoint(
                zone,
                device.protocol(),
                endpoint(device),
                definition(device, point),
                spec,
                target,
                Optional.ofNullable(point.scaling()),
                isWhole(read.type()),
                Optional.ofNullable(read.writing())
                    .filter(_ -> canBeWritten)
                    .map(WritableMaking::limits),
                driver::intended,
                way))
        : Optional.empty();
  }

  /** Of all that people wrote about a device and this point: another is another digest. */
  private static Digest definition(Device device, Point point) {
    return new Connections(List.of(device.with(List.of(point))), List.of(), List.of()).digest();
  }

  private static WritablePoint.Limits limits(Writing writing) {
    return new WritablePoint.Limits(writing.low(), writing.high());
  }

  /** What a device of such a type holds, a float alone does not round. */
  private static boolean isWhole(String type) {
    return type.startsWith("int") || type.startsWith("uint") || type.startsWith("bcd");
  }

  /** The device, and where it is, as records name it. */
  private static String endpoint(Device device) {
    String at =
        Stream.of(ModbusForm.RTU_OVER_TCP, ModbusForm.SERIAL, ModbusForm.TCP)
            .flatMap(way -> Stream.ofNullable(device.at().get(way)))
            .findFirst()
            .map(where -> " " + where)
            .orElse("");
    String whole = device.id() + at;
    boolean isShort = whole.getBytes(StandardCharsets.UTF_8).length <= ENDPOINT_BYTES_MAX;
    return isShort ? whole : device.id();
  }
}
