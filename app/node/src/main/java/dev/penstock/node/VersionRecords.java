package dev.penstock.node;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.json.Json;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.version.History;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** What the ledger is told of versions, and how digests stand in requests. */
final class VersionRecords {
  private static final int CONTENT_BYTES_MAX = 65_536;

  private VersionRecords() {}

  /** A version, before it comes into force. */
  static <D> Configuration version(
      KeptFiles<D> files, History before, History.Entry entry, D model) {
    Digest digest = files.kind().digest(model);
    byte[] file = files.write(model);
    boolean isSmall = file.length <= CONTENT_BYTES_MAX;
    Configuration.Action action =
        before.active().isEmpty()
            ? Configuration.Action.CREATED
            : before.isOlder(digest)
                ? Configuration.Action.ROLLED_BACK
                : Configuration.Action.CHANGED;
    return new Configuration(
        files.kind().word(),
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
  static Access outcome(KeptKind<?> kind, History.Entry entry, boolean isInForce) {
    return new Access(
        entry.author().map(who -> ByteString.of(who.bytes())).orElse(null),
        kind.word() + ".change",
        "version "
            + entry.version().number()
            + " of the "
            + kind.word()
            + ", "
            + hex(entry.version().digest()),
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
