package dev.penstock.pump;

import dev.penstock.driving.Driver;
import dev.penstock.driving.Driver.Ability;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Session;
import dev.penstock.driving.Setting;
import dev.penstock.driving.Sink;
import dev.penstock.driving.Subscriptions;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Admitted;
import dev.penstock.driving.schedule.Schedule;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.driving.supervision.Moment;
import dev.penstock.driving.supervision.Supervision;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.PointNames;
import dev.penstock.flow.intake.SampleIntake;
import dev.penstock.points.Measured;
import dev.penstock.points.PointLine;
import dev.penstock.points.Quality;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of one link does, a step at a time: connect, plan, write, read, give away what
 * was read. It waits for nothing but the device; how long there is nothing to do, each step says.
 * The link's thread, but where it says otherwise.
 */
final class LinkWork {
  /** Before a reading begins; in it there is one write after each request. */
  private static final int WRITES_PER_STEP = 8;

  /** A write waits no longer than this while a device is listened to. */
  private static final Duration LISTEN = Duration.ofMillis(50);

  private static final Duration PUBLISHED_EACH = Duration.ofSeconds(1);
  private static final Duration LAST_GIVING = Duration.ofSeconds(2);

  private final DriverLink link;
  private final Driver driver;
  private final List<Located> located;
  private final Admitted admitted;
  private final PointLine line;
  private final Handover handover;
  private final PointsHeard pointsHeard;
  private final Schedule schedule;
  private final Supervision supervision;
  private final WriteQueue writes;
  private final OnceReads once;
  private final ListeningWatch watch;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final LineSink sink = new LineSink();
  private final int faultyCount;

  private final List<GroupPlan> plans = new ArrayList<>();
  private @Nullable Subscriptions subscriptions;
  private @Nullable GroupPlan subscribed;
  private @Nullable String deafReason;
  private @Nullable Instant lastHeard;
  private boolean isStarted;
  private long writeCount;
  private long publishedNanos;
  private @Nullable LinkState publishedState;

  /** Closed by any thread. */
  private volatile @Nullable Session session;

  private volatile boolean isClosing;
  private volatile DriverFigures figures;

  LinkWork(
      DriverLink link,
      Admission admission,
      SampleIntake intake,
      Predicate<IntakeFinding> findings,
      ListeningWatch watch,
      RandomGenerator chance,
      InstantSource clock,
      LongSupplier nanos) {
    this.link = link;
    this.driver = link.driver();
    this.watch = watch;
    this.clock = clock;
    this.nanos = nanos;
    List<PointLine.NamedPoint> named = new ArrayList<>();
    link.points().forEach(each -> named.add(new PointLine.NamedPoint(each.name(), each.rule())));
    this.line = new PointLine(named, link.derived(), link.derivedDeadbands());
    this.located = link.points().stream().map(each -> located(driver, each.spec())).toList();
    this.faultyCount = (int) located.stream().filter(Located.Faulty.class::isInstance).count();
    this.admitted = new Admitted(located, admission);
    var names = new PointNames(link.name(), link.source(), line.names());
    this.pointsHeard =
        new PointsHeard(line.names(), line.readCount(), link.derived(), nanos.getAsLong());
    this.handover = new Handover(names, intake, findings, clock, nanos, () -> isClosing);
    this.schedule = new Schedule(link.name(), link.groups());
    this.supervision = new Supervision(chance, moment());
    this.writes = new WriteQueue(nanos);
    this.once = new OnceReads(spec -> located(driver, spec), admission, clock, nanos);
    this.figures = figuresNow();
  }

  private static Located located(Driver driver, PointSpec spec) {
    try {
      return driver.locate(spec);
    } catch (RuntimeException e) {
      // A fault of the driver's with one address; the others are as good as they are.
      return new Located.Faulty("the driver failed at " + spec.address() + ": " + e);
    }
  }

  /** Any thread. */
  WriteTicket write(Setting setting, Duration within) {
    return writes.offer(setting, within);
  }

  /** Any thread. */
  OnceTicket readOnce(List<PointSpec> points) {
    return once.offer(points);
  }

