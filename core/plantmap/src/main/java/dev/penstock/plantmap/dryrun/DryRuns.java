package dev.penstock.plantmap.dryrun;

import dev.penstock.conduit.Policy;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.dryrun.DryRun;
import dev.penstock.conduit.dryrun.Place;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.merkle.Digest;
import dev.penstock.plantmap.SealedDecisions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dry runs over sealed records of a stretch of time. One question ends after a while and says when
 * there is more to read; who asks again for the same gets more. What was found is kept for the
 * questions asked last, so several people who look at one request for a change read once. What is
 * sealed afterwards with a time in the stretch comes with the next question.
 */
public final class DryRuns {
  /** A longer stretch is asked for in pieces. */
  public static final Duration STRETCH_MAX = Duration.ofDays(7);

  /**
   * Questions whose runs are kept: each has at most 500 groups and the rates of those who asked.
   */
  static final int RUNS_MAX = 4;

  /** A question reads no further after this. */
  private static final long LOOK_MILLIS = 150;

  private final SealedDecisions records;
  private final InstantSource clock;

  /** Those asked last at the end. Only touched while this is locked. */
  private final Map<Asked, Run> runs = new LinkedHashMap<>(8, 0.75f, true);

  /** Two policies and a stretch of time. */
  private record Asked(Digest before, Digest after, long from, long to) {}

  /** Where a run is. Owned by the book. */
  private static final class Run {
    private final DryRun dryRun;
    private final Optional<String> obstacle;
    private final Deque<SealedRecord> page = new ArrayDeque<>();
    private Optional<RecordPlace> after = Optional.empty();
    private boolean isPruned;
    private long readTo;

    Run(CompiledPolicy before, CompiledPolicy after, Optional<String> obstacle, long from) {
      dryRun = new DryRun(before, after);
      this.obstacle = obstacle;
      readTo = from;
    }
  }

  /** Over these records. */
  public DryRuns(SealedRecords records, InstantSource clock) {
    this.records = new SealedDecisions(records);
    this.clock = clock;
  }

  /**
   * What another site would have made of what was asked.
   *
   * @param before in force now; empty where there is none, and nothing passes
   * @param from ns since 1970
   * @param to ns since 1970, not included, after {@code from}; where it is not over yet, what is
   *     sealed later comes with later questions
   */
  public synchronized Tried look(Optional<SiteModel> before, SiteModel after, long from, long to)
      throws IOException {
    if (from < 0 || to <= from || to - from > STRETCH_MAX.toNanos()) {
      throw new IllegalArgumentException("a dry run from " + from + " to " + to);
    }
    Policy old = before.map(SiteModel::enforced).orElse(Policy.NOTHING);
    Policy now = after.enforced();
    var asked = new Asked(old.digest(), now.digest(), from, to);
    Run run = runs.get(asked);
    if (run == null) {
      run = begin(old, now, from);
      Run _ = runs.put(asked, run);
      if (runs.size() > RUNS_MAX) {
        Run _ = runs.remove(runs.keySet().iterator().next());
      }
    }
    boolean isRead = goOn(run, from, to);
    return new Tried(
        from,
        to,
        isRead ? to : run.readTo,
        isRead,
        run.isPruned,
        run.dryRun.outcome(),
        run.obstacle,
        List.of());
  }

  private static Run begin(Policy old, Policy now, long from) {
    Compilation made = CompiledPolicy.compile(now);
    Optional<String> obstacle =
        made instanceof Compilation.TooEntangled(var fault)
            ? Optional.of("it cannot be enforced, so nothing would pass: " + fault.text())
            : Optional.empty();
    return new Run(enforced(CompiledPolicy.compile(old)), enforced(made), obstacle, from);
  }

  /** What a node enforces: by a policy that it cannot ask in time nothing passes. */
  private static CompiledPolicy enforced(Compilation made) {
    return switch (made) {
      case Compilation.Ready(var ready) -> ready;
      case Compilation.TooEntangled _ -> enforced(CompiledPolicy.compile(Policy.NOTHING));
    };
  }

  /** Reads on for a while; true when nothing more is sealed of this stretch. */
  private boolean goOn(Run run, long from, long to) throws IOException {
    long until = clock.millis() + LOOK_MILLIS;
    boolean isAtEnd = false;
    do {
      if (run.page.isEmpty()) {
        if (isAtEnd) {
          return true;
        }
        RecordPage page = records.page(from, to, run.after);
        run.page.addAll(page.records());
        run.isPruned |= page.pruned().isPresent();
        isAtEnd = page.next().isEmpty();
        if (page.records().isEmpty()) {
          run.after = page.next().or(() -> run.after);
        }
      }
      SealedRecord next = run.page.poll();
      if (next != null) {
        take(run, next);
      }
    } while (clock.millis() <= until);
    return isAtEnd && run.page.isEmpty();
  }

  private static void take(Run run, SealedRecord sealed) {
    run.after = Optional.of(sealed.place());
    if (sealed.receivedTime() != null) {
      run.readTo = Math.max(run.readTo, sealed.receivedTime());
    }
    if (sealed.record().value() instanceof PolicyDecision decision) {
      run.dryRun.take(decision, new Place(sealed.place().entry(), sealed.place().record()));
    }
  }
}
