package dev.penstock.web;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.dryrun.Answer;
import dev.penstock.conduit.dryrun.Change;
import dev.penstock.conduit.dryrun.Outcome;
import dev.penstock.conduit.dryrun.Tally;
import dev.penstock.plantmap.dryrun.OwnReading;
import dev.penstock.plantmap.dryrun.Tried;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.Locale;

/** A dry run as JSON. */
final class DryRunJson {
  private DryRunJson() {}

  static void write(JsonWriter json, Tried tried) {
    json.text("from", Times.text(tried.from()));
    json.text("to", Times.text(tried.to()));
    json.text("readTo", Times.text(tried.readTo()));
    json.bool("isRead", tried.isRead());
    json.bool("isPruned", tried.isPruned());
    json.text("obstacle", tried.obstacle().orElse(null));
    Outcome outcome = tried.outcome();
    Tally all = outcome.tally();
    json.whole("looked", all.looked());
    json.whole("nowDenied", all.nowDenied());
    json.whole("nowPassing", all.nowPassing());
    json.whole("nowPaired", all.nowPaired());
    json.whole("nowSingle", all.nowSingle());
    json.whole("notToldApart", all.notToldApart());
    json.whole("byRates", all.byRates());
    json.whole("unknown", all.unknown());
    json.whole("decidedByOther", all.decidedByOther());
    json.whole("leftOut", all.leftOut());
    json.whole("unplaced", outcome.unplaced());
    json.array("changes");
    outcome.changes().forEach(each -> change(json, each));
    json.end();
    json.array("reads");
    for (Outcome.Reads each : outcome.reads()) {
      json.object();
      json.text("channel", each.channel());
      json.text("from", each.from());
      json.text("to", each.to());
      json.text("protocol", each.protocol());
      json.end();
    }
    json.end();
    json.array("own");
    tried.own().forEach(each -> own(json, each));
    json.end();
  }

  private static void own(JsonWriter json, OwnReading own) {
    json.object();
    json.text("device", own.device());
    json.text("zone", own.zone().orElse(null));
    json.whole("points", (long) own.points());
    json.whole("lost", (long) own.lost());
    json.whole("gained", (long) own.gained());
    json.array("examples");
    for (OwnReading.Example each : own.examples()) {
      json.object();
      json.text("point", each.point());
      json.bool("isLost", each.isLost());
      json.text("reason", each.reason());
      json.end();
    }
    json.end();
    json.end();
  }

  private static void change(JsonWriter json, Change change) {
    json.object();
    json.text("certainty", change.certainty().word());
    json.text("from", change.from());
    json.text("to", change.to());
    json.text("protocol", change.protocol());
    json.text("identity", change.identity().orElse(null));
    json.text("operation", change.operation().word());
    json.text("objects", change.bounds().text());
    answer(json, "before", change.before());
    answer(json, "after", change.after());
    json.whole("count", change.count());
    json.text("first", Times.text(change.first()));
    json.text("last", Times.text(change.last()));
    json.array("examples");
    for (Change.Example each : change.examples()) {
      json.object();
      json.text("place", each.place().entry() + "." + each.place().record());
      json.text("at", Times.text(each.at()));
      json.whole("count", each.count());
      json.text("peer", each.peer());
      json.text("objects", each.objects());
      json.end();
    }
    json.end();
    json.end();
  }

  private static void answer(JsonWriter json, String name, Answer answer) {
    json.object(name);
    json.array("verdicts");
    for (Verdict each : answer.verdicts()) {
      json.text(each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    json.end();
    json.text("cause", answer.cause().map(Cause::word).orElse(null));
    json.text("channel", answer.channel().orElse(null));
    json.text("rule", answer.rule().orElse(null));
    json.end();
  }
}
