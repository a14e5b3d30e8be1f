package dev.penstock.web.internal.form;

import dev.penstock.flow.continuity.ContinuityFinding;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.PlainWords;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.continuity.Stretch;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.Locale;
import java.util.Optional;

/** A report of continuity. Its first field says in words how far it reaches. */
public final class ContinuityForm {
  /** Where the way of the records is not known, the weakest thing that is true of each. */
  private static final String SCOPE_UNKNOWN =
      "From what this gateway took in on; the way to it is not known here, and loss before it is"
          + " not covered.";

  private ContinuityForm() {}

  /** The fields of the answer. */
  public static void write(
      JsonWriter json, ContinuityReport report, Optional<Scope> scope, SourceKnown source) {
    json.text("scope", scope.map(Scope::sentence).orElse(SCOPE_UNKNOWN));
    json.text("way", scope.map(known -> word(known.way())).orElse(null));
    if (scope.isPresent() && scope.get().grantedQos().isPresent()) {
      json.number("qos", scope.get().grantedQos().getAsInt());
    } else {
      json.text("qos", null);
    }
    json.object("source");
    json.number("number", source.number());
    json.text("name", source.name());
    json.end();
    RecordForm.time(json, "from", report.from());
    RecordForm.time(json, "to", report.to());
    json.whole("heardCount", report.heardCount());
    json.bool("listeningThroughout", report.isListeningThroughout());
    json.array("words");
    PlainWords.of(report, source.name()).forEach(json::text);
    json.end();
    json.array("stretches");
    report.stretches().forEach(stretch -> stretch(json, stretch));
    json.end();
    json.array("findings");
    report.findings().forEach(finding -> finding(json, finding));
    json.end();
    json.whole("findingsLeftOut", report.findingsLeftOut());
  }

  private static void stretch(JsonWriter json, Stretch stretch) {
    json.object();
    json.text(
        "state",
        switch (stretch) {
          case Stretch.Heard _ -> "heard";
          case Stretch.Listening _ -> "listening";
          case Stretch.Deaf _ -> "deaf";
          case Stretch.Unknown _ -> "unknown";
        });
    RecordForm.time(json, "from", stretch.from());
    RecordForm.time(json, "to", stretch.to());
    switch (stretch) {
      case Stretch.Heard heard -> json.whole("count", heard.count());
      case Stretch.Listening _ -> json.whole("count", 0L);
      case Stretch.Deaf deaf -> {
        json.whole("count", deaf.count());
        RecordForm.time(json, "since", deaf.since());
      }
      case Stretch.Unknown(var _, var _, Stretch.Why.NotStated()) -> json.text("why", "not-stated");
      case Stretch.Unknown(var _, var _, Stretch.Why.NotSubscribed()) ->
          json.text("why", "not-subscribed");
      case Stretch.Unknown(var _, var _, Stretch.Why.Pruned(var policy, var on)) -> {
        json.text("why", "pruned");
        json.text("policy", policy);
        RecordForm.time(json, "prunedOn", on);
      }
    }
    json.end();
  }

  private static void finding(JsonWriter json, ContinuityFinding finding) {
    json.object();
    json.text("kind", word(finding.kind()));
    json.text("code", finding.code());
    json.text("reason", finding.reason());
    // 0 stands for a beginning that the record does not tell.
    RecordForm.time(json, "from", finding.from() == 0 ? null : Long.valueOf(finding.from()));
    RecordForm.time(json, "to", finding.to());
    RecordForm.time(json, "at", finding.at());
    json.whole("count", finding.count());
    json.whole("first", finding.first());
    json.whole("last", finding.last());
    json.text("policy", finding.policy());
    json.text("words", PlainWords.of(finding));
    json.end();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
