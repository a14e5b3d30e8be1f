package dev.penstock.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.mqtt.BrokerOptions.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerOptionsTest {
  private static final Subscription ALL = new Subscription(new TopicFilter("#"), 1);

  private static BrokerOptions options(int port, Duration keepAlive, List<Subscription> wishes) {
    return new BrokerOptions(
        "north",
        "broker.example",
        port,
        MqttVersion.V5,
        "penstock",
        Duration.ofDays(7),
        keepAlive,
        null,
        new Login("plant", ByteString.of("geheim".getBytes(StandardCharsets.UTF_8))),
        null,
        wishes,
        List.of(),
        NamingLimits.DEFAULT,
        Limits.DEFAULT);
  }

  @Test
  void aWrongOptionNamesFieldValueAndRange() {
    Duration minute = Duration.ofMinutes(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(0, minute, List.of(ALL)))
        .withMessage("port is 0, must be 1..65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(1883, Duration.ZERO, List.of(ALL)))
        .withMessage("keepAlive is PT0S, must be PT1S..PT18H12M15S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(1883, minute, List.of()))
        .withMessage("subscriptions is 0, must be 1..1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(1883, minute, List.of(ALL, ALL)))
        .withMessage("subscriptions has \"#\" twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TlsFiles(Path.of("ca.pem"), Path.of("own.pem"), null))
        .withMessage("key is missing: give both chain and key, or neither");
  }

  @Test
  void aWillNamesWhatIsWrongWithIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OwnWill("plant/+", "gone", null, 1, false))
        .withMessageStartingWith("topic has 7 bytes, must have 1..65535, without + and #");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OwnWill("t", "x".repeat(65_536), null, 1, false))
        .withMessage("payload has 65536 bytes, must have 0..65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OwnWill("t", "gone", null, 3, false))
        .withMessage("qos is 3, must be 0..2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OwnWill("t", "gone", null, 1, true))
        .withMessageContaining("alive is missing");
  }

  @Test
  void noSecretIsShown() {
    BrokerOptions options = options(1883, Duration.ofMinutes(1), List.of(ALL));
    assertThat(options + " " + options.login()).doesNotContain("geheim").contains("user plant");
  }
}
