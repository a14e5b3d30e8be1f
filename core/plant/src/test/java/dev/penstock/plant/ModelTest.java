package dev.penstock.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static Zone zone(String id, String... sources) {
    return new Zone(id, "Zone " + id, Optional.empty(), List.of(sources));
  }

  private static Model ofZones(Zone... zones) {
    return Plants.model(Plants.draft(List.of(zones), List.of(), List.of()));
  }

  private static String zoneOf(Model model, String source) {
    return model.zoneOf(source).map(Zone::id).orElse("none");
  }

  @Test
  void theExactNameCountsBeforeAnyPattern() {
    Model model = ofZones(zone("a", "plc-*"), zone("b", "plc-1"));
    assertThat(zoneOf(model, "plc-1")).isEqualTo("b");
    assertThat(zoneOf(model, "plc-2")).isEqualTo("a");
    assertThat(zoneOf(model, "PLC-1")).isEqualTo("none");
  }

  @Test
  void theLongestPatternCounts() {
    Model model = ofZones(zone("a", "*"), zone("b", "plc-*"), zone("c", "plc-1*"));
    assertThat(zoneOf(model, "plc-12")).isEqualTo("c");
    assertThat(zoneOf(model, "plc-2")).isEqualTo("b");
    assertThat(zoneOf(model, "")).isEqualTo("a");
  }

  /** For permissions: whatever a source is called, a sound model gives it one zone or none. */
  @Test
  void noSourceHasTwoZones() {
    List<String> letters = List.of("a", "b", "*", "?");
    Property.forAll(Gen.seeds())
        .cases(500, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          List<Zone> zones = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            Set<String> sources = new HashSet<>();
            for (int j = 0; j < 3; j++) {
              var pattern = new StringBuilder();
              for (int k = 0; k <= random.nextInt(4); k++) {
                pattern.append(letters.get(random.nextInt(letters.size())));
              }
              sources.add(pattern.toString());
            }
            zones.add(zone("z" + i, sources.toArray(new String[0])));
          }
          if (ModelChecker.check(Plants.draft(zones, List.of(), List.of()))
              instanceof Checked.Sound(var model)) {
            for (String source : List.of("", "a", "b", "ab", "ba", "abb", "aba", "bbbb", "abab")) {
              assertThat(bestZones(zones, source))
                  .as("'%s' in %s", source, zones)
                  .hasSizeLessThan(2);
              assertThat(Set.copyOf(model.zoneOf(source).map(Zone::id).stream().toList()))
                  .isEqualTo(bestZones(zones, source));
            }
          }
        });
  }

  /** The plain model: every entry that fits, and of these the best. */
  private static Set<String> bestZones(List<Zone> zones, String source) {
    Set<String> best = new HashSet<>();
    int bestRank = -1;
    for (Zone zone : zones) {
      for (String entry : zone.sources()) {
        boolean isExact = !SourcePattern.isPattern(entry) && entry.equals(source);
        boolean fits =
            isExact || (SourcePattern.isPattern(entry) && SourcePattern.of(entry).matches(source));
        int rank = isExact ? Integer.MAX_VALUE : entry.length();
        if (fits && rank > bestRank) {
          best.clear();
          bestRank = rank;
        }
        if (fits && rank == bestRank) {
          best.add(zone.id());
        }
      }
    }
    return best;
  }

  @Test
  void aZoneIsWithinAllThatItLiesIn() {
    Model model = Plants.model(Plants.small());
    assertThat(model.isWithin("filters", "field")).isTrue();
    assertThat(model.isWithin("filters", "filters")).isTrue();
    assertThat(model.isWithin("field", "filters")).isFalse();
    assertThat(model.isWithin("filters", "control")).isFalse();
    assertThat(model.isWithin("nowhere", "nowhere")).isFalse();
  }

  @Test
  void theOrderOfListingMakesNoDifference() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Draft draft = Plants.random(seed);
          Model model = Plants.model(draft);
          Model other = Plants.model(Plants.shuffled(draft, ~seed));
          assertThat(other).isEqualTo(model).hasSameHashCodeAs(model);
          assertThat(other.digest()).isEqualTo(model.digest());
        });
  }

  @Test
  void everySingleChangeChangesTheDigest() {
    Model model = Plants.model(Detailed.whole(Plants.small()));
    Map<Digest, Model> models = new HashMap<>();
    for (Draft draft : SingleChanges.of(model.draft())) {
      Model other = Plants.model(draft);
      assertThat(other).isNotEqualTo(model);
      assertThat(other.digest()).isNotEqualTo(model.digest());
      Model twin = models.putIfAbsent(other.digest(), other);
      assertThat(twin == null || twin.equals(other)).as(draft.toString()).isTrue();
    }
    assertThat(models).hasSizeGreaterThan(100);
  }

  @Test
  void theSamePlantInAnotherFormatIsAnotherModel() {
    Model old = Plants.model(Plants.small().in(PlantFormat.ONE));
    Model now = old.inNewestFormat();
    assertThat(now).isNotEqualTo(old).isEqualTo(Plants.model(Plants.small()));
    assertThat(now.digest()).isNotEqualTo(old.digest());
    assertThat(ModelDiff.between(old, now).changes())
        .extracting(Change::path)
        .containsExactly("format");
    assertThat(now.inNewestFormat()).isSameAs(now);
  }
}
