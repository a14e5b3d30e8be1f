package dev.penstock.cborfuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class CoseFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void aMessageIsReadWholeOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aMessageIsItsParts(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aKeyIsTakenOnlyInItsOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aKeyHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }
}
