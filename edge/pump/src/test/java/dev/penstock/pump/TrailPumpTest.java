package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditForm;
import dev.penstock.audit.AuditTrail;
import dev.penstock.audit.TrailPosition;
import dev.penstock.audit.TrailWire;
import dev.penstock.flow.anchoring.Backoff;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The trail on its way to another system. Req: 62443-4-2 CR 6.1, CR 6.2. */
@Timeout(300)
class TrailPumpTest {
  private static final AuditForm.Writer WRITER = new AuditForm.Writer("0.1.0", "gw-1");
  private static final Duration SOON = Duration.ofMillis(2);

  private final TrailRecords records = new TrailRecords();
  private final List<String> arrived = new CopyOnWriteArrayList<>();
  private final List<TrailPosition> kept = new CopyOnWriteArrayList<>();
  private final AtomicLong ticks = new AtomicLong();

  private TrailPump pump(TrailPosition from, TrailPump.Keeping keeping, TrailWire wire) {
    return new TrailPump(
        new TrailPump.Destination("soc", AuditForm.CEF, WRITER, wire),
        new AuditTrail(records, _ -> Optional.empty()),
        records::sealed,
        from,
        keeping,
        new TrailPump.Around(
            FakeClock.of(), ticks::get, new SplittableRandom(7), SOON, new Backoff(SOON, SOON)));
  }

  private TrailPump pump(TrailWire wire) {
    return pump(TrailPosition.BEGINNING, kept::add, wire);
  }

  private boolean take(List<byte[]> messages) {
    messages.forEach(each -> arrived.add(new String(each, StandardCharsets.UTF_8)));
    return true;
  }

  /** The objects of the rows that arrived, in their order. */
  private List<String> objects() {
    return arrived.stream()
        .filter(line -> line.contains(" msg=object-"))
        .map(line -> line.replaceFirst(".* msg=(object-\\d+).*", "$1"))
        .toList();
  }

