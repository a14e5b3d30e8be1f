package dev.penstock.pump;

import dev.penstock.audit.AuditFilter;
import dev.penstock.audit.AuditForm;
import dev.penstock.audit.AuditGap;
import dev.penstock.audit.AuditRow;
import dev.penstock.audit.AuditTrail;
import dev.penstock.audit.TrailPosition;
import dev.penstock.audit.TrailWire;
import dev.penstock.flow.anchoring.Backoff;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordQuery;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Sends the audit trail to one other system as it is sealed, in order, and remembers how far it
 * came. The trail is read from the ledger, so nothing waits here: a system that is away for a week
 * gets the week when it is back, and one that is slow gets less at a time. What may have arrived
 * and may not have is sent again. A thread of its own does so, and nobody waits for it.
 *
 * <p>Req: 62443-4-2 CR 6.1, CR 6.2
 */
public final class TrailPump implements Closeable {
  /** How long it may be behind before people are told. */
  public static final Duration LATE = Duration.ofMinutes(5);

  /** Rows that come within this go together. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** From a second to five minutes: who repairs the other side does not wait an hour. */
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /** What is in memory at a time is a page of rows, and so much of messages. */
  private static final int ROWS_MAX = 500;

  private static final int BATCH_BYTES_MAX = 512 << 10;

  /** A position that moved over nothing of interest is kept so often. */
  private static final Duration KEEP = Duration.ofMinutes(1);

  /** A wire ends soon after an interrupt; one that does not is left to the virtual machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Destination destination;
  private final AuditTrail trail;
  private final LongSupplier sealed;
  private final Keeping keeping;
  private final Around around;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile State state;
  private volatile Optional<String> unkept = Optional.empty();

  // Owned by the thread, after it ended by who closes.
  private TrailPosition position;
  private TrailPosition kept;
  private long keptAtNanos;
  private int rowsNext = ROWS_MAX;

  /** All that was sealed then has been sent. */
  private volatile long caughtUpAtNanos;

  /** What must be sent before it is so for a later time. */
  private Optional<Goal> goal = Optional.empty();

  /** The end of the log where a gap was last told, so that it is told once. */
  private long gapTold = -1;

  /**
   * Where the trail goes.
   *
   * @param name what operators call it
   */
  public record Destination(String name, AuditForm form, AuditForm.Writer writer, TrailWire wire) {}

  /** Where the position lies. */
  @FunctionalInterface
  public interface Keeping {
    /** It is durable on return. */
    void keep(TrailPosition position) throws IOException;
  }

  /**
   * What a pump has around it.
   *
   * @param ticks a clock in nanoseconds that nobody sets
   * @param random spreads what many gateways would do at once
   * @param look how often it looks for new rows
   * @param backoff how long it waits after failures
   */
  public record Around(
      InstantSource clock,
      LongSupplier ticks,
      RandomGenerator random,
      Duration look,
      Backoff backoff) {
    /** With the usual times. */
    public static Around of(InstantSource clock, LongSupplier ticks, RandomGenerator random) {
      return new Around(clock, ticks, random, LOOK, BACKOFF);
    }
  }

  /**
   * How it stands.
   *
   * @param sent rows since the start
   * @param unconfirmed of these, those whose connection the other side did not end
   * @param gaps how often records may have gone before they could be sent
   * @param lastSent when rows left last
   * @param failures in a row by now
   * @param why the last failure, while there are any, or that the index does not go on
   * @param behindSince time of the oldest row that is known and not sent; where the index does not
   *     go on, when that was found
   */
  public record State(
      long sent,
      long unconfirmed,
      long gaps,
      Optional<Instant> lastSent,
      int failures,
      Optional<String> why,
      Optional<Instant> behindSince) {
    static final State START =
        new State(0, 0, 0, Optional.empty(), 0, Optional.empty(), Optional.empty());

    private State sent(int rows, boolean isConfirmed, boolean isGap, Instant at) {
      return new State(
          sent + rows,
          isConfirmed ? unconfirmed : unconfirmed + rows,
          isGap ? gaps + 1 : gaps,
          Optional.of(at),
          0,
          Optional.empty(),
          behindSince);
    }

    private State failed(String reason, Optional<Instant> oldest) {
      return new State(
          sent,
          unconfirmed,
          gaps,
          lastSent,
          failures + 1,
          Optional.of(reason),
          behindSince.or(() -> oldest));
    }

    private State behind(Optional<String> reason, Optional<Instant> since) {
      return new State(sent, unconfirmed, gaps, lastSent, 0, reason, since);
    }

    private State caughtUp() {
      return behind(Optional.empty(), Optional.empty());
    }

    /** True when nothing is in the way. */
    public boolean isUp() {
      return why.isEmpty();
    }
  }

