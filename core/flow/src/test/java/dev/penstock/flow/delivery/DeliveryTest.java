package dev.penstock.flow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.delivery.DeliveryRules.Order;
import dev.penstock.flow.journal.Pending;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Live first, history behind it, and nothing forgotten. */
class DeliveryTest {
  private static final Set<RecordClass> PLANT = Set.of(RecordClass.PLANT);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private static DeliveryRules rules(Order order, int historyPerSecond) {
    return new DeliveryRules(order, historyPerSecond, FRESH, 10, 1_000);
  }

  private static Delivery after(long outageFrom, long end, DeliveryRules rules) {
    var delivery = new Delivery(PLANT, Pending.from(outageFrom), rules);
    delivery.linked(end, START, LONG);
    return delivery;
  }

  @Test
  void withoutALinkThereIsNothingToSend() {
    var delivery = new Delivery(PLANT, Pending.from(0), rules(Order.LIVE_FIRST, 0));
    assertThat(delivery.next(100, START)).isEqualTo(new Next.Idle());
    delivery.linked(100, START, LONG);
    delivery.lost();
    assertThat(delivery.next(100, START)).isEqualTo(new Next.Idle());
  }

  @Test
  void aShortOutageIsMadeGoodInOrder() {
    var delivery = new Delivery(PLANT, Pending.from(5), rules(Order.LIVE_FIRST, 0));
    delivery.linked(100, START, FRESH);
    assertThat(delivery.isCatchingUp()).isFalse();
    assertThat(delivery.next(100, START)).isEqualTo(new Next.Live(5, 10));
  }

  @Test
  void aShortOutageBehindALongOneIsNoShortOne() {
    Delivery delivery = after(0, 100, rules(Order.LIVE_FIRST, 0));
    delivery.sent(new Next.History(0, 100, 10), 10, 10);
    delivery.sent(new Next.Live(100, 10), 110, 10);
    delivery.delivered(100, 110, 10);
    delivery.lost();
    delivery.linked(120, START, Duration.ZERO);
    assertThat(delivery.isCatchingUp()).isTrue();
    assertThat(delivery.next(120, START)).isEqualTo(new Next.History(0, 100, 10));
  }

  @Test
  void afterALongOneLiveGoesFirstAndHistoryBetween() {
    Delivery delivery = after(0, 100, rules(Order.LIVE_FIRST, 0));
    assertThat(delivery.isCatchingUp()).isTrue();
    assertThat(delivery.next(100, START)).isEqualTo(new Next.History(0, 100, 10));
    delivery.sent(new Next.History(0, 100, 10), 10, 10);
    assertThat(delivery.next(130, START)).isEqualTo(new Next.Live(100, 10));
    delivery.sent(new Next.Live(100, 10), 110, 10);
    assertThat(delivery.next(130, START)).isEqualTo(new Next.History(10, 100, 10));
  }

  @Test
  void historyTakesNoMoreThanItsShareAndLiveGoesOn() {
    Delivery delivery = after(0, 1_000, rules(Order.LIVE_FIRST, 20));
    Instant now = START.plusMillis(1);
    Next first = delivery.next(1_000, now);
    assertThat(first).isEqualTo(new Next.History(0, 1_000, 10));
    delivery.sent(first, 10, 10);
    // Ten records are half a second of twenty.
    assertThat(delivery.next(1_000, now))
        .isInstanceOfSatisfying(
            Next.Wait.class,
            wait ->
                assertThat(wait.atMost())
                    .isBetween(Duration.ofMillis(490), Duration.ofMillis(500)));
    assertThat(delivery.next(1_001, now)).isEqualTo(new Next.Live(1_000, 10));
    assertThat(delivery.next(1_000, now.plusMillis(501)))
        .isEqualTo(new Next.History(10, 1_000, 10));
  }

  @Test
  void aShareThatWasNotUsedIsNoBurst() {
    Delivery delivery = after(0, 10_000, rules(Order.LIVE_FIRST, 20));
    Instant later = START.plusSeconds(3_600);
    long sent = 0;
    while (delivery.next(10_000, later) instanceof Next.History portion) {
      delivery.sent(portion, portion.from() + 10, 10);
      sent += 10;
    }
    assertThat(sent).isEqualTo(20);
  }

