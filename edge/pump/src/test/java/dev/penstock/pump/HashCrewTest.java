package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Hands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class HashCrewTest {
  private static final long PATIENCE_SECONDS = 60;

  /** How often each piece was done. */
  private static AtomicIntegerArray done(Hands hands, int pieces) {
    var done = new AtomicIntegerArray(pieces);
    hands.each(
        pieces,
        (_, number) -> {
          int _ = done.incrementAndGet(number);
        });
    return done;
  }

  private static void assertEachOnce(AtomicIntegerArray done) {
    for (int i = 0; i < done.length(); i++) {
      assertThat(done.get(i)).as("piece %d", i).isEqualTo(1);
    }
  }

  @Test
  void everyPieceIsDoneOnce() {
    try (var crew = new HashCrew(4)) {
      for (int pieces = 0; pieces < 200; pieces++) {
        assertEachOnce(done(crew, pieces));
      }
    }
  }

  @Test
  void piecesAreUnderWayAtOnce() {
    try (var crew = new HashCrew(3)) {
      // Each piece waits until all three are under way: one hand alone would never come on.
      var all = new CountDownLatch(3);
      var late = new AtomicInteger();
      crew.each(
          3,
          (_, _) -> {
            all.countDown();
            try {
              if (!all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                int _ = late.incrementAndGet();
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      assertThat(late).hasValue(0);
    }
  }

  @Test
  void noTwoPiecesHaveTheSameHandAtOnce() {
    try (var crew = new HashCrew(4)) {
      var under = new AtomicIntegerArray(crew.count());
      var clashes = new AtomicInteger();
      for (int round = 0; round < 200; round++) {
        crew.each(
            16,
            (hand, _) -> {
              if (under.incrementAndGet(hand) > 1) {
                int _ = clashes.incrementAndGet();
              }
              int _ = under.decrementAndGet(hand);
            });
      }
      assertThat(clashes).hasValue(0);
    }
  }

  @Test
  void whoComesWhileTheyAreBusyDoesItAlone() throws Exception {
    try (var crew = new HashCrew(2);
        var callers = Executors.newFixedThreadPool(3)) {
      List<Future<AtomicIntegerArray>> works = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        works.add(callers.submit(() -> done(crew, 8)));
      }
      for (Future<AtomicIntegerArray> work : works) {
        assertEachOnce(work.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void aPieceThatFailsIsToldWhenAllAreDone() {
    try (var crew = new HashCrew(2)) {
      var done = new AtomicInteger();
      assertThatThrownBy(() ->
              crew.each(
                  10,
                  (_, number) -> {
                    if (number == 3) {
                      throw new IllegalArgumentException("piece 3");
                    }
                    int _ = done.incrementAndGet();
                  }))
          .hasRootCauseMessage("piece 3");
      assertThat(done).hasValue(9);
      assertEachOnce(done(crew, 10));
    }
  }

  @Test
  void anInterruptWaitsForTheLastPieceAndStays() {
    try (var crew = new HashCrew(2)) {
      Thread.currentThread().interrupt();
      AtomicIntegerArray done = done(crew, 100);
      assertThat(Thread.interrupted()).isTrue();
      assertEachOnce(done);
    }
  }

  @Test
  void afterTheEndTheCallerDoesItAlone() {
    var crew = new HashCrew(3);
    crew.close();
    assertEachOnce(done(crew, 50));
  }

  @Test
  void aCrewOfOneIsTheCaller() {
    try (var crew = new HashCrew(1)) {
      assertThat(crew.count()).isEqualTo(1);
      assertEachOnce(done(crew, 5));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new HashCrew(0));
    try (var crew = HashCrew.ofThisMachine()) {
      assertThat(crew.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }
}
