package dev.penstock.flow.devices;

import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.Configuration.Action;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operator's word that a key is a device's: which chain it may sign, and from which block on.
 *
 * <p>Req: 62443-4-2 CR 1.2.
 *
 * @param source what the device is called here, in its topics and in lists
 * @param origin that its blocks name
 * @param from number of the first block it may sign
 * @param points names of its points, as far as somebody gave them
 */
public record DevicePin(
    String source,
    String origin,
    ChainId chain,
    VerificationKey key,
    long from,
    List<PointName> points) {
  /** What one of the device's points is called here; its blocks have numbers only. */
  public record PointName(long number, String name) {}

  public DevicePin {
    points = List.copyOf(points);
  }

  /** What names the key. */
  public Digest kid() {
    return Block.kidOf(key);
  }

  /** The record that a person's settings admit this key from now on. */
  Configuration pinned() {
    return configuration(Action.KEY_PINNED, null, kid(), "named in the settings");
  }

  /** The record that they no longer do. */
  Configuration withdrawn() {
    return configuration(Action.REMOVED, kid(), null, "no longer named in the settings");
  }

  private Configuration configuration(
      Action action, @Nullable Digest before, @Nullable Digest after, String reason) {
    return new Configuration(
        "devices/" + source + "/key",
        action,
        before,
        after,
        ByteString.of(CoseKey.encode(key)),
        "application/cose-key",
        null,
        List.of(),
        reason,
        new Details(
            Map.of(
                "origin", SampleValue.of(origin),
                "chain", SampleValue.of(chain.toString()),
                "from", SampleValue.of(Long.toString(from)))));
  }
}