  /**
   * What was sealed at some time.
   *
   * @param size of the log
   */
  private record Goal(long size, long nanos, Instant at) {}

  /**
   * What leaves together, and where that leads.
   *
   * @param gapBelow where the gap ends that it tells, or -1 for none
   */
  private record Batch(
      List<byte[]> messages, int rows, long gapBelow, TrailPosition then, boolean isAll) {
    boolean isGap() {
      return gapBelow >= 0;
    }
  }

  /**
   * Not running yet.
   *
   * @param sealed how many entries the log has; the index that the trail is found by may have fewer
   * @param position how far it came before
   */
  public TrailPump(
      Destination destination,
      AuditTrail trail,
      LongSupplier sealed,
      TrailPosition position,
      Keeping keeping,
      Around around) {
    this.destination = destination;
    this.trail = trail;
    this.sealed = sealed;
    this.position = position;
    this.kept = position;
    this.keeping = keeping;
    this.around = around;
    this.state = State.START;
    this.caughtUpAtNanos = around.ticks().getAsLong();
    this.keptAtNanos = caughtUpAtNanos;
    this.thread = Thread.ofVirtual().name("trail " + destination.name()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      Duration wait = around.look();
      while (!closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        wait = step();
      }
    } catch (InterruptedException e) {
      // Only close() interrupts; what was under way is sent again after the next start.
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what is new; how long to wait then. */
  private Duration step() throws InterruptedException {
    Optional<Instant> oldest = Optional.empty();
    try {
      Goal now = goal();
      Optional<Goal> before = goal;
      goal = before.or(() -> Optional.of(now));
      AuditTrail.Page page = page();
      oldest = page.rows().stream().findFirst().map(AuditRow::time);
      Batch batch = batch(page);
      if (!batch.messages().isEmpty()) {
        boolean isConfirmed = destination.wire().send(batch.messages());
        state = state.sent(batch.rows(), isConfirmed, batch.isGap(), around.clock().instant());
        gapTold = Math.max(gapTold, batch.gapBelow());
        rowsNext = Math.min(ROWS_MAX, 2 * rowsNext);
      }
      position = batch.then();
      keep(!batch.messages().isEmpty());
      if (!batch.isAll()) {
        state = state.behind(Optional.empty(), oldest.or(state::behindSince));
        return Duration.ZERO;
      }
      reached(before, now, page.indexed());
      return around.look();
    } catch (IOException e) {
      return failed(text(e), oldest);
    } catch (RuntimeException e) {
      // The loop's owner: an error of ours in one row must not end the others' day for good.
      return failed("an error of our own: " + e, oldest);
    }
  }

  private Goal goal() {
    long nanos = around.ticks().getAsLong();
    return new Goal(sealed.getAsLong(), nanos, around.clock().instant());
  }

  /**
   * What the index has is sent. What is sealed and not in the index waits all the same; an index
   * that is behind by moments, as all are, is there at the next look.
   */
  private void reached(Optional<Goal> before, Goal now, long indexed) {
    if (indexed >= now.size()) {
      caughtUpAtNanos = now.nanos();
      goal = Optional.empty();
      state = state.caughtUp();
    } else if (before.filter(goalBefore -> indexed < goalBefore.size()).isPresent()) {
      String why = "the index of the ledger has " + indexed + " of " + now.size() + " blocks";
      state = state.behind(Optional.of(why), before.map(Goal::at));
    } else {
      before.ifPresent(reached -> caughtUpAtNanos = reached.nanos());
      goal = Optional.of(now);
      state = state.caughtUp();
    }
  }

  /** A slow receiver, and one that broke, gets half as much the next time. */
  private Duration failed(String why, Optional<Instant> oldest) {
    rowsNext = Math.max(1, rowsNext / 2);
    state = state.failed(why, oldest);
    return around.backoff().after(state.failures(), around.random());
  }

  private AuditTrail.Page page() throws IOException {
    long indexed = trail.indexed();
    if (indexed > 0 && position.after().isPresent() && position.entry() >= indexed) {
      // An index that is built anew, or a log that was put back: nothing of it is new yet.
      return new AuditTrail.Page(
          List.of(), Optional.empty(), Optional.empty(), Optional.empty(), indexed);
    }
    return trail.page(
        new AuditTrail.Wanted(AuditFilter.ALL, 0, Long.MAX_VALUE, RecordQuery.Order.OLDEST_FIRST),
        position.after(),
        rowsNext);
  }

  private Batch batch(AuditTrail.Page page) {
    List<byte[]> messages = new ArrayList<>();
    Optional<AuditGap> gap = gap(page);
    gap.ifPresent(
        missing -> messages.add(destination.form().message(missing, destination.writer())));
    long gapBelow = gap.map(AuditGap::below).orElse(-1L);
    long bytes = 0;
    int rows = 0;
    Optional<RecordPlace> last = Optional.empty();
    for (AuditRow row : page.rows()) {
      byte[] message = destination.form().message(row, destination.writer());
      if (rows > 0 && bytes + message.length > BATCH_BYTES_MAX) {
        return new Batch(messages, rows, gapBelow, new TrailPosition(last), false);
      }
      messages.add(message);
      bytes += message.length;
      rows++;
      last = TrailPosition.place(row.place());
    }
    TrailPosition then = page.seen().isPresent() ? new TrailPosition(page.seen()) : position;
    if (page.next().isEmpty()) {
      // Nothing in these blocks is left, so what goes of them later is not missed.
      then = then.orFurther(TrailPosition.behind(page.indexed()));
    }
    return new Batch(messages, rows, gapBelow, then, page.next().isEmpty());
  }

  /** Where retention was faster than this. */
  private Optional<AuditGap> gap(AuditTrail.Page page) {
    return page.pruned()
        .filter(gone -> gone.minimumIndex() > position.firstOpen())
        .filter(gone -> gone.minimumIndex() > gapTold)
        .map(gone ->
            new AuditGap(
                position.after().map(RecordPlace::toString).orElse(""),
                gone.minimumIndex(),
                gone.policy(),
                around.clock().instant()));
  }

  private void keep(boolean isNow) {
    long now = around.ticks().getAsLong();
    boolean isDue = isNow || now - keptAtNanos > KEEP.toNanos();
    if (!isDue || position.equals(kept)) {
      return;
    }
    try {
      keeping.keep(position);
      kept = position;
      keptAtNanos = now;
      unkept = Optional.empty();
    } catch (IOException e) {
      // Sending goes on: after a restart some is sent twice.
      unkept = Optional.of("how far the trail came to " + destination.name() + ": " + text(e));
    }
  }

  private static String text(IOException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.toString() : message;
  }

  /** What operators call where it goes. */
  public String name() {
    return destination.name();
  }

  /** How it stands now. */
  public State state() {
    return state;
  }

  /** Why the trail does not get there, when that has lasted long, or what else is in the way. */
  public Optional<String> obstacle() {
    boolean isLate = around.ticks().getAsLong() - caughtUpAtNanos > LATE.toNanos();
    if (!isLate) {
      return unkept;
    }
    State now = state;
    return Optional.of(
        "the audit trail is late at "
            + destination.name()
            + ": "
            + now.behindSince().map(since -> "what happened since " + since + " waits; ").orElse("")
            + now.why().orElse("it takes less than comes in"));
  }

  /** Interrupts what is under way; it is sent again after the next start. */
  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      if (thread.join(PATIENCE)) {
        keep(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
