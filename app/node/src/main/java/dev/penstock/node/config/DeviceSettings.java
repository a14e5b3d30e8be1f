package dev.penstock.node.config;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.signature.VerificationKey;
import dev.penstock.yaml.Section;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads the pinned keys of devices from the settings; docs/devices.md says what they mean. */
final class DeviceSettings {
  private static final int NAME_LENGTH_MAX = 128;
  private static final ChainId NO_CHAIN = ChainId.of(new byte[ChainId.BYTES]);

  private DeviceSettings() {}

  /**
   * The pins of a settings file.
   *
   * @param ownOrigin no device has the gateway's own
   */
  static List<DevicePin> of(Section file, String ownOrigin) {
    List<DevicePin> pins =
        file.sections("devices", one -> pin(one, ownOrigin)).stream()
            .flatMap(Optional::stream)
            .toList();
    if (pins.stream().map(DevicePin::chain).distinct().count() < pins.size()) {
      file.refuse("devices", "each needs a chain of its own");
    }
    if (pins.stream().map(DevicePin::source).distinct().count() < pins.size()) {
      file.refuse("devices", "each needs a source of its own");
    }
    if (pins.stream().map(DevicePin::origin).distinct().count() < pins.size()) {
      file.refuse("devices", "each needs an origin of its own: it says whose a block is");
    }
    return pins;
  }

  private static Optional<DevicePin> pin(Section one, String ownOrigin) {
    String source =
        one.parsed(
            "source",
            "must be the name in the device's topics, as pump-7",
            "unnamed",
            DeviceSettings::name);
    String origin =
        one.parsed(
            "origin",
            "must be what the device's blocks name as their origin, as pump-7.plant.example",
            "unnamed",
            text -> originOf(text, ownOrigin));
    ChainId chain =
        one.parsed(
            "chain",
            "must be the chain's id, 32 hexadecimal digits",
            NO_CHAIN,
            text -> ChainId.of(HexFormat.of().parseHex(text)));
    Optional<VerificationKey> key =
        one.parsed(
            "key",
            "must be the device's public key, a COSE_Key in hexadecimal digits",
            Optional.empty(),
            DeviceSettings::key);
    int from = one.number("from", 0, Integer.MAX_VALUE, 0);
    List<DevicePin.PointName> points =
        one.sections(
            "points",
            point ->
                new DevicePin.PointName(
                    point.number("number", 0, Integer.MAX_VALUE, 0),
                    point.text("name", "what the point is called")));
    if (points.stream().map(DevicePin.PointName::number).distinct().count() < points.size()) {
      one.refuse("points", "each needs a number of its own");
    }
    return key.map(known -> new DevicePin(source, origin, chain, known, from, points));
  }

  /** A level of a topic. */
  private static String name(String text) {
    boolean isPlain = text.chars().allMatch(c -> c > ' ' && c < 127 && "/+#".indexOf(c) < 0);
    if (!isPlain || text.length() > NAME_LENGTH_MAX) {
      throw new IllegalArgumentException("1..128 visible ASCII characters without / + #");
    }
    return text;
  }

  private static String originOf(String text, String ownOrigin) {
    if (text.equals(ownOrigin)) {
      throw new IllegalArgumentException("it is this gateway's own");
    }
    return name(text);
  }

  private static Optional<VerificationKey> key(String text) {
    return switch (CoseKey.decode(HexFormat.of().parseHex(text))) {
      case Decoded.Value<VerificationKey>(var key) -> Optional.of(key);
      case Decoded.Refused<VerificationKey>(var refusal) ->
          throw new IllegalArgumentException(refusal.toString());
    };
  }
}
