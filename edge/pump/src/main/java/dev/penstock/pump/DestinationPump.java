package dev.penstock.pump;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.delivery.Delivery;
import dev.penstock.flow.delivery.DeliveryRules;
import dev.penstock.flow.delivery.Destination;
import dev.penstock.flow.delivery.Next;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Reading;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings to one destination what plants say, from the journal and no faster than it acknowledges.
 * One thread reads, and nobody waits for it: a destination that is away for days gets the days when
 * it is back, behind what is new then. What it acknowledged is kept about once a second, so after a
 * crash a second of it comes twice; nothing is left out but what retention took, and that the
 * journal has stated by then.
 *
 * <p>It has two places in the journal. One stands for the destination, reads what was missed, and
 * is what retention looks at. The other only reads what comes in, so that none of them leaves its
 * file for the other; retention loses nothing by it.
 */
public final class DestinationPump implements Closeable {
  private static final Set<RecordClass> CLASSES = Set.of(RecordClass.PLANT);
  private static final Duration KEEP = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Longer than any outage that counts as short. */
  private static final Duration UNKNOWN = Duration.ofNanos(Long.MAX_VALUE);

  /** A portion is bounded by its records; these bound it where records are large. */
  private static final int READ_BYTES = 4 << 20;

  private final String name;
  private final Journal journal;
  private final JournalCursor place;
  private final JournalCursor newest;
  private final Destination destination;
  private final Keeping keeping;
  private final Around around;
  private final Thread thread;
  private final int underWayMax;

  /** Bounded by the parcels under way, and by links, which come and go with back-off. */
  private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private volatile boolean isClosing;
  private volatile DestinationFigures figures;

  // Owned by the thread.
  private final Delivery delivery;
  private final Optional<EarlyReading> early;
  private final Parcels parcels = new Parcels();

  /** How many records there are in each parcel of what is not durable. */
  private final Map<Long, Integer> earlyUnderWay = new HashMap<>();

  private boolean isLinked;
  private Optional<String> linkWhy = Optional.of("not connected yet");
  private Optional<String> obstacle = Optional.empty();
  private Optional<String> unkept = Optional.empty();
  private Pending kept;
  private long keptAtNanos;
  private long underWay;
  private long sent;
  private long acknowledged;
  private long overtaken;
  private long links;

  /** All that there was then has been acknowledged. */
  private long caughtUpAtNanos;

  /** False from the start on until all that there was then has been acknowledged. */
  private boolean hasCaughtUp;

  private long goalEnd;
  private long goalAtNanos;

  /** Where what a destination still has to get lies. */
  @FunctionalInterface
  public interface Keeping {
    /** It is durable on return. */
    void keep(Pending pending) throws IOException;
  }

  /**
   * What a pump has around it.
   *
   * @param ticks a clock in nanoseconds that nobody sets
   * @param early what is not durable yet, where the destination wants it
   */
  public record Around(InstantSource clock, LongSupplier ticks, Optional<EarlyLine> early) {
    /** For a destination that gets only what is durable. */
    public Around(InstantSource clock, LongSupplier ticks) {
      this(clock, ticks, Optional.empty());
    }
  }

  /** What came of opening one. */
  public sealed interface Opening {
    record Opened(DestinationPump pump) implements Opening {}

    /** Its name is taken, or it is ahead of the journal. */
    record Refused(JournalFinding finding) implements Opening {}
  }

  private sealed interface Event {
    record Linked() implements Event {}

    record Lost(String why) implements Event {}

    record Acknowledged(long parcel) implements Event {}
  }

