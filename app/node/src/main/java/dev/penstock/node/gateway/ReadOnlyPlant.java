package dev.penstock.node.gateway;

import dev.penstock.sparkplug.fleet.DeviceForm;
import dev.penstock.sparkplug.fleet.Reported;
import dev.penstock.sparkplugnode.Plant;
import java.util.List;

/**
 * The devices as hosts see them where nobody said that they may give commands: nothing can be
 * written, so an edge node does not even listen for it.
 *
 * <p>Req: 62443-3-3 SR 5.2 RE(1)
 */
final class ReadOnlyPlant implements Plant {
  private final Plant plant;

  // Guarded by this.
  private List<DeviceForm> of = List.of();
  private List<DeviceForm> shown = List.of();

  ReadOnlyPlant(Plant plant) {
    this.plant = plant;
  }

  @Override
  public synchronized List<DeviceForm> forms() {
    List<DeviceForm> now = plant.forms();
    if (!now.equals(of)) {
      of = now;
      shown = now.stream().map(ReadOnlyPlant::readOnly).toList();
    }
    return shown;
  }

  private static DeviceForm readOnly(DeviceForm form) {
    return new DeviceForm(
        form.name(),
        form.points().stream()
            .map(each ->
                new DeviceForm.PointForm(
                    each.name(), each.type(), false, each.isRead(), each.unit()))
            .toList());
  }

  @Override
  public List<Reported> newest() {
    return plant.newest();
  }
}