  /** Any thread. */
  List<PointNow> newest() {
    List<PointNow> all = new ArrayList<>();
    for (int i = 0; i < line.names().size(); i++) {
      Measured now = handover.newest(i);
      if (now != null) {
        all.add(new PointNow(line.names().get(i), now));
      }
    }
    return all;
  }

  /** By their places: those that are read, then those that are derived. Any thread. */
  List<String> points() {
    return line.names();
  }

  /** What a point has, by its place; empty before anything was told of it. Any thread. */
  Optional<PointHeld> held(int point) {
    // Before the value: what comes meanwhile is newer than this says, never older.
    long age = pointsHeard.ageNanos(point, nanos.getAsLong());
    return Optional.ofNullable(handover.newest(point))
        .map(measured -> new PointHeld(measured, Duration.ofNanos(age)));
  }

  /** Any thread; as it was within the last second. */
  DriverFigures figures() {
    return figures;
  }

  /** Ends what is under way, and keeps anything from being begun. Any thread. */
  void interruptSession() {
    isClosing = true;
    Session open = session;
    if (open != null) {
      open.close();
    }
  }

  /** Does what is to be done now; gives when there is more to do. */
  long step() throws InterruptedException {
    start();
    Session open = session;
    long next;
    if (open == null) {
      next = stepDown();
    } else {
      next = nanos.getAsLong();
      try {
        next = stepUp(open);
      } catch (LinkException e) {
        lost(text(e), false);
      } catch (RuntimeException | StackOverflowError e) {
        // This loop owns the session: an error of a driver's ends it, and nothing else.
        lost(crash(e), true);
      }
    }
    publishSometimes();
    return next;
  }

  private void start() {
    if (isStarted) {
      return;
    }
    isStarted = true;
    for (int i = 0; i < located.size(); i++) {
      if (located.get(i) instanceof Located.Faulty) {
        line.withhold(i, Quality.CONFIGURATION_ERROR, wallNanos(), handover);
      }
    }
    settle();
    tellDeaf("not connected yet");
  }

  private long stepDown() throws InterruptedException {
    long now = nanos.getAsLong();
    boolean isGiven = handover.give();
    if (!(supervision.state() instanceof LinkState.Waiting waiting)) {
      throw new IllegalStateException("no session while " + supervision.state().word());
    }
    if (now < waiting.untilNanos()) {
      long retry = now + Handover.RETRY.toNanos();
      return isGiven ? waiting.untilNanos() : Math.min(waiting.untilNanos(), retry);
    }
    try {
      connect();
    } catch (LinkException e) {
      lost(text(e), false);
    } catch (RuntimeException | StackOverflowError e) {
      // As above: the attempt is over, and is made again later.
      lost(crash(e), true);
    }
    return nanos.getAsLong();
  }

  private void connect() throws LinkException, InterruptedException {
    supervision.connecting(moment());
    publish();
    Session opened = driver.open();
    session = opened;
    if (isClosing) {
      throw new LinkException("closed while it was connected");
    }
    supervision.opened(moment());
    if (driver.abilities().contains(Ability.IDENTIFY)) {
      opened.identify().ifPresent(supervision::identified);
    }
    boolean _ = judge();
    plan(opened);
    supervision.planned(moment());
    schedule.restart(nanos.getAsLong());
    writes.open();
    once.open();
    deafReason = null;
    watch.changed(link.name(), link.source(), Listening.Up.socket(clock.instant()));
    publish();
  }

  /** Asks the policy; true where its answers changed. */
  private boolean judge() {
    boolean isChanged = admitted.ask(nanos.getAsLong());
    for (int i = 0; i < located.size(); i++) {
      if (admitted.isRefused(i)) {
        line.withhold(i, Quality.ACCESS_DENIED, wallNanos(), handover);
      }
    }
    settle();
    return isChanged;
  }

