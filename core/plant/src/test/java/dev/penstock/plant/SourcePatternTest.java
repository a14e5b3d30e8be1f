package dev.penstock.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePatternTest {
  private static final List<String> ALL_NAMES = names(5);

  /** All names of a, b up to this length. */
  private static List<String> names(int lengthMax) {
    List<String> names = new ArrayList<>(List.of(""));
    for (int from = 0; names.get(from).length() < lengthMax; from++) {
      names.add(names.get(from) + "a");
      names.add(names.get(from) + "b");
    }
    return names;
  }

  private static String pattern(SplittableRandom random) {
    var pattern = new StringBuilder();
    int length = random.nextInt(5);
    for (int i = 0; i < length; i++) {
      pattern.append("ab*?*".charAt(random.nextInt(5)));
    }
    return pattern.toString();
  }

  private static Pattern plain(String pattern) {
    return Pattern.compile(pattern.replace("*", ".*").replace("?", "."));
  }

  @ParameterizedTest
  @CsvSource({
    "plc-*,plc-1,true",
    "plc-*,plc-,true",
    "plc-*,plc,false",
    "plc-?,plc-12,false",
    "*/pump/*,a/b/pump/c,true",
    "*.*.*,a.b,false",
    "a?c,a𝄞c,true",
    "a.c,abc,false"
  })
  void aPatternFitsWholeNames(String pattern, String name, boolean fits) {
    assertThat(SourcePattern.of(pattern).matches(name)).isEqualTo(fits);
  }

  @Test
  void matchingAgreesWithAPlainExpression() {
    Property.forAll(Gen.seeds())
        .cases(500, 20_000)
        .holds(seed -> {
          String pattern = pattern(new SplittableRandom(seed));
          for (String name : ALL_NAMES) {
            assertThat(SourcePattern.of(pattern).matches(name))
                .as("'%s' and '%s'", pattern, name)
                .isEqualTo(plain(pattern).matcher(name).matches());
          }
        });
  }

  /** Names of nine letters are enough: a shortest common name needs no more than both spell. */
  @Test
  void patternsOverlapExactlyWhenSomeNameFitsBoth() {
    List<String> longer = names(9);
    Property.forAll(Gen.seeds())
        .cases(500, 5_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var one = SourcePattern.of(pattern(random));
          var other = SourcePattern.of(pattern(random));
          boolean isShared =
              longer.stream().anyMatch(name -> one.matches(name) && other.matches(name));
          assertThat(one.overlaps(other)).as("'%s' and '%s'", one, other).isEqualTo(isShared);
          assertThat(other.overlaps(one)).isEqualTo(isShared);
        });
  }

  @Test
  void aPatternOfManyStarsEndsSoon() {
    String pattern = "*a".repeat(120) + "b";
    assertThat(SourcePattern.of(pattern).matches("a".repeat(255))).isFalse();
  }
}
