package dev.penstock.flow.devices;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.List;

/** The pins of one start, as the next one compares them with its own. */
final class DevicePins {
  private static final int FIELDS = 6;
  private static final int COUNT_MAX = 100_000;
  private static final int WORD_BYTES_MAX = ObserverEvent.WORD_BYTES_MAX;

  private DevicePins() {}

  static byte[] encode(List<DevicePin> pins) {
    var out = new CborWriter(256);
    out.array(pins.size());
    for (DevicePin pin : pins) {
      out.array(FIELDS);
      out.text(pin.source());
      out.text(pin.origin());
      out.bytes(pin.chain().value().bytes());
      out.bytes(CoseKey.encode(pin.key()));
      out.unsigned(pin.from());
      out.array(2 * pin.points().size());
      for (DevicePin.PointName point : pin.points()) {
        out.unsigned(point.number());
        out.text(point.name());
      }
    }
    return out.toByteArray();
  }

  static Decoded<List<DevicePin>> decode(ByteString stored) {
    byte[] bytes = stored.bytes();
    var in = new CborReader(CborLimits.ofBytes(bytes.length));
    in.reset(bytes);
    int count = in.array();
    var pins = new ArrayList<DevicePin>();
    for (int i = 0; i < Math.min(count, COUNT_MAX) && !in.isRefused(); i++) {
      in.expectArray(FIELDS);
      String source = in.text(WORD_BYTES_MAX);
      String origin = in.text(WORD_BYTES_MAX);
      byte[] chain = in.bytesExactly(ChainId.BYTES);
      byte[] key = in.bytes(ObserverEvent.KEY_BYTES_MAX);
      long from = in.unsigned();
      List<DevicePin.PointName> points = points(in);
      if (in.isRefused()) {
        break;
      }
      switch (CoseKey.decode(key)) {
        case Decoded.Value<VerificationKey>(var read) ->
            pins.add(new DevicePin(source, origin, ChainId.of(chain), read, from, points));
        case Decoded.Refused<VerificationKey>(var refusal) -> {
          return new Decoded.Refused<>(refusal);
        }
      }
    }
    return in.end(() -> List.copyOf(pins));
  }

  private static List<DevicePin.PointName> points(CborReader in) {
    var points = new ArrayList<DevicePin.PointName>();
    int count = in.array();
    for (int i = 0; i < count && !in.isRefused(); i += 2) {
      points.add(new DevicePin.PointName(in.unsigned(), in.text(WORD_BYTES_MAX)));
    }
    return points;
  }
}
