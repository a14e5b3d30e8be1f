package dev.penstock.node;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.dryrun.Answer;
import dev.penstock.conduit.dryrun.Change;
import dev.penstock.conduit.dryrun.Outcome;
import dev.penstock.conduit.dryrun.Tally;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.plantmap.dryrun.OwnReading;
import dev.penstock.plantmap.dryrun.Tried;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A dry run as lines for people, or as one line of JSON in the words of the API. */
final class DryRunLines {
  private static final long NANOS = 1_000_000_000L;

  private DryRunLines() {}

  static List<String> text(Tried tried) {
    Outcome outcome = tried.outcome();
    Tally all = outcome.tally();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s to %s: %s requests on record"
            .formatted(at(tried.from()), at(tried.to()), number(all.looked())));
    tried.obstacle().ifPresent(why -> lines.add("! " + plain(why)));
    lines.add("  now denied     " + number(all.nowDenied()));
    lines.add("  now passing    " + number(all.nowPassing()));
    lines.add("  two people now " + number(all.nowPaired()));
    lines.add("  one person now " + number(all.nowSingle()));
    some(lines, all.notToldApart(), "are in records of many, of which some may be answered so");
    outcome.changes().forEach(change -> lines.addAll(of(change)));
    some(lines, all.leftOut(), "more are answered differently and are not listed");
    some(lines, all.byRates(), "rest on rates: full at the beginning, and used by what is listed");
    some(lines, all.decidedByOther(), "were decided by a policy of before; now judged by today's");
    some(lines, all.unknown(), "cannot be judged: their records say too little");
    some(
        lines,
        outcome.unplaced(),
        "cannot be judged: their records do not say between which zones");
    for (Outcome.Reads each : outcome.reads()) {
      lines.add(
          "! what may be read differs in channel %s (%s > %s, %s); what is read is not on record"
              .formatted(each.channel(), each.from(), each.to(), each.protocol()));
    }
    tried.own().forEach(own -> lines.addAll(of(own)));
    if (tried.isPruned()) {
      lines.add("! records of that time may have been dropped, and are not counted");
    }
    return lines;
  }

  /** What the node itself would read otherwise. */
  private static List<String> of(OwnReading own) {
    List<String> lines = new ArrayList<>();
    String of = " of " + number(own.points()) + " points that this node reads of " + own.device();
    if (own.lost() > 0) {
      lines.add("! " + number(own.lost()) + of + " would no longer be read");
    }
    if (own.gained() > 0) {
      lines.add("* " + number(own.gained()) + of + " would be read in addition");
    }
    own.examples()
        .forEach(each ->
            lines.add(
                plain(
                    "    %s: %s%s"
                        .formatted(each.point(), each.isLost() ? "" : "now ", each.reason()))));
    return lines;
  }

  private static void some(List<String> lines, long count, String what) {
    if (count > 0) {
      lines.add("! " + number(count) + " " + what);
    }
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static List<String> of(Change change) {
    return List.of(
        plain(
            "%s %s  %s > %s  %s %s  %s  by %s"
                .formatted(
                    switch (change.certainty()) {
                      case SURE -> "*";
                      case BY_RATES -> "~";
                      case NOT_TOLD_APART -> "? some of";
                    },
                    number(change.count()),
                    change.from(),
                    change.to(),
                    change.protocol(),
                    change.operation().word(),
                    change.bounds().text(),
                    change.identity().orElse("nobody who said so"))),
        plain("    " + of(change.before()) + " -> " + of(change.after())),
        plain(
            "    %s to %s, records %s"
                .formatted(
                    at(change.first()),
                    at(change.last()),
                    change.examples().stream()
                        .map(each -> each.place().entry() + "." + each.place().record())
                        .collect(Collectors.joining(", ")))));
  }

  private static String of(Answer answer) {
    String verdicts =
        answer.verdicts().stream().map(DryRunLines::word).collect(Collectors.joining(" or "));
    String why =
        answer
            .rule()
            .map(rule -> " (rule " + rule + ")")
            .or(() -> answer.cause().map(cause -> " (" + cause.word() + ")"))
            .orElse("");
    return verdicts + why;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Instant at(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS, nanos % NANOS);
  }

  /** What was asked by strangers may be anything, so nothing of it moves a terminal. */
  private static String plain(String text) {
    return text.replaceAll("\\p{C}", "\ufffd");
  }

  static List<String> json(Tried tried) {
    Outcome outcome = tried.outcome();
    Tally all = outcome.tally();
    var out =
        new JsonObjectMaker()
            .put("from", at(tried.from()))
            .put("to", at(tried.to()))
            .put("isPruned", tried.isPruned())
            .put("looked", all.looked())
            .put("nowDenied", all.nowDenied())
            .put("nowPassing", all.nowPassing())
            .put("nowPaired", all.nowPaired())
            .put("nowSingle", all.nowSingle())
            .put("notToldApart", all.notToldApart())
            .put("byRates", all.byRates())
            .put("unknown", all.unknown())
            .put("decidedByOther", all.decidedByOther())
            .put("leftOut", all.leftOut())
            .put("unplaced", outcome.unplaced())
            .put("changes", Json.array(outcome.changes().stream().map(DryRunLines::json).toList()))
            .put("reads", Json.array(outcome.reads().stream().map(DryRunLines::json).toList()))
            .put("own", Json.array(tried.own().stream().map(DryRunLines::json).toList()))
            .putText("obstacle", tried.obstacle());
    return List.of(CanonicalJson.text(out.make()));
  }

  private static Json.Object json(Change change) {
    return new JsonObjectMaker()
        .put("certainty", change.certainty().word())
        .put("from", change.from())
        .put("to", change.to())
        .put("protocol", change.protocol())
        .putText("identity", change.identity())
        .put("operation", change.operation().word())
        .put("objects", change.bounds().text())
        .put("before", json(change.before()))
        .put("after", json(change.after()))
        .put("count", change.count())
        .put("first", at(change.first()))
        .put("last", at(change.last()))
        .put("examples", Json.array(change.examples().stream().map(DryRunLines::json).toList()))
        .make();
  }

  private static Json.Object json(Answer answer) {
    Optional<String> cause = answer.cause().map(Cause::word);
    return new JsonObjectMaker()
        .put("verdicts", Json.texts(answer.verdicts().stream().map(DryRunLines::word).toList()))
        .putText("cause", cause)
        .putText("channel", answer.channel())
        .putText("rule", answer.rule())
        .make();
  }

  private static Json.Object json(Change.Example example) {
    return new JsonObjectMaker()
        .put("place", example.place().entry() + "." + example.place().record())
        .put("at", at(example.at()))
        .put("count", example.count())
        .put("peer", example.peer())
        .put("objects", example.objects())
        .make();
  }

  private static Json.Object json(OwnReading own) {
    return new JsonObjectMaker()
        .put("device", own.device())
        .putText("zone", own.zone())
        .put("points", own.points())
        .put("lost", own.lost())
        .put("gained", own.gained())
        .put("examples", Json.array(own.examples().stream().map(DryRunLines::json).toList()))
        .make();
  }

  private static Json.Object json(OwnReading.Example example) {
    return new JsonObjectMaker()
        .put("point", example.point())
        .put("isLost", example.isLost())
        .put("reason", example.reason())
        .make();
  }

  private static Json.Object json(Outcome.Reads reads) {
    return new JsonObjectMaker()
        .put("channel", reads.channel())
        .put("from", reads.from())
        .put("to", reads.to())
        .put("protocol", reads.protocol())
        .make();
  }
}
