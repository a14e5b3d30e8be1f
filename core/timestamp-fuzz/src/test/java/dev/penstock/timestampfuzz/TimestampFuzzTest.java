package dev.penstock.timestampfuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class TimestampFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void anElementHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anElementHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aCertificateIsReadWholeOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aCertificateIsReadWholeOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aTokenIsReadWholeOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aTokenIsReadWholeOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aRevocationListIsReadOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aRevocationListIsReadOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void anOcspAnswerIsReadOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anOcspAnswerIsReadOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aProofHasOneSpellingAndNeedsTrust(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aProofHasOneSpellingAndNeedsTrust(bytes);
            })
        .doesNotThrowAnyException();
  }
}
