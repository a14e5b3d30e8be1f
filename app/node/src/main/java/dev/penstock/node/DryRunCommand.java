package dev.penstock.node;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.plantmap.dryrun.DryRuns;
import dev.penstock.plantmap.dryrun.Tried;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code plant} to a running node: what is asked about every model of a kind, and
 * {@code dryrun} with the path of a file, from when, up to when ({@code -} for what is usual), and
 * {@code text} or {@code json}. The first line of its answer is {@link #SAME} or {@link
 * #OTHERWISE}.
 */
final class DryRunCommand implements LongCommand {
  static final String SAME = "same";
  static final String OTHERWISE = "otherwise";

  private static final String USUAL = "-";
  private static final Duration STRETCH = Duration.ofDays(1);
  private static final long NANOS = 1_000_000_000L;

  private final KeptCommand others;
  private final NodePlant plant;
  private final NodeDryRuns runs;
  private final InstantSource clock;

  DryRunCommand(NodePlant plant, NodeDryRuns runs, InstantSource clock) {
    this.others = new KeptCommand(plant.kept());
    this.plant = plant;
    this.runs = runs;
    this.clock = clock;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    if (words.isEmpty() || !words.getFirst().equals("dryrun")) {
      return others.run(words, progress);
    }
    if (words.size() != 5) {
      return new ControlAnswer.Refused("plant dryrun takes one file, two times and a form");
    }
    try {
      return switch (plant.kept().read(Path.of(words.get(1)))) {
        case KeptKind.Read.Unsound<SiteModel>(var findings) ->
            new ControlAnswer.Refused(words.get(1) + ": " + findings.getFirst());
        case KeptKind.Read.Sound<SiteModel>(var model) -> {
          // The end of the second that runs: what happened until now is in it.
          Instant end = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
          Instant to = words.get(3).equals(USUAL) ? end : Instant.parse(words.get(3));
          Instant from =
              words.get(2).equals(USUAL) ? to.minus(STRETCH) : Instant.parse(words.get(2));
          yield dryRun(model, from, to.isAfter(end) ? end : to, words.get(4), progress);
        }
      };
    } catch (DateTimeException e) {
      return new ControlAnswer.Refused("a time is written as 2026-03-03T10:00:00Z");
    } catch (IOException e) {
      return new ControlAnswer.Refused(String.valueOf(e.getMessage()));
    }
  }

  private ControlAnswer dryRun(
      SiteModel model, Instant from, Instant to, String form, Progress progress)
      throws IOException {
    if (!from.isBefore(to)
        || Duration.between(from, to).compareTo(DryRuns.STRETCH_MAX) > 0
        || from.isBefore(Instant.EPOCH)) {
      return new ControlAnswer.Refused(
          "from %s to %s is no stretch of time: the end after the beginning, by at most %d days"
              .formatted(from, to, DryRuns.STRETCH_MAX.toDays()));
    }
    long first = nanos(from);
    long last = nanos(to);
    long seconds = Math.max(1, Duration.between(from, to).toSeconds());
    Tried tried = runs.look(model, first, last);
    while (!tried.isRead()) {
      progress.at(TimeUnit.NANOSECONDS.toSeconds(tried.readTo() - first), seconds);
      tried = runs.look(model, first, last);
    }
    List<String> lines = new ArrayList<>();
    lines.add(tried.isSame() ? SAME : OTHERWISE);
    lines.addAll(form.equals("json") ? DryRunLines.json(tried) : DryRunLines.text(tried));
    return new ControlAnswer.Done(lines);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * NANOS + at.getNano();
  }
}
