package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.delivery.DeliveryRules;
import dev.penstock.flow.journal.DropPlan;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Pending;
import dev.penstock.flow.journal.Retention;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.pump.FakeDestination.Got;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a destination gets of a real journal, over outages, restarts and retention. */
@Timeout(300)
final class DestinationPumpTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int SEGMENT_BYTES = 64 * 1024;
  private static final DeliveryRules RULES =
      new DeliveryRules(
          DeliveryRules.Order.LIVE_FIRST, DeliveryRules.UNTHROTTLED, Duration.ZERO, 10, 50);

  private final FakeClock clock = FakeClock.of();

  /** A second goes by each time that somebody asks: what is to be kept is kept at each step. */
  private final AtomicLong ticks = new AtomicLong();

  private volatile long tick = Duration.ofSeconds(1).toNanos();
  private DeliveryRules rules = RULES;

  private FileJournal journal;
  private FakeDestination destination = new FakeDestination();
  private DestinationPump pump;
  private volatile Pending kept = Pending.from(0);
  private volatile boolean isUnkeepable;
  private final long[] nextSeq = new long[5];
  private final Set<Long> said = new TreeSet<>();

  @BeforeEach
  void open() {
    JournalOpening opening =
        FileJournal.create(
            SimDisk.calm(),
            SEGMENT_BYTES,
            JournalOptions.of(clock, new SplittableRandom(1), "test"));
    journal = ((JournalOpening.Opened) opening).journal();
    pump = pump();
  }

  @AfterEach
  void close() throws IOException {
    pump.close();
    journal.close();
  }

  private DestinationPump pump() {
    DestinationPump.Opening opening =
        DestinationPump.open(
            "cloud",
            journal,
            kept,
            destination,
            rules,
            this::keep,
            new DestinationPump.Around(clock, () -> ticks.addAndGet(tick)));
    assertThat(opening).isInstanceOf(DestinationPump.Opening.Opened.class);
    DestinationPump opened = ((DestinationPump.Opening.Opened) opening).pump();
    opened.start();
    return opened;
  }

  private void keep(Pending pending) throws IOException {
    if (isUnkeepable) {
      throw new IOException("no space left");
    }
    kept = pending;
  }

  /** Frames of two records of one of four sources each, with others between them. */
  private void say(int frames) throws InterruptedException {
    for (int i = 0; i < frames; i++) {
      var batch = new FrameBatch();
      int source = 1 + i % 4;
      var _ = batch.frame(RecordClass.PLANT, source, nextSeq[source]);
      for (int k = 0; k < 2; k++) {
        long seq = nextSeq[source]++;
        var record =
            new LedgerRecord(
                seq, source, 0L, null, 1L, 0, new Sample(SampleValue.of("x".repeat(200))));
        var _ = batch.record(record.encode());
        said.add(FakeDestination.key(source, seq));
      }
      if (i % 3 == 0) {
        var _ = batch.frame(RecordClass.CONTROL, 0, nextSeq[0]);
        var finding =
            new FindingMade(
                "X", null, null, null, null, null, 1L, List.of(), null, "x", Details.NONE);
        var record = new LedgerRecord(nextSeq[0]++, 0, null, null, 1L, 0, finding);
        var _ = batch.record(record.encode());
      }
      assertThat(journal.append(batch)).isInstanceOf(JournalOutcome.Appended.class);
    }
  }

  private void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 6_000 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean())
        .as(
            "%s, kept %s of %s, got %s of %s",
            pump.figures(), kept, journal.end(), destination.got().size(), said.size())
        .isTrue();
  }

  private boolean isAllSettled() {
    return kept.equals(Pending.from(journal.end())) && pump.figures().lag() == 0;
  }

  @Test
  void whatComesInGoesOutOnceAndInOrder() throws Exception {
    destination.link();
    await(() -> pump.figures().isLinked());
    say(100);
    await(this::isAllSettled);
    List<Got> got = destination.got();
    assertThat(got).hasSize(200).noneMatch(Got::isHistory);
    assertThat(destination.keys()).isEqualTo(said);
    for (long source = 1; source <= 4; source++) {
      long of = source;
      assertThat(got.stream().map(Got::key).filter(key -> key >> 32 == of)).isSorted();
    }
    DestinationFigures figures = pump.figures();
    assertThat(figures.acknowledged()).isEqualTo(200);
    assertThat(figures.behind()).isZero();
    assertThat(figures.isLinked()).isTrue();
  }

  @Test
  void afterAnOutageWhatIsNewGoesFirstAndWhatWasMissedIsMarked() throws Exception {
    destination.link();
    await(() -> pump.figures().isLinked());
    say(10);
    await(this::isAllSettled);
    destination.cut();
    await(() -> !pump.figures().isLinked());
    say(50);
    await(() -> pump.figures().lag() > 0);
    assertThat(pump.figures().why()).contains("the wire is cut");
    destination.answers(false);
    destination.link();
    await(() -> pump.figures().isLinked() && destination.got().size() > 20);
    say(4);
    // Nothing is acknowledged, so no more is sent than may be under way, and a frame's rest.
    await(() -> pump.figures().sent() >= 70);
    assertThat(pump.figures().historyLeft()).isPositive();
    destination.answers(true);
    await(this::isAllSettled);
    assertThat(destination.keys()).isEqualTo(said);
    assertThat(destination.got()).hasSize(128);
    assertThat(destination.got().stream().filter(Got::isHistory)).hasSize(100);
    assertThat(pump.figures().historyLeft()).isZero();
  }

  @Test
  void aBrokenLinkOfASecondIsNoHistory() throws Exception {
    pump.close();
    destination = new FakeDestination();
    tick = Duration.ofMillis(50).toNanos();
    rules =
        new DeliveryRules(
            DeliveryRules.Order.LIVE_FIRST,
            DeliveryRules.UNTHROTTLED,
            Duration.ofMinutes(10),
            10,
            50);
    say(1);
    pump = pump();
    destination.link();
    await(this::isAllSettled);
    // What was missed before the start may be days old.
    assertThat(destination.got()).hasSize(2).allMatch(Got::isHistory);
    destination.cut();
    await(() -> !pump.figures().isLinked());
    say(50);
    destination.link();
    say(4);
    await(this::isAllSettled);
    assertThat(destination.keys()).isEqualTo(said);
    assertThat(destination.got().stream().filter(Got::isHistory)).hasSize(2);
  }

  @Test
  void whatWasNotAcknowledgedComesAgainAfterARestart() throws Exception {
    destination.link();
    destination.answers(false);
    say(10);
    await(() -> destination.keys().equals(said));
    pump.close();
    assertThat(destination.isClosed()).isTrue();
    assertThat(kept).isEqualTo(Pending.from(0));
    destination = new FakeDestination();
    pump = pump();
    destination.link();
    await(this::isAllSettled);
    assertThat(destination.keys()).isEqualTo(said);
    assertThat(destination.got()).hasSize(20);
  }

  @Test
  void whatWasAcknowledgedDoesNotComeAgainAfterARestart() throws Exception {
    destination.link();
    say(10);
    await(this::isAllSettled);
    pump.close();
    destination = new FakeDestination();
    pump = pump();
    destination.link();
    say(1);
    await(this::isAllSettled);
    assertThat(destination.got()).hasSize(2);
  }

  @Test
  void acknowledgementsOfAnEarlierLinkSettleNothing() throws Exception {
    destination.link();
    destination.answers(false);
    say(4);
    await(() -> destination.got().size() == 8);
    destination.cut();
    destination.link();
    await(() -> destination.got().size() == 16);
    destination.answers(true);
    await(this::isAllSettled);
    assertThat(pump.figures().acknowledged()).isEqualTo(8);
    assertThat(pump.figures().sent()).isEqualTo(16);
    assertThat(pump.figures().links()).isEqualTo(2);
  }

  /** Req: 62443-4-2 CR 2.9. */
  @Test
  void whatRetentionTakesIsStatedExactlyAndTheRestArrives() throws Exception {
    destination.link();
    say(20);
    await(this::isAllSettled);
    destination.cut();
    await(() -> !pump.figures().isLinked());
    say(2_000);
    // The place that only reads says at the next step that it misses nothing.
    await(() -> plan(200_000).losses().stream().allMatch(loss -> loss.cursor().equals("cloud")));
    DropPlan plan = plan(200_000);
    Set<Long> lost = new TreeSet<>();
    for (DropPlan.Loss loss : plan.losses()) {
      assertThat(loss.cursor()).isEqualTo("cloud");
      for (long seq = loss.firstSeq(); seq <= loss.lastSeq(); seq++) {
        lost.add(FakeDestination.key(loss.source(), seq));
      }
    }
    assertThat(lost).hasSizeGreaterThan(1_000);
    assertThat(dropped(plan)).isTrue();
    destination.link();
    await(this::isAllSettled);
    // What came and what is stated as lost are all that was said, and nothing is both.
    Set<Long> all = new TreeSet<>(destination.keys());
    assertThat(all).doesNotContainAnyElementsOf(lost);
    all.addAll(lost);
    assertThat(all).isEqualTo(said);
    assertThat(pump.figures().overtaken()).isPositive();
    long stated =
        plan.gaps().stream()
            .filter(gap -> gap.cause() == Gap.Cause.OVERWRITTEN)
            .mapToLong(gap -> gap.count() == null ? 0 : gap.count())
            .sum();
    assertThat(stated).isEqualTo(lost.size());
  }

  private DropPlan plan(long bytes) {
    return ((DropPlanning.Planned) journal.planDrop(plantBytes(bytes))).plan();
  }

  private static Retention plantBytes(long bytes) {
    return new Retention(
        List.of(new Retention.Limit(RecordClass.PLANT, bytes, Duration.ofDays(365))));
  }

  private boolean dropped(DropPlan plan) throws InterruptedException {
    var batch = new FrameBatch();
    var _ = batch.frame(RecordClass.CONTROL, 0, nextSeq[0]);
    for (Gap gap : plan.gaps()) {
      var _ = batch.record(new LedgerRecord(nextSeq[0]++, 0, null, null, 1L, 0, gap).encode());
    }
    return journal.drop(plan, batch) instanceof JournalOutcome.Appended;
  }

  @Test
  void aValueThatCannotBeOpenedForNowIsAskedForAgain() throws Exception {
    destination.link();
    destination.failTimes(Integer.MAX_VALUE);
    say(4);
    await(() -> pump.figures().why().filter(why -> why.contains("vault")).isPresent());
    destination.failTimes(0);
    await(this::isAllSettled);
    assertThat(destination.got()).hasSize(8);
    assertThat(pump.figures().why()).isEmpty();
  }

  @Test
  void aPlaceThatCannotBeKeptIsSaidAndSpared() throws Exception {
    isUnkeepable = true;
    destination.link();
    say(200);
    await(() -> destination.keys().equals(said) && pump.figures().lag() == 0);
    await(() -> pump.figures().why().filter(why -> why.contains("not kept")).isPresent());
    // After a crash it would begin where it was kept last, so retention counts that as missing.
    var planned = (DropPlanning.Planned) journal.planDrop(plantBytes(1));
    assertThat(planned.plan().losses()).isNotEmpty();
    isUnkeepable = false;
    await(this::isAllSettled);
    // That it is kept is known to the journal a moment later.
    await(() -> plan(1).losses().isEmpty());
  }
}
