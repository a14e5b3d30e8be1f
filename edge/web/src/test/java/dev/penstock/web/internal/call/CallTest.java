package dev.penstock.web.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times, cursors and percent-encoding: what was written is read, all else is refused. */
class CallTest {
  @Test
  void everyTimeComesBackToTheNanosecond() {
    Property.forAll(Gen.longs(0, Long.MAX_VALUE))
        .cases(1_000, 100_000)
        .holds(nanos -> {
          String text = Times.text(nanos);
          assertThat(text).matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{9}Z");
          assertThat(Times.read(text)).hasValue(nanos);
        });
    assertThat(Times.text(Times.MAX)).isEqualTo("2262-04-11T23:47:16.854775807Z");
    assertThat(Times.read("2262-04-11T23:47:16.854775808Z")).isEmpty();
  }

  @Test
  void timesOfOtherZonesAndSpellingsAreTheSameTime() {
    for (String text :
        List.of(
            "2026-01-01T00:00:00Z",
            "2026-01-01t00:00:00z",
            "2026-01-01T00:00:00.0Z",
            "2026-01-01T05:30:00+05:30",
            "2025-12-31T19:00:00.000000000-05:00")) {
      assertThat(Times.read(text)).as(text).hasValue(1_767_225_600_000_000_000L);
    }
  }

  @Test
  void aCursorIsReadForItsQuestionAlone() {
    Property.forAll(Gen.bytes(1, 40).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)))
        .cases(300, 10_000)
        .holds(place -> {
          String cursor = Cursor.write("question", place);
          assertThat(cursor).matches("[A-Za-z0-9_-]+");
          assertThat(Cursor.read("question", cursor)).hasValue(place);
          assertThat(Cursor.read("questio", cursor)).isEmpty();
          for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String changed = cursor.substring(0, i) + other + cursor.substring(i + 1);
            assertThat(Cursor.read("question", changed)).as(changed).isEmpty();
          }
        });
  }

  @Test
  void noTextMakesACursorOrATimeThrow() {
    Property.forAll(Gen.bytes(0, 60).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)))
        .cases(500, 50_000)
        .holds(text -> {
          assertThat(Cursor.read("q", text)).isEmpty();
          assertThat(Times.read(text)).isEmpty();
        });
  }

  @Test
  void encodedTextIsDecodedAndOtherTextIsRefused() {
    Property.forAll(Gen.bytes(0, 40).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)))
        .cases(500, 50_000)
        .holds(text ->
            assertThat(Arguments.decode(URLEncoder.encode(text, StandardCharsets.UTF_8)))
                .hasValue(text));
    for (String bad : List.of("%", "%4", "%4g", "a%", "%ff", "%c3", "%ed%a0%80", " ", "ü")) {
      assertThat(Arguments.decode(bad)).as(bad).isEmpty();
    }
  }
}
