package dev.penstock.web.internal.form;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.AckSent;
import dev.penstock.evidence.record.Alarm;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.Attestation;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.ChainReset;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.Event;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.KeyChange;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.Sealed;
import dev.penstock.evidence.record.Snapshot;
import dev.penstock.evidence.record.Statement;
import dev.penstock.merkle.Digest;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a record of each kind says: its fields under the names that docs/formats/records.md gives
 * them, in its order. Bytes that name or hash something are hexadecimal, others base64.
 */
final class KindForm {
  private KindForm() {}

  /** A kind as a word. */
  static String name(RecordKind kind) {
    return word(kind);
  }

  /** Writes the field {@code value}. */
  static void write(JsonWriter json, RecordValue value) {
    if (value instanceof Sample(var sample)) {
      ValueForm.write(json, "value", sample);
      return;
    }
    json.object("value");
    json.text("type", value instanceof Sealed ? "sealed" : word(value.kind()));
    switch (value) {
      case Sample _ -> throw new IllegalStateException("a sample was written before");
      case Event event -> event(json, event);
      case Access access -> access(json, access);
      case Alarm alarm -> alarm(json, alarm);
      case CommandRequested command -> requested(json, command);
      case CommandDispatched(var command, var endpoint, var details) -> {
        hex(json, "command", command);
        json.text("endpoint", endpoint);
        ValueForm.write(json, details);
      }
      case CommandResult result -> result(json, result);
      case Configuration configuration -> configuration(json, configuration);
      case PolicyDecision decision -> decision(json, decision);
      case Gap gap -> gap(json, gap);
      case DictionaryEntry entry -> dictionary(json, entry);
      case Boot boot -> boot(json, boot);
      case KeyChange change -> keyChange(json, change);
      case ChainReset reset -> chainReset(json, reset);
      case Arrival arrival -> arrival(json, arrival);
      case AckSent ack -> ack(json, ack);
      case Attestation attestation -> attestation(json, attestation);
      case AnchorResults anchors -> anchors(json, anchors);
      case FindingMade finding -> finding(json, finding);
      case Snapshot snapshot -> snapshot(json, snapshot);
      case Statement statement -> statement(json, statement);
      case RollCall rollCall -> rollCall(json, rollCall);
      case Sealed sealed -> {
        hex(json, "keyId", sealed.keyId());
        hex(json, "nonce", sealed.nonce());
        json.base64("ciphertext", sealed.ciphertext());
      }
    }
    json.end();
  }

  private static void event(JsonWriter json, Event event) {
    json.text("code", event.code());
    json.number("severity", event.severity());
    json.text("text", event.text());
    ValueForm.write(json, event.details());
  }

  private static void access(JsonWriter json, Access access) {
    hex(json, "person", access.person());
    json.text("action", access.action());
    json.text("object", access.object());
    choice(json, "outcome", access.outcome());
    hex(json, "session", access.session());
    json.text("origin", access.origin());
    ValueForm.write(json, access.details());
  }

  private static void alarm(JsonWriter json, Alarm alarm) {
    json.text("condition", alarm.condition());
    choice(json, "state", alarm.state());
    json.number("severity", alarm.severity());
    json.text("text", alarm.text());
    ValueForm.write(json, alarm.details());
  }

  private static void requested(JsonWriter json, CommandRequested command) {
    hex(json, "command", command.command());
    json.text("operation", command.operation());
    ValueForm.write(json, "argument", command.argument());
    hex(json, "requestedBy", command.requestedBy());
    json.text("origin", command.origin());
    hexes(json, "approvedBy", command.approvedBy());
    json.text("rule", command.rule());
    digest(json, "policy", command.policy());
    digest(json, "request", command.request());
    ValueForm.write(json, command.details());
  }

