package dev.penstock.node.gateway;

import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Point;
import dev.penstock.framesmodbus.point.NumberType;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.payload.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people wrote about devices, as births of Sparkplug announce it. */
final class DeviceForms {
  private DeviceForms() {}

  static List<DeviceForm> of(List<Device> devices) {
    return devices.stream().map(DeviceForms::of).toList();
  }

  private static DeviceForm of(Device device) {
    List<DeviceForm.PointForm> points = new ArrayList<>();
    for (Point point : device.points()) {
      points.add(
          new DeviceForm.PointForm(
              point.name(),
              type(point),
              point.isWritable(),
              point.origin() instanceof Origin.Read,
              point.unit()));
    }
    return new DeviceForm(device.id(), points);
  }

  /** As the device has it, or a real number where it is scaled; what is derived may be anything. */
  private static Optional<DataType> type(Point point) {
    return switch (point.origin()) {
      case Origin.Derived _ -> Optional.empty();
      case Origin.Read read when read.scaling() != null -> Optional.of(DataType.DOUBLE);
      case Origin.Read read ->
          switch (dev.penstock.framesmodbus.point.DataType.read(read.type())) {
            case Reading.Refused<dev.penstock.framesmodbus.point.DataType> _ -> Optional.empty();
            case Reading.Good<dev.penstock.framesmodbus.point.DataType>(var type) ->
                Optional.of(type(type));
          };
    };
  }

  private static DataType type(dev.penstock.framesmodbus.point.DataType type) {
    return switch (type) {
      case dev.penstock.framesmodbus.point.DataType.Bool _ -> DataType.BOOLEAN;
      case dev.penstock.framesmodbus.point.DataType.Text _ -> DataType.STRING;
      case dev.penstock.framesmodbus.point.DataType.Numeric(var number, _) -> type(number);
    };
  }

  private static DataType type(NumberType number) {
    return switch (number) {
      case INT16 -> DataType.INT16;
      case UINT16, BCD16 -> DataType.UINT16;
      case INT32 -> DataType.INT32;
      case UINT32, BCD32 -> DataType.UINT32;
      case INT64 -> DataType.INT64;
      case UINT64 -> DataType.UINT64;
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
    };
  }
}
