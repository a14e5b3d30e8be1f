package dev.penstock.evmfuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class EvmFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void rlpIsReadWholeOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.rlpIsReadWholeOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aHeaderHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aHeaderHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aTransactionHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aTransactionHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aProofHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aProofHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void nothingIsProvenWithoutTrust(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.nothingIsProvenWithoutTrust(bytes);
            })
        .doesNotThrowAnyException();
  }
}
