package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.DualControl;
import dev.penstock.access.PersonId;
import dev.penstock.json.Json;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.reception.Execution;
import dev.penstock.reception.Hands;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggedDeedsTest {
  private static final Hands NOBODY =
      new Hands(PersonId.ofHex("0".repeat(32)).orElseThrow(), List.of());

  private final List<String> lines = new ArrayList<>();
  private final NodeLog log = new NodeLog(LogForm.TEXT, LogLevel.INFO, FakeClock.of(), lines::add);

  private static String broken() {
    throw new IllegalStateException("two of them", new ArithmeticException("by zero"));
  }

  private String execute(Execution deeds) throws IOException {
    return new LoggedDeeds(deeds, log).execute(DualControl.Kind.SHRED, Json.EMPTY, NOBODY);
  }

  @Test
  void anErrorOfOurOwnIsSaidOnceWithWhereItWas() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> execute((_, _, _) -> broken()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .contains("deed-broken-off", "shred", "two of them", "LoggedDeedsTest.broken", "by zero")
        .doesNotContain("\n");
  }

  @Test
  void whatDidNotWorkIsForThoseWhoAgreedAlone() throws Exception {
    assertThatThrownBy(() ->
            execute((_, _, _) -> {
              throw new IOException("the vault is shut");
            }))
        .isInstanceOf(IOException.class);
    assertThat(execute((_, _, _) -> "done")).isEqualTo("done");
    assertThat(lines).isEmpty();
  }
}
