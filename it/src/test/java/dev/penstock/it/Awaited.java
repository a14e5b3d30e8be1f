package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what programs of others do in their own time. */
final class Awaited {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final long LOOK_MS = 25;

  /** A busy machine takes its time; whoever waits longer than this waits for nothing. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(180);

  private Awaited() {}

  /** A question that is asked again until it is answered with yes. */
  interface Question {
    boolean isSo() throws Exception;
  }

  static void await(Question question) throws Exception {
    await(question, () -> "what is waited for");
  }

  /** The same; where it never comes, it is said how things stand. */
  static void await(Question question, Supplier<String> state) throws Exception {
    long began = System.nanoTime();
    boolean isSo = question.isSo();
    while (!isSo && System.nanoTime() - began < LONGEST_NANOS) {
      boolean _ = NEVER.await(LOOK_MS, TimeUnit.MILLISECONDS);
      isSo = question.isSo();
    }
    assertThat(isSo).as(state).isTrue();
  }
}
