package dev.penstock.merklefuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class MerkleFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void aNoteHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aNoteHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aProofFileHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aProofFileHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aPolicyKeepsItsMeaning(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aPolicyKeepsItsMeaning(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aPathHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aPathHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aVkeyHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aVkeyHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aBundleHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aBundleHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aReceiptIsReadWholeOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aReceiptIsReadWholeOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aWitnessRequestHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aWitnessRequestHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aWitnessReplyIsReadOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aWitnessReplyIsReadOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }
}
