package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SettlingTest {
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final String WHAT = "writing down";

  /** Hangs as a write to a disk does that does not answer: no interrupt helps. */
  private static void hang(CountDownLatch begun, CountDownLatch answer) {
    begun.countDown();
    boolean isAnswered = false;
    while (!isAnswered) {
      try {
        answer.await();
        isAnswered = true;
      } catch (InterruptedException deaf) {
        isAnswered = false; // As the kernel, which has no ear for it.
      }
    }
  }

  @Test
  void aDiskThatDoesNotAnswerIsSaidAndHoldsUpNoEnd() throws Exception {
    var begun = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    var settling = new Settling(WHAT, SOON, PATIENCE, () -> hang(begun, answer));
    settling.start();
    try {
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      TestPlant.await(() -> settling.obstacle().isPresent());
      assertThat(settling.obstacle().orElseThrow()).contains(WHAT, "the disk does not answer");
      long began = System.nanoTime();
      assertThatThrownBy(settling::close)
          .isInstanceOf(IOException.class)
          .hasMessage(WHAT + " did not end; the disk may not answer");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    } finally {
      answer.countDown();
    }
    TestPlant.await(() -> settling.obstacle().isEmpty());
    settling.close();
  }

  /** Somebody who closes and is interrupted gives up sooner, and knows of the interrupt. */
  @Test
  void anInterruptOfWhoClosesIsKept() throws Exception {
    var begun = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    var settling = new Settling(WHAT, SOON, PATIENCE, () -> hang(begun, answer));
    settling.start();
    try {
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(settling::close).isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      answer.countDown();
    }
    settling.close();
  }

  @Test
  void anErrorOfOursIsSaidAndTriedAgain() throws Exception {
    var turns = new AtomicInteger();
    var mended = new CountDownLatch(1);
    var settling =
        new Settling(
            WHAT,
            SOON,
            PATIENCE,
            () -> {
              int _ = turns.incrementAndGet();
              if (mended.getCount() > 0) {
                throw new IllegalStateException("a rule of ours");
              }
            });
    settling.start();
    TestPlant.await(() -> turns.get() >= 3);
    assertThat(settling.obstacle().orElseThrow()).contains(WHAT, "a rule of ours");
    mended.countDown();
    TestPlant.await(() -> settling.obstacle().isEmpty());
    settling.close();
  }
}