  private static void result(JsonWriter json, CommandResult result) {
    hex(json, "command", result.command());
    choice(json, "outcome", result.outcome());
    json.number("status", result.status());
    ValueForm.write(json, "readBack", result.readBack());
    ValueForm.write(json, result.details());
  }

  private static void configuration(JsonWriter json, Configuration configuration) {
    json.text("object", configuration.object());
    choice(json, "action", configuration.action());
    digest(json, "before", configuration.before());
    digest(json, "after", configuration.after());
    json.base64("content", configuration.content());
    json.text("contentType", configuration.contentType());
    hex(json, "author", configuration.author());
    hexes(json, "approvedBy", configuration.approvedBy());
    json.text("reason", configuration.reason());
    ValueForm.write(json, configuration.details());
  }

  private static void decision(JsonWriter json, PolicyDecision decision) {
    choice(json, "decision", decision.decision());
    json.text("rule", decision.rule());
    digest(json, "policy", decision.policy());
    json.text("peer", decision.peer());
    json.text("operation", decision.operation());
    json.text("object", decision.object());
    ValueForm.write(json, "argument", decision.argument());
    json.whole("count", decision.count());
    RecordForm.time(json, "from", decision.from());
    RecordForm.time(json, "to", decision.to());
    digest(json, "rolling", decision.rolling());
    ValueForm.write(json, decision.details());
  }

  private static void gap(JsonWriter json, Gap gap) {
    choice(json, "cause", gap.cause());
    choice(json, "scope", gap.scope());
    json.whole("first", gap.first());
    json.whole("last", gap.last());
    json.whole("count", gap.count());
    RecordForm.time(json, "from", gap.from());
    RecordForm.time(json, "to", gap.to());
    digest(json, "digest", gap.digest());
    json.text("policy", gap.policy());
    json.text("destination", gap.destination());
    ValueForm.write(json, gap.details());
  }

  private static void dictionary(JsonWriter json, DictionaryEntry entry) {
    json.text("name", entry.name());
    json.text("zone", entry.zone());
    json.text("protocol", entry.protocol());
    json.text("dataType", entry.dataType());
    json.text("unit", entry.unit());
    json.text("contentType", entry.contentType());
    choice(json, "state", entry.state());
    ValueForm.write(json, entry.details());
  }

  private static void boot(JsonWriter json, Boot boot) {
    json.whole("boot", boot.boot());
    json.text("software", boot.software());
    choice(json, "before", boot.before());
    Boot.TpmClock tpm = boot.tpm();
    if (tpm == null) {
      json.text("tpm", null);
    } else {
      json.object("tpm");
      json.whole("clock", tpm.clock());
      json.whole("resets", tpm.resets());
      json.whole("restarts", tpm.restarts());
      json.bool("safe", tpm.safe());
      json.end();
    }
    ValueForm.write(json, boot.details());
  }

  private static void keyChange(JsonWriter json, KeyChange change) {
    choice(json, "use", change.use());
    digest(json, "old", change.old());
    digest(json, "next", change.next());
    json.base64("nextKey", change.nextKey());
    json.whole("from", change.from());
    json.text("reason", change.reason());
    ValueForm.write(json, change.details());
  }

  private static void chainReset(JsonWriter json, ChainReset reset) {
    json.text("oldOrigin", reset.oldOrigin());
    hex(json, "oldChain", reset.oldChain());
    json.whole("oldLast", reset.oldLast());
    digest(json, "oldLink", reset.oldLink());
    json.text("reason", reset.reason());
    hexes(json, "authorisedBy", reset.authorisedBy());
    json.base64("authority", reset.authority());
    ValueForm.write(json, reset.details());
  }

  private static void arrival(JsonWriter json, Arrival arrival) {
    hex(json, "chain", arrival.chain());
    json.whole("block", arrival.block());
    digest(json, "link", arrival.link());
    json.text("session", Long.toUnsignedString(arrival.session()));
    choice(json, "verdict", arrival.verdict());
    json.whole("leaf", arrival.leaf());
    ValueForm.write(json, arrival.details());
  }

