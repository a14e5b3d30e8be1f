package dev.penstock.anchors.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.anchors.evm.EvmSettings.Waits;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvmSettingsTest {
  private static final URI NODE = URI.create("https://chain.example:8545/v1/secret-access-key");

  private final EvmSettings settings = EvmSettings.of("public chain", NODE, 11155111);

  @Test
  void theAddressOfTheNodeIsNeverShownWhole() {
    assertThat(settings.toString())
        .isEqualTo("public chain: chain 11155111 at chain.example:8545, 12 confirmations")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://chain.example",
        "chain.example",
        "https:///x",
        "https://me:pw@chain.example"
      })
  void anAddressThatCannotBeAskedIsRefused(String node) {
    URI address = URI.create(node);
    assertThatThrownBy(() -> EvmSettings.of("x", address, 1).withConfirmations(1))
        .hasMessageContaining("node must be an http or https address")
        .hasMessageNotContaining("pw");
  }

  @Test
  void eachLimitHasARange() {
    assertThatThrownBy(() -> EvmSettings.of("", NODE, 1).withConfirmations(1))
        .hasMessageContaining("name");
    assertThatThrownBy(() -> EvmSettings.of("a\nb", NODE, 1).withConfirmations(1))
        .hasMessageContaining("name");
    assertThatThrownBy(() -> EvmSettings.of("x", NODE, 0).withConfirmations(1))
        .hasMessage("chainId is 0, must be 1..9223372036854775807");
    assertThatThrownBy(() -> settings.withConfirmations(257))
        .hasMessage("confirmations is 257, must be 0..256");
    assertThatThrownBy(() -> settings.withFees(-1, 0, 30_000)).hasMessageContaining("feePerGasMax");
    assertThatThrownBy(() -> settings.withFees(10, 11, 30_000))
        .hasMessage("priorityFeePerGasMax is 11, must be 0..10");
    assertThatThrownBy(() -> settings.withFees(10, 10, 20_999)).hasMessageContaining("gasMax");
    assertThatThrownBy(() -> settings.withAnswerBytesMax(1)).hasMessageContaining("answerBytesMax");
    Waits usual = Waits.USUAL;
    assertThatThrownBy(() ->
            new Waits(
                    Duration.ZERO,
                    usual.bumpAfter(),
                    usual.request(),
                    usual.total(),
                    usual.clockAheadMax())
                .poll())
        .hasMessage("poll is PT0S, must be PT0.05S..PT10M");
  }
}
