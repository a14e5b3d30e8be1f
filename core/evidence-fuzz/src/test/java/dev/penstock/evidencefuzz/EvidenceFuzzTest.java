package dev.penstock.evidencefuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class EvidenceFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void aMessageIsJudged(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aMessageIsJudged(bytes);
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
  void aRecordHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aRecordHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void anEventHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anEventHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aChainStateIsGoneOnFrom(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aChainStateIsGoneOnFrom(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void anObserverStateHasOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anObserverStateHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void extentsHaveOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.extentsHaveOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void anAckIsReadOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anAckIsReadOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aRotationIsJudged(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aRotationIsJudged(bytes);
            })
        .doesNotThrowAnyException();
  }
}