  private DestinationPump(
      Journal journal,
      JournalCursor place,
      JournalCursor newest,
      Destination destination,
      DeliveryRules rules,
      Keeping keeping,
      Around around) {
    this.name = place.name();
    this.journal = journal;
    this.place = place;
    this.newest = newest;
    this.destination = destination;
    this.keeping = keeping;
    this.around = around;
    this.kept = place.pending();
    this.delivery = new Delivery(CLASSES, kept, rules);
    this.early = around.early().map(EarlyReading::new);
    this.underWayMax = rules.underWayRecordsMax();
    this.keptAtNanos = around.ticks().getAsLong();
    this.caughtUpAtNanos = keptAtNanos;
    this.goalAtNanos = keptAtNanos;
    this.goalEnd = journal.end();
    this.hasCaughtUp = kept.first() >= goalEnd;
    this.figures = figuresNow();
    this.thread = Thread.ofPlatform().name("to-" + name).daemon().unstarted(this::run);
  }

  /**
   * A pump that does not run yet.
   *
   * @param name of the destination, as gap records name it
   * @param pending what it still has to get, as it was kept
   * @param destination owned by the pump from now on
   */
  public static Opening open(
      String name,
      Journal journal,
      Pending pending,
      Destination destination,
      DeliveryRules rules,
      Keeping keeping,
      Around around) {
    CursorOpening first = journal.cursor(name, CLASSES, pending, Overtaking.ALLOWED);
    if (!(first instanceof CursorOpening.Opened(var place))) {
      return refused(first);
    }
    CursorOpening second =
        journal.cursor(name + " newest", CLASSES, journal.end(), Overtaking.UNTOLD);
    if (!(second instanceof CursorOpening.Opened(var newest))) {
      place.close();
      return refused(second);
    }
    return new Opening.Opened(
        new DestinationPump(journal, place, newest, destination, rules, keeping, around));
  }

  private static Opening refused(CursorOpening opening) {
    if (opening instanceof CursorOpening.Refused(var finding)) {
      return new Opening.Refused(finding);
    }
    throw new IllegalStateException("opened and refused");
  }

  /** Begins to read, and the destination to make its link. */
  public void start() {
    destination.start(
        new Destination.Watch() {
          @Override
          public void linked() {
            boolean _ = events.add(new Event.Linked());
          }

          @Override
          public void lost(String why) {
            boolean _ = events.add(new Event.Lost(why));
          }

          @Override
          public void acknowledged(long parcel) {
            boolean _ = events.add(new Event.Acknowledged(parcel));
          }
        });
    thread.start();
  }

  public String name() {
    return name;
  }

  /** How it stands, as of the last step. */
  public DestinationFigures figures() {
    return figures;
  }

  private void run() {
    try {
      while (!isClosing) {
        takeEvents();
        step();
        keepIfDue();
        figures = figuresNow();
      }
    } catch (InterruptedException e) {
      // Only close() interrupts; what was under way is sent again after the next start.
      Thread.currentThread().interrupt();
    } finally {
      destination.close();
      drain();
      keep();
      figures = figuresNow();
      place.close();
      newest.close();
      early.ifPresent(EarlyReading::close);
    }
  }

  private void takeEvents() {
    Event event = events.poll();
    while (event != null) {
      take(event);
      event = events.poll();
    }
  }

  /** What arrived while the link ended counts. */
  private void drain() {
    takeEvents();
    isLinked = false;
    linkWhy = Optional.of("closed");
  }

  private void take(Event event) {
    switch (event) {
      case Event.Linked() -> {
        reset();
        long end = journal.end();
        delivery.linked(end, around.clock().instant(), behind(end));
        destination.begun();
        isLinked = true;
        links++;
        linkWhy = Optional.empty();
      }
      case Event.Lost(var why) -> {
        reset();
        delivery.lost();
        isLinked = false;
        linkWhy = Optional.of(why);
      }
      case Event.Acknowledged(var parcel) -> {
        if (!isEarly(parcel)) {
          boolean _ = parcels.acknowledged(parcel, this::delivered);
        }
      }
    }
  }

