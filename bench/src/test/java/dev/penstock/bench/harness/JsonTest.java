package dev.penstock.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void everyKindOfValueIsWrittenAsAStrangerReadsIt() throws Exception {
    var map = new TreeMap<String, Object>();
    map.put("a \"quoted\" \\ line\nbreak", List.of(1, 2L, true, "ä"));
    map.put("none", Double.NaN);
    String text = Json.write(map);
    assertThat(text).doesNotContain("\n");
    var read = new ObjectMapper().readTree(text);
    assertThat(read.get("a \"quoted\" \\ line\nbreak").toString()).isEqualTo("[1,2,true,\"ä\"]");
    assertThat(read.get("none").isNull()).isTrue();
  }

  @Test
  void numbersHaveSixDigitsThatCountAndNoExponent() {
    assertThat(Json.write(3_141_592.653)).isEqualTo("3141590");
    assertThat(Json.write(0.000123456789)).isEqualTo("0.000123457");
    assertThat(Json.write(2.0)).isEqualTo("2");
    assertThat(Json.write(Double.POSITIVE_INFINITY)).isEqualTo("null");
  }
}
