package dev.penstock.sparkplugfuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.junit.FuzzTest;

class SparkplugFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void aPayloadIsReadOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aPayloadIsReadOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aValueIsOfItsTypeOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aValueIsOfItsTypeOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aNodeOutlivesWhatItIsSent(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aNodeOutlivesWhatItIsSent(bytes);
            })
        .doesNotThrowAnyException();
  }

  @FuzzTest(maxDuration = "2m")
  void aHostsStateIsReadOrRefused(byte[] bytes) {
    assertThatCode(
            () -> {
              var _ = Claims.aHostsStateIsReadOrRefused(bytes);
            })
        .doesNotThrowAnyException();
  }
}
