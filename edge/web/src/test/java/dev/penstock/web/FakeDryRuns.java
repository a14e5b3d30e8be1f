package dev.penstock.web;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Extent;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.dryrun.Answer;
import dev.penstock.conduit.dryrun.Bounds;
import dev.penstock.conduit.dryrun.Change;
import dev.penstock.conduit.dryrun.Change.Certainty;
import dev.penstock.conduit.dryrun.Outcome;
import dev.penstock.conduit.dryrun.Place;
import dev.penstock.conduit.dryrun.Tally;
import dev.penstock.merkle.Digest;
import dev.penstock.plantmap.dryrun.OwnReading;
import dev.penstock.plantmap.dryrun.Tried;
import java.util.List;
import java.util.Optional;

/** One model is kept: it would deny what the hall wrote into the field, and more elsewhere. */
final class FakeDryRuns implements DryRunView {
  static final Digest MODEL = Digest.of(new byte[Digest.BYTES]);

  private static final OwnReading OWN =
      new OwnReading(
          "plc-1",
          Optional.of("hall"),
          9,
          2,
          1,
          List.of(new OwnReading.Example("level", true, "no-rule")));

  /** What was asked for last. */
  volatile long from;

  volatile long to;

  @Override
  public Optional<Look> look(Digest model, long from, long to) {
    this.from = from;
    this.to = to;
    if (!model.equals(MODEL)) {
      return Optional.empty();
    }
    var outcome =
        new Outcome(
            List.of(
                new Outcome.Way("hall", "field", new Tally(20, 3, 0, 0, 0, 7, 0, 1, 2, 0)),
                new Outcome.Way("works", "hall", new Tally(5, 0, 5, 0, 0, 0, 5, 0, 0, 0))),
            List.of(
                change("hall", "field", Certainty.SURE, 3, List.of(Verdict.DENY)),
                change(
                    "hall",
                    "field",
                    Certainty.NOT_TOLD_APART,
                    7,
                    List.of(Verdict.ALLOW, Verdict.DENY)),
                change("works", "hall", Certainty.BY_RATES, 5, List.of(Verdict.ALLOW))),
            4,
            List.of(new Outcome.Reads("asks", "hall", "field", "modbus")));
    return Optional.of(
        new Look(
            Optional.of(2L),
            new Tried(from, to, to, true, false, outcome, Optional.empty(), List.of(OWN))));
  }

  private Change change(
      String of, String at, Certainty certainty, long count, List<Verdict> after) {
    var bounds =
        new Bounds(
            "holding",
            Optional.of(new Extent(1, 1)),
            Optional.of(new Extent(100, 120)),
            Optional.empty(),
            Optional.empty());
    var channel = Optional.of("asks");
    return new Change(
        certainty,
        of,
        at,
        "modbus",
        Optional.of("scada"),
        Operation.WRITE,
        bounds,
        new Answer(
            List.of(Verdict.ALLOW), Optional.of(Cause.RULE), channel, Optional.of("setpoints")),
        new Answer(after, Optional.empty(), channel, Optional.empty()),
        count,
        from,
        to - 1,
        List.of(new Change.Example(new Place(12, 3), from, 1, "10.0.0.7", bounds.text())));
  }
}
