package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes past the line, what stands in it, and in which order all of it is taken. */
@Timeout(300)
class WaitingLineTest {
  private final AtomicLong faults = new AtomicLong();
  private final WaitingLine line = new WaitingLine(5, 1_000, faults);
  private final List<Integer> taken = new ArrayList<>();
  private boolean isFull;

  private WaitingLine.Offer offer(int number) {
    return () -> !isFull && taken.add(number);
  }

  private void pump() throws InterruptedException {
    assertThat(line.isTaken(line.first())).isTrue();
    line.removeFirst();
  }

  @Test
  void whatNothingWaitsBeforeGoesInAtOnce() throws InterruptedException {
    line.put(offer(1), 10);
    assertThat(taken).containsExactly(1);
    assertThat(line.count()).isZero();
  }

  @Test
  void whatComesBehindSomethingThatWaitsWaitsToo() throws InterruptedException {
    isFull = true;
    line.put(offer(1), 10);
    isFull = false;
    line.put(offer(2), 10);
    assertThat(taken).isEmpty();
    assertThat(line.count()).isEqualTo(2);
    pump();
    line.put(offer(3), 10);
    assertThat(taken).containsExactly(1);
    pump();
    pump();
    assertThat(taken).containsExactly(1, 2, 3);
  }

  /** The other thread has the first in its hands: it is in line until it is taken for good. */
  @Test
  void nothingOvertakesWhatIsBeingHandedIn() throws InterruptedException {
    isFull = true;
    line.put(offer(1), 10);
    WaitingLine.Offer first = line.first();
    isFull = false;
    assertThat(line.isTaken(first)).isTrue();
    line.put(offer(2), 10);
    assertThat(taken).containsExactly(1);
    line.removeFirst();
    pump();
    assertThat(taken).containsExactly(1, 2);
  }

  @Test
  void anIntakeThatFailsHasNotTakenItAndIsCounted() throws InterruptedException {
    line.put(
        () -> {
          if (faults.get() == 0) {
            throw new IllegalStateException("the first time");
          }
          return taken.add(1);
        },
        10);
    assertThat(faults).hasValue(1);
    assertThat(line.count()).isEqualTo(1);
    pump();
    assertThat(taken).containsExactly(1);
  }

  /** An intake that is full now and then, asked by two threads. */
  @Test
  void allIsTakenOnceAndInOrder() throws InterruptedException {
    int count = 20_000;
    var random = new SplittableRandom(Seed.value());
    List<Integer> all = new ArrayList<>();
    Thread pump =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                while (true) {
                  WaitingLine.Offer first = line.first();
                  while (!line.isTaken(first)) {
                    Thread.onSpinWait();
                  }
                  line.removeFirst();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    for (int i = 0; i < count; i++) {
      int number = i;
      line.put(
          () -> {
            synchronized (all) {
              return random.nextInt(4) != 0 && all.add(number);
            }
          },
          10);
    }
    line.put(
        () -> {
          synchronized (all) {
            all.notifyAll();
            return all.add(count);
          }
        },
        10);
    synchronized (all) {
      while (all.size() <= count) {
        all.wait(10);
      }
    }
    pump.interrupt();
    pump.join();
    for (int i = 0; i <= count; i++) {
      assertThat(all.get(i)).as(Seed.describe()).isEqualTo(i);
    }
  }
}
