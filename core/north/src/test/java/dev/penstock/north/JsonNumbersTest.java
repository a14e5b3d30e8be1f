package dev.penstock.north;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Seed;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonNumbersTest {
  private final JsonSink out = new JsonSink();

  private String real(double value) {
    out.reset();
    out.real(value);
    return new String(out.toBytes(), StandardCharsets.UTF_8);
  }

  private String whole(long value) {
    out.reset();
    out.whole(value);
    return new String(out.toBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aNumberIsWrittenAsTheJdkWritesIt() {
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(real(value)).as(Seed.describe()).isEqualTo(Double.toString(value));
      }
      long whole = random.nextLong() >> (11 + random.nextInt(53));
      assertThat(whole(whole)).as(Seed.describe()).isEqualTo(Long.toString(whole));
    }
    assertThat(real(-0.0)).isEqualTo("-0.0");
    assertThat(real(Double.NaN)).isEqualTo("\"NaN\"");
    assertThat(whole((1L << 53) - 1)).isEqualTo("9007199254740991");
    assertThat(whole(-(1L << 53))).isEqualTo("\"-9007199254740992\"");
  }

  @Test
  void aNumberTakesNoObject() {
    long bytes =
        Allocation.leastBytesOf(
            20,
            () -> {
              out.reset();
              for (int i = 0; i < 10_000; i++) {
                out.real(i / 7.0);
                out.whole(i * 1_000_003L);
              }
            });
    assertThat(out.size()).isGreaterThan(10_000);
    assertThat(bytes).isLessThan(10_000);
  }
}
