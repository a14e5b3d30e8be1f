package dev.penstock.node;

import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.merkle.note.NoteKey;
import java.util.List;

/**
 * Whose word counts about a node, docs/formats/trust-file.md.
 *
 * @param logKey that an auditor pins
 * @param own keys of the node, the log's among them
 * @param pins of the devices that sign their own blocks
 */
record NodeTrust(NoteKey logKey, TrustFile.Own own, List<DevicePin> pins, Devices devices) {
  NodeTrust {
    pins = List.copyOf(pins);
  }

  static NodeTrust of(NodeKeys keys, List<DevicePin> pins, Devices devices)
      throws KeyHomeException {
    return new NodeTrust(keys.log().key(), keys.trust(), pins, devices);
  }

  /** With all devices. */
  String text() {
    return own.text(devices.keysOf(pins));
  }

  /** With no device but the one that is this source. */
  String textOf(String source) {
    return own.text(
        devices.keysOf(pins.stream().filter(pin -> pin.source().equals(source)).toList()));
  }
}
