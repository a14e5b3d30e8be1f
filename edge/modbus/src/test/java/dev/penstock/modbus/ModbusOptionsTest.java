package dev.penstock.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.modbus.ModbusOptions.Pace;
import dev.penstock.modbus.ModbusOptions.Parity;
import dev.penstock.modbus.ModbusOptions.Way;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ModbusOptionsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void whatCannotBeIsRefusedWithFieldAndRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Way.Tcp("plc", 0))
        .withMessage("port is 0, must be 1..65535");
    assertThatIllegalArgumentException().isThrownBy(() -> new Way.RtuOverTcp(" ", 502));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Way.Serial("/dev/ttyS0", 1, Parity.ODD, 1))
        .withMessage("baud is 1, must be 300..1000000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Way.Serial("/dev/ttyS0", 9_600, Parity.ODD, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModbusOptions.of(new Way.Tcp("plc", 502), 256));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(SECOND, Duration.ZERO, 1, SECOND, SECOND))
        .withMessageStartingWith("answerMax is PT0S, must be PT0.01S..PT1M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(SECOND, SECOND, 17, SECOND, SECOND));
  }

  @Test
  void onlyTcpHasSeveralRequestsUnderWay() {
    var pace = new Pace(SECOND, SECOND, 2, SECOND, SECOND);
    assertThat(ModbusOptions.of(new Way.Tcp("plc", 502), 1).at(pace).pace()).isEqualTo(pace);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModbusOptions.of(new Way.RtuOverTcp("plc", 502), 1).at(pace))
        .withMessageContaining("underWayMax is 2, must be 1");
  }
}