  /** Whether it was one of what is not durable; it settles no position, but is theirs. */
  private boolean isEarly(long parcel) {
    Integer records = earlyUnderWay.remove(parcel);
    if (records == null) {
      return false;
    }
    early.ifPresent(each -> {
      boolean _ = each.acknowledged(parcel);
    });
    underWay -= records;
    acknowledged += records;
    return true;
  }

  /** For how long it has not had everything. What was before the start was never measured. */
  private Duration behind(long end) {
    if (delivery.pending().first() >= end) {
      return Duration.ZERO;
    }
    return hasCaughtUp ? sinceCaughtUp() : UNKNOWN;
  }

  private Duration sinceCaughtUp() {
    return Duration.ofNanos(around.ticks().getAsLong() - caughtUpAtNanos);
  }

  private void reset() {
    parcels.clear();
    early.ifPresent(EarlyReading::lost);
    earlyUnderWay.clear();
    destination.forget();
    underWay = 0;
  }

  private void delivered(long from, long below, int records) {
    delivery.delivered(from, below, records);
    underWay -= records;
    acknowledged += records;
  }

  private void step() throws InterruptedException {
    Next next = delivery.next(journal.end(), around.clock().instant());
    if (early.isPresent() && isLinked && isEarlyDone(early.get(), next)) {
      return;
    }
    switch (next) {
      case Next.Live(var from, var most) -> portion(next, newest, from, Long.MAX_VALUE, most);
      case Next.History(var from, var below, var most) -> portion(next, place, from, below, most);
      case Next.Idle() -> idle(LOOK);
      case Next.Wait(var wait) -> idle(wait.compareTo(LOOK) < 0 ? wait : LOOK);
    }
  }

  /**
   * Sends what is not durable once all that is durable and new was sent; and waits until it is
   * known whether it arrived before the journal is read on, where it may come again. False where
   * there is nothing of it to do.
   */
  private boolean isEarlyDone(EarlyReading reading, Next next) throws InterruptedException {
    boolean isJournal = next instanceof Next.Live || next instanceof Next.History;
    if (isJournal && reading.isUnderWay()) {
      await(LOOK);
      return true;
    }
    if (next instanceof Next.Live) {
      return false;
    }
    List<EarlyFrame> frames = reading.next((int) Math.max(0, underWayMax - underWay));
    if (frames.isEmpty()) {
      return false;
    }
    int records = 0;
    try {
      for (EarlyFrame each : frames) {
        records += destination.add(each, false);
      }
    } catch (IOException e) {
      // They come when they are durable.
      destination.forget();
      obstacle = Optional.of("a value cannot be opened: " + e.getMessage());
      return false;
    }
    if (records > 0) {
      long parcel = parcels.number();
      reading.sent(parcel, frames);
      Integer _ = earlyUnderWay.put(parcel, records);
      underWay += records;
      sent += records;
      destination.send(parcel);
    }
    return true;
  }

  /** Waits for what can change what is next. */
  private void idle(Duration wait) throws InterruptedException {
    if (!isLinked || underWay >= underWayMax) {
      await(wait);
    } else {
      boolean _ = newest.awaitMore(wait);
    }
  }

  private void await(Duration wait) throws InterruptedException {
    Event event = events.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (event != null) {
      take(event);
    }
  }

  /** What a destination takes of a portion. */
  private final class Adding {
    private final boolean isHistory;
    private final long below;
    private final int most;
    private int records;
    private boolean isBeyond;
    private @Nullable IOException failure;

    private Adding(boolean isHistory, long below, int most) {
      this.isHistory = isHistory;
      this.below = below;
      this.most = most;
    }

    private boolean isAdded(Frame frame) {
      if (frame.position() >= below) {
        isBeyond = true;
        return false;
      }
      if (records >= most) {
        return false;
      }
      try {
        records +=
            early.isPresent()
                ? early.get().add(frame, isHistory, destination)
                : destination.add(frame, isHistory);
        return true;
      } catch (IOException e) {
        failure = e;
        return false;
      }
    }
  }