  private void plan(Session open) throws LinkException, InterruptedException {
    Map<String, List<Integer>> byGroup = new HashMap<>();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < located.size(); i++) {
      if (admitted.isAdmitted(i)) {
        all.add(i);
        String group = link.points().get(i).group();
        byGroup.computeIfAbsent(group, _ -> new ArrayList<>()).add(i);
      }
    }
    plans.clear();
    for (var group : link.groups()) {
      plans.add(planned(open, byGroup.getOrDefault(group.name(), List.of())));
    }
    subscriptions = null;
    subscribed = null;
    if (link.toldEach().isPresent() && driver.abilities().contains(Ability.SUBSCRIBE)) {
      Subscriptions wanted = open.subscriptions().orElse(null);
      if (wanted != null && !all.isEmpty()) {
        GroupPlan plan = planned(open, all);
        wanted.subscribe(plan.plan(), link.toldEach().get());
        subscriptions = wanted;
        subscribed = plan;
      }
    }
  }

  private GroupPlan planned(Session open, List<Integer> points)
      throws LinkException, InterruptedException {
    List<PointSpec> specs = new ArrayList<>(points.size());
    points.forEach(point -> specs.add(link.points().get(point).spec()));
    return new GroupPlan(open.plan(specs), points);
  }

  private long stepUp(Session open) throws LinkException, InterruptedException {
    doWrites(open);
    if (!handover.give()) {
      return nanos.getAsLong() + Handover.RETRY.toNanos();
    }
    if (admitted.isDue(nanos.getAsLong()) && judge()) {
      plan(open);
    }
    once.serve(open, this::heard);
    OptionalInt group = schedule.begin(nanos.getAsLong());
    if (group.isPresent()) {
      while (!isRead(open, plans.get(group.getAsInt()))) {
        plan(open);
      }
      supervision.read();
      long _ = schedule.ended(group.getAsInt(), nanos.getAsLong());
      return nanos.getAsLong();
    }
    long next = Math.min(schedule.nextNanos(), admitted.dueNanos());
    return writes.isEmpty() && listen(next) ? next : nanos.getAsLong();
  }

  /** False where another policy ended it, which makes another plan. */
  private boolean isRead(Session open, GroupPlan plan) throws LinkException, InterruptedException {
    if (plan.isEmpty()) {
      return true;
    }
    plan.begin();
    sink.into(plan, true);
    var turn = new ReadingTurn(writes, admitted, nanos, ticket -> write(open, ticket), this::judge);
    open.read(plan.plan(), sink, turn);
    if (turn.isCutShort()) {
      return false;
    }
    for (int point : plan.leftOut()) {
      line.raw(point, new Scalar.None(), Quality.BAD, Sink.NO_TIME, wallNanos(), handover);
    }
    settle();
    boolean _ = handover.give();
    return true;
  }

  /** True where nothing tells by itself, so that who has time may rest. */
  private boolean listen(long untilNanos) throws LinkException, InterruptedException {
    Subscriptions open = subscriptions;
    GroupPlan plan = subscribed;
    if (open == null || plan == null) {
      return true;
    }
    long left = Math.min(LISTEN.toNanos(), untilNanos - nanos.getAsLong());
    if (left > 0) {
      sink.into(plan, false);
      open.listen(sink, Duration.ofNanos(left));
      settle();
      boolean _ = handover.give();
    }
    return false;
  }

  /** A reading ends, or what it says is settled before its end. */
  private void settle() {
    line.settle(wallNanos(), handover);
    // Behind it: nobody takes an older value for what is made of what was read just now.
    pointsHeard.settled();
  }

  private void doWrites(Session open) throws LinkException, InterruptedException {
    for (int i = 0; i < WRITES_PER_STEP; i++) {
      WriteTicket ticket = writes.next();
      if (ticket == null) {
        return;
      }
      write(open, ticket);
    }
  }

  private void write(Session open, WriteTicket ticket) throws LinkException, InterruptedException {
    if (!driver.abilities().contains(Ability.WRITE)) {
      ticket.finish(WriteQueue.cannot(driver.protocol()));
      return;
    }
    // Whatever happens in there, something may have been sent.
    WriteOutcome outcome =
        new WriteOutcome.Unknown("the driver failed while it wrote; read the point back");
    try {
      outcome = open.write(ticket.setting());
      writeCount++;
    } finally {
      ticket.finish(outcome);
    }
    if (outcome instanceof WriteOutcome.Unknown) {
      throw new LinkException("what became of a write is not known; read the point back");
    }
  }

  private void lost(String why, boolean isCrash) {
    closeSession();
    if (isClosing) {
      // The link is wanted no more, which is no news about its points.
      return;
    }
    Moment now = moment();
    if (isCrash) {
      supervision.crashed(why, now);
    } else {
      supervision.failed(why, now);
    }
    String reason = supervision.figures().lastReason();
    writes.shut("the link is down: " + reason);
    once.shut("the link is down: " + reason);
    line.linkDown(wallNanos(), handover);
    boolean _ = handover.give();
    tellDeaf(reason);
    publish();
  }

  private void closeSession() {
    Session open = session;
    session = null;
    plans.clear();
    subscriptions = null;
    subscribed = null;
    if (open != null) {
      try {
        open.close();
      } catch (RuntimeException e) {
        // By its contract it throws nothing; the session is over all the same.
      }
    }
  }

  /** The end: nothing is read or written any more, and what was read is given away. */
  void end(String reason) {
    isClosing = true;
    writes.shut(reason);
    once.shut(reason);
    closeSession();
    handover.end(LAST_GIVING);
    supervision.close(reason, moment());
    tellDeaf(reason);
    publish();
  }

  private void heard(Instant at) {
    lastHeard = at;
    supervision.answered(at);
  }

  private void tellDeaf(String reason) {
    if (!reason.equals(deafReason)) {
      deafReason = reason;
      watch.changed(
          link.name(), link.source(), new Listening.Deaf(clock.instant(), reason, lastHeard));
    }
  }

  private void publishSometimes() {
    boolean isOld = nanos.getAsLong() - publishedNanos >= PUBLISHED_EACH.toNanos();
    if (isOld || !supervision.state().equals(publishedState)) {
      publish();
    }
  }

  private void publish() {
    publishedNanos = nanos.getAsLong();
    publishedState = supervision.state();
    figures = figuresNow();
  }

  private DriverFigures figuresNow() {
    return new DriverFigures(
        supervision.figures(),
        schedule.figures(),
        located.size() - faultyCount,
        faultyCount,
        admitted.refusedCount(),
        handover.samples(),
        handover.unkept(),
        handover.pauses(),
        handover.paused(),
        writeCount);
  }

  private static String text(LinkException e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? "the link broke" : message;
  }

  private static String crash(Throwable e) {
    return "the driver failed by an error of its own, tell who made it: " + e;
  }

  private Moment moment() {
    return new Moment(clock.instant(), nanos.getAsLong());
  }

  private long wallNanos() {
    return nanosOf(clock.instant());
  }

  private static long nanosOf(Instant at) {
    return Math.max(0, at.getEpochSecond()) * 1_000_000_000L + at.getNano();
  }

  /** Passes what a session tells on to the line. */
  private final class LineSink implements Sink {
    private @Nullable GroupPlan plan;
    private boolean isOnce;
    private long receivedNanos;

    /** The same moment by the clock that is never set. */
    private long receivedTicks;

    /**
     * What comes now is about the points of this plan.
     *
     * @param once whether each is told once
     */
    private void into(GroupPlan now, boolean once) {
      plan = now;
      isOnce = once;
      receivedNanos = wallNanos();
      receivedTicks = nanos.getAsLong();
    }

    @Override
    public void answered() {
      Instant now = clock.instant();
      receivedNanos = nanosOf(now);
      receivedTicks = nanos.getAsLong();
      heard(now);
    }

    @Override
    public void value(int point, Scalar value, int quality, long sourceTimeNanos) {
      GroupPlan of = plan;
      if (of == null) {
        throw new IllegalStateException("a value that nobody asked for");
      }
      if (!isOnce || of.isNew(point)) {
        line.raw(of.point(point), value, quality, sourceTimeNanos, receivedNanos, handover);
        // Behind it: nobody takes an older value for what was read just now.
        pointsHeard.heard(of.point(point), receivedTicks);
      }
    }
  }
}
