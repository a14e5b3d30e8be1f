package dev.penstock.framesmodbusfuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ModbusFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void aRequestIsItsParts(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aRequestIsItsParts(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void anAnswerBelongsToItsRequest(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anAnswerBelongsToItsRequest(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aFrameEndsWhereItSays(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aFrameEndsWhereItSays(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void anAddressHasOneMeaning(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.anAddressHasOneMeaning(bytes);
            })
        .doesNotThrowAnyException();
  }
}
