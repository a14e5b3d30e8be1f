package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.intake.Listening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts what is heard of each source while an interval lasts, and knows for which of them the
 * gateway could hear anything at all; closing it gives the roll-call. One thread at a time, the one
 * that appends to the journal: an interval counts the records between two roll-calls in the
 * journal, so a replay of the journal counts the same.
 *
 * <p>A source is deaf when each subscription that asks for it is down; where nobody can tell which
 * of several that is, when one of them is. An interval in which it was deaf for any time is DEAF as
 * a whole. So that this costs no more time than needed, the caller closes the interval before it
 * tells of a change, where {@link #mustCloseBefore} says so.
 */
public final class IntervalBook {
  /** How long an interval lasts when nothing changes; heartbeats of blocks have the same pace. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Links that go up and down faster than this share one interval, which is DEAF then. */
  public static final Duration CHANGE_MIN = Duration.ofSeconds(1);

  /** The wall clock may drift from the monotonic one by this much in one interval. */
  public static final Duration STEP_MAX = Duration.ofSeconds(1);

  /** A run takes at most 30 bytes, and a record at most 131,072; more go into another roll-call. */
  public static final int RUNS_MAX = 4_000;

  /** Kinds of records that a source sends; all others are the gateway's word. */
  private static final Set<RecordKind> SENT =
      EnumSet.of(RecordKind.SAMPLE, RecordKind.EVENT, RecordKind.ACCESS, RecordKind.ALARM);

  /**
   * A closed interval.
   *
   * @param rollCalls one, or several with the same times where there are many runs
   * @param findings what is to be journalled under source 0: a step of the wall clock
   */
  public record Closed(List<RollCall> rollCalls, List<Said> findings) {
    public Closed {
      rollCalls = List.copyOf(rollCalls);
      findings = List.copyOf(findings);
    }
  }

  private record Subscription(String listener, String name) {}

  /** One subscription: up or down, and who hears by it. */
  private static final class Link {
    private final List<Ear> ears = new ArrayList<>();
    private boolean isUp;
    private long since;
  }

  /** What is counted of one source. */
  private static final class Ear {
    private final List<Link> links = new ArrayList<>();

    /** One of these brings it, and nobody knows which. */
    private final List<Link> unsure = new ArrayList<>();

    private long count;

    /** A block of its own came, with records or without. */
    private boolean hasSpoken;

    private boolean isDeaf;
    private boolean wasDeaf;
    private long deafSince;
  }

  private final Map<Subscription, Link> links = new HashMap<>();
  private final NavigableMap<Long, Ear> ears = new TreeMap<>();

  private long openedWall;
  private long openedTicks;

  /** A subscription changed inside this interval, so it is not to last longer than it must. */
  private boolean isChanged;

  /**
   * A book whose first interval begins now.
   *
   * @param wall ns since 1970
   * @param ticks ns of a clock that is never set
   */
  public IntervalBook(long wall, long ticks) {
    openedWall = wall;
    openedTicks = ticks;
  }

  /**
   * Says that a subscription asks for what a source sends. Several may; the source is deaf when
   * none is up. A subscription of which nothing was said yet is down since the book began.
   */
  public void follow(long source, String listener, String subscription) {
    Link link = link(listener, subscription);
    Ear ear = ears.computeIfAbsent(source, _ -> new Ear());
    if (!ear.links.contains(link)) {
      ear.links.add(link);
      link.ears.add(ear);
      judge(ear);
    }
  }

  /**
   * Says that a subscription may be the one that brings what a source sends, where nobody can tell
   * which of several it is: the source is deaf then as soon as one of them is down, because it may
   * be that one. Where it can be told, {@link #follow} says more.
   */
  public void followUnsure(long source, String listener, String subscription) {
    Link link = link(listener, subscription);
    Ear ear = ears.computeIfAbsent(source, _ -> new Ear());
    if (!ear.unsure.contains(link)) {
      ear.unsure.add(link);
      link.ears.add(ear);
      judge(ear);
    }
  }

  /** Says that nobody asks for a source any more: it is in no roll-call from now on. */
  public void forget(long source) {
    Ear ear = ears.remove(source);
    if (ear != null) {
      ear.links.forEach(link -> link.ears.remove(ear));
      ear.unsure.forEach(link -> link.ears.remove(ear));
    }
  }

  /** True when the interval is to be closed before a change is told: it is long enough for that. */
  public boolean mustCloseBefore(long ticks) {
    return ticks - openedTicks >= CHANGE_MIN.toNanos();
  }

  /**
   * A subscription began or ceased to be heard.
   *
   * @param ticks ns of the clock that is never set; the same number as was given to {@link #close}
   *     where the interval was closed for this change
   */
  public void changed(String listener, String subscription, Listening state, long ticks) {
    Link link = link(listener, subscription);
    link.isUp = state instanceof Listening.Up;
    link.since = nanos(state.since());
    isChanged |= ticks != openedTicks;
    for (Ear ear : link.ears) {
      judge(ear);
      if (ticks == openedTicks) {
        ear.wasDeaf = ear.isDeaf; // none of this interval has passed
      }
    }
  }

  private Link link(String listener, String subscription) {
    return links.computeIfAbsent(
        new Subscription(listener, subscription),
        _ -> {
          var link = new Link();
          link.since = openedWall;
          return link;
        });
  }

  private static void judge(Ear ear) {
    boolean isSure = ear.links.stream().anyMatch(link -> link.isUp);
    boolean isLikely = !ear.unsure.isEmpty() && ear.unsure.stream().allMatch(link -> link.isUp);
    boolean isDeaf = !isSure && !isLikely;
    if (isDeaf && !ear.wasDeaf) {
      ear.deafSince = deafSince(ear);
    }
    ear.isDeaf = isDeaf;
    ear.wasDeaf |= isDeaf;
  }

  /** When the last way by which it could be heard went down. */
  private static long deafSince(Ear ear) {
    long sure = ear.links.stream().mapToLong(link -> link.since).max().orElse(0);
    long unsure =
        ear.unsure.stream()
            .filter(link -> !link.isUp)
            .mapToLong(link -> link.since)
            .min()
            .orElse(0);
    return Math.max(sure, unsure);
  }

  /**
   * Whether a record holds what its source sent. What the gateway says of a source stands under it
   * too: its name, its pin, when its blocks arrived, what is missing. None of that was heard.
   */
  public static boolean isHeard(LedgerRecord record) {
    return record.source() != 0 && SENT.contains(record.kind());
  }

  /** Records of a source were appended to the journal. */
  public void heard(long source, long records) {
    Ear ear = ears.computeIfAbsent(source, _ -> new Ear());
    ear.count = Stretch.sum(ear.count, records);
  }

  /**
   * A verified block of a self-signing device was appended, with so many records, 0 in a heartbeat:
   * the device's own word, so it is HEARD even when it says nothing.
   */
  public void heardBlock(long source, long records) {
    Ear ear = ears.computeIfAbsent(source, _ -> new Ear());
    ear.count = Stretch.sum(ear.count, records);
    ear.hasSpoken = true;
  }

  /** True when the interval has lasted its time, which is short where something changed in it. */
  public boolean isDue(long ticks) {
    Duration time = isChanged ? CHANGE_MIN : INTERVAL;
    return ticks - openedTicks >= time.toNanos();
  }

  /**
   * Closes the interval and opens the next.
   *
   * @param wall ns since 1970
   * @param ticks ns of the clock that is never set; what counts for how long it lasted
   */
  public Closed close(long wall, long ticks) {
    long lasted = Math.max(1, ticks - openedTicks);
    long expected = openedWall + lasted;
    boolean isStep = Math.abs(wall - expected) > STEP_MAX.toNanos();
    // A clock that was set does not change how long the interval was.
    long to = isStep ? expected : Math.max(wall, openedWall + 1);
    var findings = new ArrayList<Said>();
    if (isStep) {
      findings.add(new Said(0, step(expected, wall)));
    }
    var closed = new Closed(rollCalls(openedWall, to, runs()), findings);
    ears.values().forEach(IntervalBook::next);
    openedWall = isStep ? wall : to;
    openedTicks = ticks;
    isChanged = false;
    return closed;
  }

  private static void next(Ear ear) {
    ear.count = 0;
    ear.hasSpoken = false;
    ear.wasDeaf = ear.isDeaf;
  }

  private static FindingMade step(long expected, long wall) {
    String text =
        "The gateway's clock was set from "
            + PlainWords.time(expected)
            + " to "
            + PlainWords.time(wall)
            + ".";
    return new FindingMade(
        SourceCodes.CLOCK_STEP,
        null,
        null,
        null,
        null,
        Math.min(expected, wall),
        1,
        List.of(),
        null,
        text,
        Details.NONE);
  }

  private List<RollCall.Run> runs() {
    var runs = new ArrayList<RollCall.Run>();
    for (Map.Entry<Long, Ear> entry : ears.entrySet()) {
      Ear ear = entry.getValue();
      if (!isAskedFor(ear) && ear.count == 0 && !ear.hasSpoken) {
        continue; // nobody listens for it, so its silence says nothing
      }
      RollCall.Run run = runOf(entry.getKey(), ear);
      int last = runs.size() - 1;
      if (last >= 0 && isSame(runs.get(last), run)) {
        RollCall.Run before = runs.get(last);
        runs.set(
            last,
            new RollCall.Run(before.first(), run.last(), run.state(), run.count(), run.since()));
      } else {
        runs.add(run);
      }
    }
    return runs;
  }

  private static boolean isAskedFor(Ear ear) {
    return !ear.links.isEmpty() || !ear.unsure.isEmpty();
  }

  private static RollCall.Run runOf(long source, Ear ear) {
    if (ear.wasDeaf && isAskedFor(ear)) {
      return new RollCall.Run(source, source, RollCall.State.DEAF, ear.count, ear.deafSince);
    }
    boolean isHeard = ear.count > 0 || ear.hasSpoken;
    RollCall.State state = isHeard ? RollCall.State.HEARD : RollCall.State.LISTENING;
    return new RollCall.Run(source, source, state, ear.count, null);
  }

  private static boolean isSame(RollCall.Run before, RollCall.Run run) {
    return before.last() + 1 == run.first()
        && before.state() == run.state()
        && before.count() == run.count()
        && Objects.equals(before.since(), run.since());
  }

  private static List<RollCall> rollCalls(long from, long to, List<RollCall.Run> runs) {
    if (runs.isEmpty()) {
      return List.of(new RollCall(from, to, List.of()));
    }
    var calls = new ArrayList<RollCall>();
    for (int at = 0; at < runs.size(); at += RUNS_MAX) {
      int end = Math.min(runs.size(), at + RUNS_MAX);
      calls.add(new RollCall(from, to, runs.subList(at, end)));
    }
    return Collections.unmodifiableList(calls);
  }

  /**
   * The roll-calls for what the journal holds behind the last one, after a start: so many records
   * came between that and the end. Of sources without one nothing is stated, because nobody knows
   * whether they could be heard.
   *
   * @param from end of the last roll-call in the journal
   * @param to time of receipt of the newest record in it
   */
  public static List<RollCall> recovered(long from, long to, Map<Long, Long> counts) {
    var runs = new ArrayList<RollCall.Run>();
    new TreeMap<>(counts)
        .forEach((source, count) ->
            runs.add(new RollCall.Run(source, source, RollCall.State.HEARD, count, null)));
    return rollCalls(from, Math.max(to, from + 1), runs);
  }

  private static long nanos(Instant time) {
    return Math.max(
        0,
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
  }
}
