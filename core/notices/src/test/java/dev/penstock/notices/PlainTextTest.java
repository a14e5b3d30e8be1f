package dev.penstock.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void anyTextBecomesOneLineThatStaysAsItIs() {
    Property.forAll(Gen.seeds())
        .cases(500, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var text = new StringBuilder();
          for (int i = random.nextInt(60); i > 0; i--) {
            text.append((char) random.nextInt(random.nextBoolean() ? 200 : 65_536));
          }
          String plain = PlainText.of(text.toString(), 40);
          byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
          assertThat(bytes.length).isLessThanOrEqualTo(40);
          assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(plain);
          assertThat(plain).doesNotContain("\r", "\n", "\u2028", "\u202e");
          assertThat(PlainText.is(plain, 40)).isTrue();
        });
  }

  @Test
  void aCharacterIsNotCutInTwo() {
    assertThat(PlainText.of("ab\ud83d\ude00", 5)).isEqualTo("ab");
    assertThat(PlainText.of("ab\ud83d\ude00", 6)).isEqualTo("ab\ud83d\ude00");
  }
}
