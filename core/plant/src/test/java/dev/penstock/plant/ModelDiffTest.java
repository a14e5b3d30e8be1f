package dev.penstock.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelDiffTest {
  private static final Model SMALL = Plants.model(Plants.small());

  private static Change change(String path, String before, String after) {
    return new Change(
        path,
        Optional.of(before).filter(text -> !text.isEmpty()),
        Optional.of(after).filter(text -> !text.isEmpty()));
  }

  @Test
  void aModelDoesNotDifferFromItself() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Draft draft = Plants.random(seed);
          Model again = Plants.model(Plants.shuffled(draft, ~seed));
          assertThat(ModelDiff.between(Plants.model(draft), again).isEmpty()).isTrue();
        });
  }

  @Test
  void aDiffLeadsFromOneModelToTheOther() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Model before = Plants.model(Plants.random(seed));
          Model after = Plants.model(Plants.random(seed + 1));
          ModelDiff diff = ModelDiff.between(before, after);
          assertThat(diff.applyTo(before)).isEqualTo(new ModelDiff.Applied.Changed(after));
          assertThat(diff.isEmpty()).isEqualTo(before.equals(after));
        });
  }

  @Test
  void aSingleChangeIsTold() {
    Model whole = Plants.model(Detailed.whole(Plants.small()));
    for (Draft draft : SingleChanges.of(whole.draft())) {
      Model changed = Plants.model(draft);
      ModelDiff diff = ModelDiff.between(whole, changed);
      assertThat(diff.changes()).isNotEmpty();
      assertThat(diff.applyTo(whole)).isEqualTo(new ModelDiff.Applied.Changed(changed));
    }
  }

  @Test
  void aDiffReadsAsASentenceForEachChange() {
    Draft draft =
        Plants.draft(
            List.of(
                new Zone("field", "Field", Optional.empty(), List.of("plc-*", "rtu-*")),
                new Zone("filters", "Filters", Optional.empty(), List.of("plc-filter-1")),
                new Zone("control", "Control room", Optional.empty(), List.of())),
            List.of(new Conduit("up", "Up", List.of("filters", "control"))),
            List.of(new Asset("plc", "Filter PLC", Optional.of("filters"))));
    assertThat(ModelDiff.between(SMALL, Plants.model(draft)).changes())
        .containsExactly(
            change("zones[field].sources[rtu-*]", "", "rtu-*"),
            change("zones[filters].name", "Filter hall", "Filters"),
            change("zones[filters].parent", "field", ""),
            change("conduits[up].between", "control, field", "control, filters"),
            change("assets[hmi].name", "Panel", ""),
            change("assets[hmi].zone", "control", ""));
  }

  @Test
  void aDiffOfAnotherModelIsAConflict() {
    var rename = change("zones[field].name", "Meadow", "Field 2");
    assertThat(new ModelDiff(List.of(rename)).applyTo(SMALL))
        .isEqualTo(new ModelDiff.Applied.Conflict(rename, Optional.of("Field")));
    var nonsense = change("zones[field].colour", "", "grey");
    assertThat(new ModelDiff(List.of(nonsense)).applyTo(SMALL))
        .isEqualTo(new ModelDiff.Applied.Conflict(nonsense, Optional.empty()));
    var liar = change("zones[field].sources[a]", "", "b");
    assertThat(new ModelDiff(List.of(liar)).applyTo(SMALL))
        .isEqualTo(new ModelDiff.Applied.Conflict(liar, Optional.empty()));
  }

  /** What no list knows, and what says nothing by itself. */
  @Test
  void aDiffThatMeansNothingIsAConflict() {
    var word = change("zones[field].kind", "", "field");
    var level = change("zones[field].sl-t.FR1", "", "5");
    var alone = change("zones[field].sl-t.rationale", "", "because");
    var day = change("accepted[Z5 zone/field].until", "", "soon");
    var format = change("format", "penstock-plant-2", "penstock-plant-9");
    for (Change each : List.of(word, level, alone, day)) {
      assertThat(new ModelDiff(List.of(each)).applyTo(SMALL))
          .isEqualTo(new ModelDiff.Applied.Conflict(each, Optional.empty()));
    }
    assertThat(new ModelDiff(List.of(format)).applyTo(SMALL))
        .isEqualTo(new ModelDiff.Applied.Conflict(format, Optional.of("penstock-plant-2")));
  }

  @Test
  void aDiffThatWouldBreakARuleIsNotApplied() {
    var away = change("zones[control].name", "Control room", "");
    assertThat(new ModelDiff(List.of(away)).applyTo(SMALL))
        .isInstanceOfSatisfying(
            ModelDiff.Applied.Unsound.class,
            unsound ->
                assertThat(unsound.why().findings())
                    .extracting(Finding::rule)
                    .containsExactlyInAnyOrder(Rule.KNOWN_ZONE, Rule.KNOWN_ZONE));
  }
}