  private void portion(Next next, JournalCursor cursor, long from, long below, int most)
      throws InterruptedException {
    boolean isHistory = next instanceof Next.History;
    if (cursor.position() != from) {
      cursor.seek(from);
    }
    var adding = new Adding(isHistory, below, most);
    Reading reading = cursor.read(adding::isAdded, READ_BYTES);
    IOException failure = adding.failure;
    if (failure != null) {
      early.ifPresent(EarlyReading::failed);
      stand("a value cannot be opened: " + failure.getMessage());
      return;
    }
    switch (reading) {
      case Reading.Overtaken(var recordClass, var _, var to) -> overtaken(recordClass, to);
      case Reading.Failed(var finding) -> stand("the journal cannot be read: " + finding);
      case Reading.Read _, Reading.AtEnd _ -> {
        obstacle = Optional.empty();
        long read = adding.isBeyond ? below : Math.min(below, cursor.position());
        early.ifPresent(EarlyReading::passed);
        if (read > from) {
          send(next, isHistory, from, read, adding.records);
        }
      }
    }
  }

  private void overtaken(RecordClass recordClass, long to) {
    long end = journal.end();
    long before = delivery.pending().countBefore(end);
    delivery.overtaken(recordClass, to);
    overtaken += before - delivery.pending().countBefore(end);
  }

  private void send(Next next, boolean isHistory, long from, long below, int records) {
    delivery.sent(next, below, records);
    underWay += records;
    sent += records;
    if (records == 0) {
      parcels.empty(isHistory, from, below, this::delivered);
    } else {
      destination.send(parcels.sent(isHistory, from, below, records));
    }
  }

  /** Nothing goes on for a while, and is tried again. */
  private void stand(String why) throws InterruptedException {
    destination.forget();
    obstacle = Optional.of(why);
    figures = figuresNow();
    await(RETRY);
  }

  private void keepIfDue() {
    long now = around.ticks().getAsLong();
    long end = journal.end();
    long first = delivery.pending().first();
    if (first >= goalEnd) {
      hasCaughtUp = true;
      caughtUpAtNanos = first >= end ? now : goalAtNanos;
      goalEnd = end;
      goalAtNanos = now;
    }
    if (now - keptAtNanos >= KEEP.toNanos()) {
      keptAtNanos = now;
      keep();
    }
  }

  /** Retention spares what is not settled, so nothing is settled before it is kept. */
  private void keep() {
    newest.settle(journal.end());
    Pending pending = delivery.pending();
    if (pending.equals(kept)) {
      return;
    }
    try {
      keeping.keep(pending);
      kept = pending;
      unkept = Optional.empty();
    } catch (IOException e) {
      // Sending goes on: after a restart more is sent twice.
      unkept = Optional.of("how far " + name + " came is not kept: " + e.getMessage());
      return;
    }
    long settledFrom = 0;
    for (Pending.Stretch stretch : pending.behind()) {
      place.settle(settledFrom, stretch.from());
      settledFrom = stretch.below();
    }
    place.settle(settledFrom, pending.from());
  }

  private DestinationFigures figuresNow() {
    long end = journal.end();
    long lag = delivery.pending().countBefore(end);
    return new DestinationFigures(
        isLinked,
        linkWhy.or(() -> obstacle).or(() -> unkept),
        lag,
        lag == 0 ? Duration.ZERO : sinceCaughtUp(),
        sent,
        acknowledged,
        delivery.historyLeft(),
        overtaken,
        links);
  }

  /** Ends the link in order and keeps how far it came; does not wait for what is not sent. */
  @Override
  public void close() {
    isClosing = true;
    if (thread.getState() == Thread.State.NEW) {
      place.close();
      newest.close();
      early.ifPresent(EarlyReading::close);
      return;
    }
    Ending.of(thread);
  }
}
