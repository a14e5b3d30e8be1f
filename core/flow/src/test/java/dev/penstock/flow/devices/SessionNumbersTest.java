package dev.penstock.flow.devices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.intake.DeviceBlock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionNumbersTest {
  private final SessionNumbers numbers = new SessionNumbers(1_000);

  private long numbered(String listener, long session) {
    var block =
        new DeviceBlock(listener, "pump-7", Instant.EPOCH, session, ByteString.of(new byte[] {1}));
    DeviceBlock numbered = numbers.numbered(block);
    assertThat(numbered.listener()).isEqualTo(listener);
    assertThat(numbered.bytes()).isEqualTo(block.bytes());
    return numbered.session();
  }

  @Test
  void aSessionKeepsItsNumberAndListenersDoNotShareOne() {
    assertThat(numbered("a", 1)).isEqualTo(1_000);
    assertThat(numbered("b", 1)).isEqualTo(1_001);
    assertThat(numbered("a", 1)).isEqualTo(1_000);
    assertThat(numbered("b", 1)).isEqualTo(1_001);
  }

  @Test
  void noNumberIsGivenTwice() {
    assertThat(numbered("a", 1)).isEqualTo(1_000);
    assertThat(numbered("a", 2)).isEqualTo(1_001);
    // A listener that counts from the beginning again has another connection all the same.
    assertThat(numbered("a", 1)).isEqualTo(1_002);
  }
}