  private static List<String> objects(int from, int to) {
    List<String> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add("object-" + i);
    }
    return all;
  }

  private static void await(BooleanSupplier isSo) throws InterruptedException {
    var never = new CountDownLatch(1);
    while (!isSo.getAsBoolean()) {
      boolean _ = never.await(2, TimeUnit.MILLISECONDS);
    }
  }

  @Test
  void whatIsSealedIsSentInItsOrderAndOnce() throws Exception {
    records.add(3);
    try (TrailPump pump = pump(this::take)) {
      pump.start();
      await(() -> arrived.size() == 3);
      records.addOther(50);
      records.add(1_700);
      await(() -> arrived.size() == 1_703);
      await(() -> pump.state().behindSince().isEmpty());
      assertThat(pump.state().sent()).isEqualTo(1_703);
      assertThat(pump.state().unconfirmed()).isZero();
      assertThat(pump.obstacle()).isEmpty();
    }
    assertThat(objects()).isEqualTo(objects(0, 1_703));
    assertThat(kept.getLast().entry()).isEqualTo(records.sealed() - 1);
  }

  @Test
  void itGoesOnWhereItWasAfterARestart() throws Exception {
    records.add(5);
    try (TrailPump pump = pump(this::take)) {
      pump.start();
      await(() -> arrived.size() == 5);
    }
    records.add(4);
    try (TrailPump pump = pump(kept.getLast(), kept::add, this::take)) {
      pump.start();
      await(() -> arrived.size() == 9);
    }
    assertThat(objects()).isEqualTo(objects(0, 9));
  }

  /** A wire that was cut has perhaps taken some: they come again, and none is lost. */
  @Test
  void whatMayNotHaveArrivedIsSentAgain() throws Exception {
    records.add(400);
    var cuts = new AtomicInteger();
    try (TrailPump pump =
        pump(messages -> {
          if (cuts.incrementAndGet() <= 3) {
            boolean _ = take(messages.subList(0, messages.size() / 2));
            throw new IOException("the wire was cut");
          }
          return take(messages);
        })) {
      pump.start();
      await(() -> objects().contains("object-399"));
      // Each is counted once.
      await(() -> pump.state().failures() == 0 && pump.state().sent() == 400);
    }
    assertThat(objects().stream().distinct().toList()).isEqualTo(objects(0, 400));
    assertThat(objects()).hasSizeGreaterThan(400);
  }

  /** Who takes ten rows in the time that there is gets ten at a time. */
  @Test
  void aSlowReceiverGetsLessAtATime() throws Exception {
    records.add(300);
    try (TrailPump pump =
        pump(messages -> {
          if (messages.size() > 10) {
            throw new IOException("its time was over");
          }
          return take(messages);
        })) {
      pump.start();
      await(() -> arrived.size() == 300);
    }
    assertThat(objects()).isEqualTo(objects(0, 300));
  }

  @Test
  void whatNobodyConfirmsIsCounted() throws Exception {
    records.add(2);
    try (TrailPump pump =
        pump(messages -> {
          boolean _ = take(messages);
          return false;
        })) {
      pump.start();
      await(() -> pump.state().sent() == 2);
      assertThat(pump.state().unconfirmed()).isEqualTo(2);
    }
  }

  @Test
  void oneThatIsAwayForLongIsAnObstacleUntilItHasEverything() throws Exception {
    var isAway = new AtomicReference<>(true);
    records.add(1);
    try (TrailPump pump =
        pump(messages -> {
          if (isAway.get()) {
            throw new IOException("soc.example:6514 cannot be reached");
          }
          return take(messages);
        })) {
      pump.start();
      await(() -> pump.state().failures() > 2);
      assertThat(pump.obstacle()).as("a moment is no trouble").isEmpty();
      ticks.set(TrailPump.LATE.plusSeconds(1).toNanos());
      assertThat(pump.obstacle().orElseThrow())
          .startsWith("the audit trail is late at soc: what happened since ")
          .endsWith("soc.example:6514 cannot be reached");
      isAway.set(false);
      await(() -> pump.obstacle().isEmpty());
      assertThat(objects()).isEqualTo(objects(0, 1));
    }
  }

  @Test
  void whatRetentionTookIsSaidOnceAndBeforeWhatFollows() throws Exception {
    records.add(4);
    records.prune(3);
    try (TrailPump pump = pump(this::take)) {
      pump.start();
      await(() -> objects().contains("object-3"));
      records.add(2);
      await(() -> objects().size() == 3);
      assertThat(pump.state().gaps()).isEqualTo(1);
    }
    assertThat(arrived.getFirst())
        .contains("|trail.gap|", "from the beginning and below block 3 may be missing")
        .contains("journal.access");
    assertThat(arrived).filteredOn(line -> line.contains("trail.gap")).hasSize(1);
  }

  private void awaitGapFrom(TrailPosition from) throws Exception {
    try (TrailPump pump = pump(from, kept::add, this::take)) {
      pump.start();
      await(() -> objects().contains("object-4"));
    }
  }

  @Test
  void theFirstBlockAloneIsMissedToo() throws Exception {
    records.add(5);
    records.prune(1);
    awaitGapFrom(TrailPosition.BEGINNING);
    assertThat(arrived.getFirst()).contains("|trail.gap|", "below block 1 may be missing");
    assertThat(objects()).isEqualTo(objects(1, 5));
  }

  /** Of the block where it stands, it may have had only a part. */
  @Test
  void theRestOfTheBlockWhereItStandsIsMissed() throws Exception {
    records.add(5);
    records.prune(3);
    awaitGapFrom(new TrailPosition(Optional.of(new RecordPlace(2, 0))));
    assertThat(arrived.getFirst()).contains("|trail.gap|", "after 2.0 and below block 3");
  }

  @Test
  void aBlockThatWasDealtWithWholeIsNotMissed() throws Exception {
    records.add(5);
    records.prune(3);
    awaitGapFrom(TrailPosition.behind(3));
    assertThat(objects()).isEqualTo(objects(3, 5));
    assertThat(arrived).noneMatch(line -> line.contains("trail.gap"));
  }

  /** What was looked at to its end may go later, and nobody is told that it is missing. */
  @Test
  void whatGoesAfterItWasSentIsNoGap() throws Exception {
    records.add(3);
    records.addOther(2);
    try (TrailPump pump = pump(this::take)) {
      pump.start();
      await(() -> arrived.size() == 3);
    }
    assertThat(kept.getLast()).isEqualTo(TrailPosition.behind(5));
    records.prune(5);
    records.add(2);
    awaitGapFrom(kept.getLast());
    assertThat(objects()).isEqualTo(objects(0, 5));
    assertThat(arrived).noneMatch(line -> line.contains("trail.gap"));
  }

  /** Req: 62443-4-2 CR 6.2 */
  @Test
  void whatIsSealedAndNotInTheIndexWaitsAndIsAnObstacleInTheEnd() throws Exception {
    records.add(4);
    records.holdIndexAt(3);
    try (TrailPump pump = pump(this::take)) {
      pump.start();
      await(() -> pump.state().behindSince().isPresent());
      assertThat(pump.state().isUp()).isFalse();
      assertThat(pump.obstacle()).as("a moment is no trouble").isEmpty();
      ticks.set(TrailPump.LATE.plusSeconds(1).toNanos());
      assertThat(pump.obstacle().orElseThrow())
          .endsWith("the index of the ledger has 3 of 4 blocks");
      assertThat(objects()).isEqualTo(objects(0, 3));
      records.holdIndexAt(0);
      await(() -> pump.state().why().orElse("").contains("has 0 of 4"));
      records.holdIndexAt(4);
      await(() -> pump.obstacle().isEmpty());
      await(() -> pump.state().isUp());
    }
    assertThat(objects()).isEqualTo(objects(0, 4));
  }

  @Test
  void aGapThatWasNotHeardIsSaidAgain() throws Exception {
    records.add(4);
    records.prune(3);
    var tries = new AtomicInteger();
    try (TrailPump pump =
        pump(messages -> {
          if (tries.incrementAndGet() < 3) {
            throw new IOException("away");
          }
          return take(messages);
        })) {
      pump.start();
      await(() -> objects().contains("object-3"));
    }
    assertThat(arrived.getFirst()).contains("|trail.gap|");
  }

  @Test
  void aPositionThatCannotBeKeptIsSaidAndSendingGoesOn() throws Exception {
    records.add(2);
    try (TrailPump pump =
        pump(
            TrailPosition.BEGINNING,
            _ -> {
              throw new IOException("the disk is full");
            },
            this::take)) {
      pump.start();
      await(() -> arrived.size() == 2);
      await(() -> pump.obstacle().isPresent());
      assertThat(pump.obstacle().orElseThrow()).contains("soc", "the disk is full");
    }
  }

  @Test
  void aTrailThatCannotBeReadIsTriedAgain() throws Exception {
    records.add(2);
    records.breakFor(3);
    try (TrailPump pump = pump(this::take)) {
      pump.start();
      await(() -> arrived.size() == 2);
    }
    assertThat(objects()).isEqualTo(objects(0, 2));
  }

  /** The end of a node does not wait for a collector that says nothing. */
  @Test
  void theEndInterruptsWhatIsUnderWayAndItIsSentLater() throws Exception {
    records.add(1);
    var under = new CountDownLatch(1);
    TrailPump pump =
        pump(_ -> {
          under.countDown();
          new CountDownLatch(1).await();
          return true;
        });
    pump.start();
    assertThat(under.await(60, TimeUnit.SECONDS)).isTrue();
    pump.close();
    assertThat(kept).isEmpty();
    try (TrailPump again = pump(this::take)) {
      again.start();
      await(() -> arrived.size() == 1);
    }
  }
}