  private static void ack(JsonWriter json, AckSent ack) {
    hex(json, "chain", ack.chain());
    json.whole("block", ack.block());
    digest(json, "link", ack.link());
    json.whole("leaf", ack.leaf());
    hex(json, "challenge", ack.challenge());
  }

  private static void attestation(JsonWriter json, Attestation attestation) {
    json.text("mediaType", attestation.mediaType());
    digest(json, "evidence", attestation.evidence());
    json.base64("inline", attestation.inline());
    hex(json, "nonce", attestation.nonce());
    choice(json, "tier", attestation.tier());
    json.base64("result", attestation.result());
    RecordForm.time(json, "expires", attestation.expires());
    ValueForm.write(json, attestation.details());
  }

  private static void anchors(JsonWriter json, AnchorResults anchors) {
    json.text("origin", anchors.origin());
    json.whole("size", anchors.size());
    digest(json, "root", anchors.root());
    json.array("results");
    for (AnchorResults.Result result : anchors.results()) {
      json.object();
      choice(json, "kind", result.kind());
      json.text("name", result.name());
      choice(json, "outcome", result.outcome());
      RecordForm.time(json, "at", result.at());
      digest(json, "result", result.result());
      ValueForm.write(json, result.details());
      json.end();
    }
    json.end();
  }

  private static void finding(JsonWriter json, FindingMade finding) {
    json.text("code", finding.code());
    json.text("reason", finding.reason());
    hex(json, "chain", finding.chain());
    json.whole("first", finding.first());
    json.whole("last", finding.last());
    RecordForm.time(json, "since", finding.since());
    json.whole("count", finding.count());
    json.array("evidence");
    for (ByteString piece : finding.evidence()) {
      json.object();
      json.base64("base64", piece);
      json.end();
    }
    json.end();
    digest(json, "rolling", finding.rolling());
    json.text("text", finding.text());
    ValueForm.write(json, finding.details());
  }

  private static void snapshot(JsonWriter json, Snapshot snapshot) {
    json.text("projection", snapshot.projection());
    json.text("codeVersion", snapshot.codeVersion());
    json.whole("upTo", snapshot.upTo());
    digest(json, "digest", snapshot.digest());
    ValueForm.write(json, snapshot.details());
  }

  private static void statement(JsonWriter json, Statement statement) {
    hex(json, "person", statement.person());
    json.text("statement", statement.type());
    json.text("subject", statement.subject());
    ValueForm.write(json, "answer", statement.answer());
    RecordForm.time(json, "from", statement.from());
    RecordForm.time(json, "to", statement.to());
    json.array("about");
    statement.about().forEach(about -> json.text(about.toString()));
    json.end();
    json.text("text", statement.text());
    ValueForm.write(json, statement.details());
  }

  private static void rollCall(JsonWriter json, RollCall rollCall) {
    RecordForm.time(json, "from", rollCall.from());
    RecordForm.time(json, "to", rollCall.to());
    json.array("runs");
    for (RollCall.Run run : rollCall.runs()) {
      json.object();
      json.number("first", run.first());
      json.number("last", run.last());
      choice(json, "state", run.state());
      json.whole("count", run.count());
      RecordForm.time(json, "since", run.since());
      json.end();
    }
    json.end();
  }

  private static void choice(JsonWriter json, String name, Enum<?> value) {
    json.text(name, word(value));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void hex(JsonWriter json, String name, @Nullable ByteString bytes) {
    json.text(name, bytes == null ? null : bytes.toString());
  }

  private static void hexes(JsonWriter json, String name, List<ByteString> all) {
    json.array(name);
    all.forEach(one -> json.text(one.toString()));
    json.end();
  }

  private static void digest(JsonWriter json, String name, @Nullable Digest digest) {
    json.text(name, digest == null ? null : digest.toString());
  }
}
