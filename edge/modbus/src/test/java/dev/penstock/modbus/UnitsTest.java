package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.modbus.ModbusOptions.Pace;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which units count as a sign that a link is alive. */
final class UnitsTest {
  private long now;
  private final Units units = new Units(() -> now, Pace.STANDARD);

  @Test
  void aUnitThatAGatewayAnswersForKeepsTheLinkAliveWhileItIsAsked() {
    units.know(1);
    units.unreachable(7);
    units.silent(1);
    assertThat(units.areAllSilent()).isFalse();
    for (int i = 0; i < 10; i++) {
      now += Pace.STANDARD.silentMax().toNanos();
      units.unreachable(7);
      units.silent(1);
      assertThat(units.areAllSilent()).isFalse();
    }
  }

  @Test
  void aUnitThatWasTriedOutOnceIsNoSignOfLifeForever() {
    units.know(1);
    units.unreachable(7);
    now += 2 * Pace.STANDARD.silentMax().toNanos() + Duration.ofSeconds(1).toNanos();
    assertThat(units.areAllSilent()).as("unit 1 was not asked yet").isFalse();
    units.silent(1);
    assertThat(units.areAllSilent()).isTrue();
    units.answered(1);
    assertThat(units.areAllSilent()).isFalse();
  }
}