  @Test
  void aClockThatWasSetBackGivesNoShareAndTakesNone() {
    Delivery delivery = after(0, 1_000, rules(Order.LIVE_FIRST, 20));
    delivery.sent(delivery.next(1_000, START.plusSeconds(1)), 10, 10);
    assertThat(delivery.next(1_000, START.minusSeconds(100))).isInstanceOf(Next.History.class);
  }

  @Test
  void inOrderLiveWaitsForAllThatWasMissed() {
    Delivery delivery = after(0, 20, rules(Order.IN_ORDER, 0));
    List<Next> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Next next = delivery.next(25, START);
      all.add(next);
      delivery.sent(next, i < 2 ? 10 * i + 10 : 25, 10);
    }
    assertThat(all)
        .containsExactly(
            new Next.History(0, 20, 10), new Next.History(10, 20, 10), new Next.Live(20, 10));
  }

  @Test
  void noMoreIsUnderWayThanIsAllowed() {
    var delivery =
        new Delivery(PLANT, Pending.from(0), new DeliveryRules(Order.LIVE_FIRST, 0, FRESH, 10, 15));
    delivery.linked(100, START, FRESH);
    delivery.sent(delivery.next(100, START), 10, 10);
    assertThat(delivery.next(100, START)).isEqualTo(new Next.Live(10, 5));
    delivery.sent(new Next.Live(10, 5), 15, 5);
    assertThat(delivery.next(100, START)).isEqualTo(new Next.Idle());
    delivery.delivered(0, 10, 10);
    assertThat(delivery.next(100, START)).isEqualTo(new Next.Live(15, 10));
  }

  @Test
  void whatRetentionTookIsPassedOver() {
    Delivery delivery = after(0, 100, rules(Order.LIVE_FIRST, 0));
    delivery.overtaken(RecordClass.PLANT, 40);
    assertThat(delivery.next(100, START)).isEqualTo(new Next.History(40, 100, 10));
    delivery.overtaken(RecordClass.PLANT, 30);
    assertThat(delivery.pending().first()).isEqualTo(40);
  }

  @Test
  void whatIsGoneOfOneClassLeavesTheOthersToDeliver() {
    var delivery =
        new Delivery(
            Set.of(RecordClass.PLANT, RecordClass.CONTROL),
            Pending.from(0),
            rules(Order.LIVE_FIRST, 0));
    delivery.linked(100, START, LONG);
    delivery.overtaken(RecordClass.PLANT, 40);
    assertThat(delivery.next(100, START)).isEqualTo(new Next.History(0, 100, 10));
    assertThatThrownBy(() -> delivery.overtaken(RecordClass.ACCESS, 40))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsSentThatWasNotToBe() {
    Delivery delivery = after(0, 100, rules(Order.LIVE_FIRST, 0));
    assertThatThrownBy(() -> delivery.sent(new Next.Idle(), 10, 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> delivery.sent(new Next.Live(10, 10), 10, 10))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whateverHappensEveryPositionArrivesOrWasOvertaken() {
    Property.forAll(Gen.seeds())
        .cases(300, 30_000)
        .holds(seed -> new Story(new Random(seed)).play());
  }

  /** A destination over a life: links come and go, it restarts, retention takes what is old. */
  private static final class Story {
    private final Random random;
    private final DeliveryRules rules;

    /** With two, every odd position is of the class that is never dropped. */
    private final Set<RecordClass> classes;

    private Delivery delivery;
    private Instant now = START;
    private int end;
    private int goneBelow;
    private int toldGoneBelow;
    private boolean isLinked;
    private final BitSet arrived = new BitSet();
    private final Deque<int[]> underWay = new ArrayDeque<>();
    private int liveBefore;
    private int historyBefore;

    Story(Random random) {
      this.random = random;
      this.rules =
          new DeliveryRules(
              random.nextBoolean() ? Order.LIVE_FIRST : Order.IN_ORDER,
              random.nextBoolean() ? 0 : 1 + random.nextInt(500),
              FRESH,
              1 + random.nextInt(30),
              1 + random.nextInt(200));
      this.classes = random.nextBoolean() ? PLANT : Set.of(RecordClass.PLANT, RecordClass.CONTROL);
      this.delivery = new Delivery(classes, Pending.from(0), rules);
    }

    private boolean isGone(int position) {
      return position < goneBelow && (classes.size() == 1 || position % 2 == 0);
    }

    void play() {
      for (int i = 0; i < 400; i++) {
        now = now.plusMillis(random.nextInt(200));
        step();
      }
      if (isLinked) {
        unlink();
      }
      link();
      settleAll();
      for (int position = 0; position < end; position++) {
        if (!isGone(position)) {
          assertThat(arrived.get(position)).as("position " + position + " came").isTrue();
        }
      }
      assertThat(delivery.pending()).isEqualTo(Pending.from(end));
    }

    private void step() {
      switch (random.nextInt(10)) {
        case 0, 1 -> end += random.nextInt(40);
        case 2 -> {
          if (isLinked) {
            unlink();
          } else {
            link();
          }
        }
        case 3 -> retention();
        case 4 -> {
          if (random.nextInt(4) == 0) {
            restart();
          }
        }
        case 5, 6 -> acknowledge();
        default -> {
          boolean _ = send();
        }
      }
    }

    private void restart() {
      Pending stored = delivery.pending();
      delivery = new Delivery(classes, stored, rules);
      isLinked = false;
      toldGoneBelow = 0;
      underWay.clear();
    }

    private void link() {
      delivery.linked(end, now, random.nextBoolean() ? FRESH : LONG);
      isLinked = true;
      underWay.clear();
      liveBefore = -1;
      historyBefore = -1;
    }

    private void unlink() {
      delivery.lost();
      isLinked = false;
      underWay.clear();
    }

    private void retention() {
      if (random.nextInt(3) == 0 && goneBelow < end) {
        goneBelow += random.nextInt(end - goneBelow);
      }
    }

    private boolean send() {
      Next next = delivery.next(end, now);
      switch (next) {
        case Next.Live live -> {
          assertThat(live.from()).isGreaterThanOrEqualTo(liveBefore);
          liveBefore = read(live, (int) live.from(), end, live.recordsMax());
        }
        case Next.History history -> {
          assertThat(history.from()).isGreaterThanOrEqualTo(historyBefore);
          historyBefore =
              read(history, (int) history.from(), (int) history.below(), history.recordsMax());
        }
        case Next.Wait wait -> now = now.plus(wait.atMost());
        case Next.Idle _ -> {
          return false;
        }
      }
      return true;
    }

    /** Each position is one record. */
    private int read(Next portion, int from, int below, int most) {
      assertThat(from).isLessThan(below);
      if (from < goneBelow && toldGoneBelow < goneBelow) {
        toldGoneBelow = goneBelow;
        delivery.overtaken(RecordClass.PLANT, goneBelow);
        return from;
      }
      int count = Math.min(most, Math.min(below - from, 1 + random.nextInt(30)));
      delivery.sent(portion, from + count, count);
      underWay.add(new int[] {from, from + count});
      assertThat(underWay.stream().mapToInt(range -> range[1] - range[0]).sum())
          .isLessThanOrEqualTo(rules.underWayRecordsMax());
      return from + count;
    }

    private void acknowledge() {
      int[] range = random.nextBoolean() ? underWay.pollFirst() : underWay.pollLast();
      if (range != null) {
        for (int position = range[0]; position < range[1]; position++) {
          arrived.set(position, !isGone(position) || arrived.get(position));
        }
        delivery.delivered(range[0], range[1], range[1] - range[0]);
      }
    }

    private void settleAll() {
      for (int i = 0; i < 100_000; i++) {
        while (!underWay.isEmpty()) {
          acknowledge();
        }
        now = now.plusMillis(10);
        if (!send()) {
          return;
        }
      }
      throw new AssertionError("it does not come to an end");
    }
  }
}
