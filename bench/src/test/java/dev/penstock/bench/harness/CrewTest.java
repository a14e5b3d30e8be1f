package dev.penstock.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrewTest {
  private final Budget budget = new Budget(new FakeStopwatch(), 1);

  @Test
  void workersRunAtTheSameTimeAndTheirWorkIsAddedUp() throws Exception {
    var all = new CyclicBarrier(3);
    var numbers = new AtomicInteger();
    var crew =
        new Crew(
            3,
            () -> {
              int number = numbers.incrementAndGet();
              return spent -> {
                try {
                  var _ = all.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                  throw new IOException("worker was alone", e);
                }
                return new Work(number, 1L << number);
              };
            });
    assertThat(crew.run(budget)).isEqualTo(new Work(6, 0b1110));
  }

  @Test
  void aFailureOfOneWorkerIsTheFailureOfTheCrew() {
    var crew =
        new Crew(
            2,
            () ->
                spent -> {
                  throw new IOException("disk gone");
                });
    assertThatIOException().isThrownBy(() -> crew.run(budget)).withMessage("disk gone");
  }

  @Test
  void twoFiguresOfOneNameAreRefusedForNobodyKnowsTheirSum() {
    var work = new Work(1, 1, Map.of("p99_ms", 1.0));
    assertThatIllegalArgumentException().isThrownBy(() -> work.plus(work));
  }
}
