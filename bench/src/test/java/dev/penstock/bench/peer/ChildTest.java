package dev.penstock.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child that answers, one that dies, and that none is left. */
@Timeout(120)
class ChildTest {
  @TempDir private Path folder;

  /** What runs as the child. */
  static final class Echo {
    private Echo() {}

    public static void main(String[] args) throws IOException {
      var answers = new Answers();
      answers.tell("ready with " + args[0]);
      long[] count = {0};
      answers.giveUntilStopped(
          Map.of(
              "count", () -> ++count[0] + " 42",
              "event",
                  () -> {
                    answers.tell("bell");
                    return "rung";
                  },
              "die",
                  () -> {
                    System.out.println("my last words");
                    throw new IOException("no more");
                  }));
      answers.stopped();
    }
  }

  private static Child start(Children children) throws IOException {
    return Child.start(children, Echo.class, List.of("-Xmx64m"), List.of("this"));
  }

  @Test
  void aChildIsAskedTellsEventsAndEndsInOrder() throws Exception {
    try (var children = new Children(folder)) {
      Child child = start(children);
      assertThat(child.await("ready", 1).rest()).isEqualTo("with this");
      assertThat(child.askForNumbers("count")).containsExactly(1, 42);
      assertThat(child.askForNumbers("count")).containsExactly(2, 42);
      assertThat(child.told("bell")).isEmpty();
      assertThat(child.ask("event")).isEqualTo("rung");
      assertThat(child.ask("event")).isEqualTo("rung");
      assertThat(child.await("bell", 2).count()).isEqualTo(2);
      assertThat(ProcessFigures.cpuNanos(child.handle())).isPositive();
      assertThat(ProcessFigures.residentBytes(child.handle())).isBetween(1L << 20, 1L << 30);
      child.stop();
      assertThat(child.handle().isAlive()).isFalse();
    }
  }

  @Test
  void aChildThatDiesSaysWhatItSaidLast() throws Exception {
    try (var children = new Children(folder)) {
      Child child = start(children);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> child.ask("die"))
          .withMessageContaining("Echo does not answer die")
          .withMessageContaining("my last words");
    }
  }

  @Test
  void noChildIsLeftWhenTheBenchEnds() throws Exception {
    Child first;
    Child second;
    try (var children = new Children(folder)) {
      first = start(children);
      second = start(children);
      var _ = second.await("ready", 1);
    }
    assertThat(first.handle().isAlive()).isFalse();
    assertThat(second.handle().isAlive()).isFalse();
  }

  @Test
  void nothingIsStartedAnyMoreThen() {
    var children = new Children(folder);
    children.close();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> start(children))
        .withMessage("the bench is being ended");
  }

  @Test
  void aProgramThatIsNotHereIsNamedWithTheWayToGetIt() {
    assertThatExceptionOfType(dev.penstock.bench.harness.Unavailable.class)
        .isThrownBy(() -> Mosquitto.program("mosquitto-that-nobody-has"))
        .withMessageContaining("it/peers/install debian");
  }
}
