package dev.penstock.cborfuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class CborFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void anItemIsTakenOnlyInItsOneSpelling(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anItemHasOneSpelling(bytes);
            })
        .doesNotThrowAnyException();
  }
}
