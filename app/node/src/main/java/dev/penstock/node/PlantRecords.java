package dev.penstock.node;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.json.Json;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Model;
import dev.penstock.plant.version.History;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** What the ledger is told of the versions of a plant, and how digests stand in requests. */
final class PlantRecords {
  private static final String OBJECT = "plant";
  private static final int CONTENT_BYTES_MAX = 65_536;

  private PlantRecords() {}

  /** A version, before it comes into force. */
  static Configuration version(History before, History.Entry entry, Model model) {
    Digest digest = model.digest();
    byte[] file = PlantFiles.write(model);
    boolean isSmall = file.length <= CONTENT_BYTES_MAX;
    Configuration.Action action =
        before.active().isEmpty()
            ? Configuration.Action.CREATED
            : before.isOlder(digest)
                ? Configuration.Action.ROLLED_BACK
                : Configuration.Action.CHANGED;
    return new Configuration(
        OBJECT,
        action,
        before.active().map(last -> last.version().model()).orElse(null),
        digest,
        isSmall ? ByteString.of(file) : null,
        isSmall ? "application/yaml" : null,
        entry.author().map(who -> ByteString.of(who.bytes())).orElse(null),
        entry.approvers().stream().map(who -> ByteString.of(who.bytes())).toList(),
        null,
        new Details(
            Map.of(
                "number", SampleValue.of(entry.version().number()),
                "version", SampleValue.of(hex(entry.version().digest())),
                "cause", SampleValue.of(word(entry.cause())))));
  }

  static String word(History.Cause cause) {
    return switch (cause) {
      case FIRST -> "first";
      case TWO_PEOPLE -> "two people";
      case ONE_PERSON -> "one person";
      case NODE_USER -> "node user";
    };
  }

  /** What came of a version that was stated, where something failed on its way. */
  static Access outcome(History.Entry entry, boolean isInForce) {
    return new Access(
        entry.author().map(who -> ByteString.of(who.bytes())).orElse(null),
        "plant.change",
        "version " + entry.version().number() + " of the plant, " + hex(entry.version().digest()),
        isInForce ? Access.Outcome.GRANTED : Access.Outcome.FAILED,
        null,
        null,
        Details.of("why", isInForce ? "in force after all" : "stated, and not in force"));
  }

  /** A digest that stands in a request by this name. */
  static Optional<Digest> digest(Json.Object request, String name) {
    return request
        .text(name)
        .filter(hex -> hex.matches("[0-9a-f]{64}"))
        .map(hex -> Digest.of(HexFormat.of().parseHex(hex)));
  }

  static String hex(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }
}
