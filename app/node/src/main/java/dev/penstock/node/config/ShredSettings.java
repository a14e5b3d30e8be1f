package dev.penstock.node.config;

import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.yaml.Section;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Reads whose values are sealed; docs/shredding.md says what the fields mean. */
final class ShredSettings {
  private static final int NAME_BYTES_MAX = 255;

  private ShredSettings() {}

  static ShredPolicy of(Section file, List<DevicePin> devices) {
    boolean isThere = file.has("shreddable");
    return file.section("shreddable", section -> of(section, isThere, devices));
  }

  private static ShredPolicy of(Section section, boolean isThere, List<DevicePin> devices) {
    List<String> names = section.texts("sources");
    Duration period =
        section.duration(
            "period", ShredPolicy.PERIOD_MIN, ShredPolicy.PERIOD_MAX, ShredPolicy.PERIOD_DEFAULT);
    if (isThere && names.isEmpty()) {
      section.refuse("sources", "needs names of sources, in which * stands for any characters");
    }
    for (String name : names) {
      if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
        section.refuse("sources", "each must have at most " + NAME_BYTES_MAX + " bytes");
      }
    }
    var policy = new ShredPolicy(names, period);
    for (DevicePin device : devices) {
      if (policy.covers(device.source())) {
        section.refuse(
            "sources",
            "must not cover the device "
                + device.source()
                + ", which signs its own records: they cannot be sealed here");
      }
    }
    return policy;
  }
}
