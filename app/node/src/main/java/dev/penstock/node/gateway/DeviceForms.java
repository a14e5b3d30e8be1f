package dev.penstock.node.gateway;

import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Point;
import dev.penstock.connections.protocol.MetricTypes;
import dev.penstock.connections.protocol.ProtocolForm;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.sparkplug.fleet.DeviceForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people wrote about devices, as births of Sparkplug announce it. */
final class DeviceForms {
  private static final ProtocolForms PROTOCOLS = ProtocolForms.standard();

  private DeviceForms() {}

  static List<DeviceForm> of(List<Device> devices) {
    return devices.stream().map(DeviceForms::of).toList();
  }

  private static DeviceForm of(Device device) {
    Optional<ProtocolForm> form = PROTOCOLS.ofDevice(device.protocol());
    List<DeviceForm.PointForm> points = new ArrayList<>();
    for (Point point : device.points()) {
      points.add(
          new DeviceForm.PointForm(
              point.name(),
              form.flatMap(each -> MetricTypes.of(point, each)),
              point.isWritable(),
              point.origin() instanceof Origin.Read,
              point.unit()));
    }
    return new DeviceForm(device.id(), points);
  }
}
