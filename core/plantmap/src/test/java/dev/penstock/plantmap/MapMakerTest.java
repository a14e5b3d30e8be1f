package dev.penstock.plantmap;

import static dev.penstock.plantmap.Flow.Passing.DENIED;
import static dev.penstock.plantmap.Flow.Passing.NEEDED_TWO;
import static dev.penstock.plantmap.Flow.Passing.PASSED;
import static dev.penstock.plantmap.Works.conduit;
import static dev.penstock.plantmap.Works.flows;
import static dev.penstock.plantmap.Works.heard;
import static dev.penstock.plantmap.Works.picture;
import static dev.penstock.plantmap.Works.seen;
import static dev.penstock.plantmap.Works.zone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The model beside what was observed; Req: 62443-3-3 SR 6.2 */
final class MapMakerTest {
  @Test
  void whereNothingWasRecordedItIsSaidWhetherTheNodeWouldKnow() {
    Picture picture = picture(flows(), HeardSources.NOBODY);
    assertThat(conduit(picture, "supervision").state()).isEqualTo(ConduitState.SILENT);
    assertThat(conduit(picture, "reports").state()).isEqualTo(ConduitState.SILENT);
    Picture fromOffice =
        MapMaker.picture(Works.site(), flows(), HeardSources.NOBODY, Optional.of("office"));
    assertThat(conduit(fromOffice, "power").state()).isEqualTo(ConduitState.UNKNOWN);
    assertThat(conduit(fromOffice, "supervision").state()).isEqualTo(ConduitState.SILENT);
    assertThat(picture.ghosts()).isEmpty();
  }

  @Test
  void zonesComeAfterThoseTheyLieIn() {
    assertThat(picture(flows(), HeardSources.NOBODY).zones())
        .extracting(ZoneShown::id)
        .containsExactly("cloud", "control", "field", "filters", "pumps", "office");
  }

  @Test
  void whatPassedByARuleMakesItsConduitLiveAndTheRuleUsed() {
    Picture picture =
        picture(
            flows(seen("control", "filters", "modbus", "setpoints", PASSED, 7)),
            HeardSources.NOBODY);
    ConduitShown supervision = conduit(picture, "supervision");
    assertThat(supervision.state()).isEqualTo(ConduitState.LIVE);
    assertThat(supervision.passed()).isEqualTo(7);
    assertThat(supervision.rules()).isEqualTo(2);
    assertThat(supervision.unusedRules()).isEqualTo(1);
    assertThat(supervision.isToSecond()).isTrue();
    assertThat(supervision.isToFirst()).isFalse();
    assertThat(picture.ghosts()).isEmpty();
  }

  @Test
  void aDenialShowsAtItsConduitAndBothZones() {
    Picture picture =
        picture(
            flows(
                seen("control", "filters", "modbus", "setpoints", PASSED, 7),
                seen("control", "filters", "modbus", "setpoints", DENIED, 2)),
            heard("filter1"));
    assertThat(conduit(picture, "supervision").state()).isEqualTo(ConduitState.DENIED);
    assertThat(conduit(picture, "supervision").denied()).isEqualTo(2);
    assertThat(zone(picture, "control").denied()).isEqualTo(2);
    assertThat(zone(picture, "filters").denied()).isEqualTo(2);
    assertThat(zone(picture, "pumps").denied()).isZero();
    assertThat(picture.ghosts()).isEmpty();
  }

  @Test
  void whatWaitsForASecondPersonIsNotDenied() {
    Picture picture =
        picture(
            flows(
                seen("control", "filters", "modbus", "setpoints", NEEDED_TWO, 2),
                seen("office", "filters", "modbus", "", NEEDED_TWO, 3)),
            HeardSources.NOBODY);
    ConduitShown supervision = conduit(picture, "supervision");
    assertThat(supervision.state()).isEqualTo(ConduitState.LIVE);
    assertThat(supervision.denied()).isZero();
    assertThat(supervision.passed()).isZero();
    assertThat(supervision.waited()).isEqualTo(2);
    assertThat(zone(picture, "control").denied()).isZero();
    assertThat(zone(picture, "control").waited()).isEqualTo(2);
    assertThat(zone(picture, "filters").waited()).isEqualTo(5);
    assertThat(picture.ghosts())
        .singleElement()
        .satisfies(ghost -> {
          assertThat(ghost.denied()).isZero();
          assertThat(ghost.waited()).isEqualTo(3);
        });
  }

  @Test
  void whatGoesWhereNoConduitIsIsBesideTheModel() {
    Picture picture =
        picture(
            flows(
                seen("office", "filters", "modbus", "", DENIED, 50),
                seen("office", "filters", "s7", "", DENIED, 1)),
            HeardSources.NOBODY);
    assertThat(picture.ghosts())
        .singleElement()
        .satisfies(ghost -> {
          assertThat(ghost.from()).isEqualTo("office");
          assertThat(ghost.to()).isEqualTo("filters");
          assertThat(ghost.reason()).isEqualTo(Ghost.Reason.NO_CONDUIT);
          assertThat(ghost.protocols()).containsExactly("modbus", "s7");
          assertThat(ghost.denied()).isEqualTo(51);
          assertThat(ghost.last()).hasValue(Works.FROM + 50);
        });
  }

  @Test
  void anotherProtocolOrDirectionThanThatOfTheChannelIsBesideTheModelToo() {
    Picture picture =
        picture(
            flows(
                seen("control", "filters", "s7", "", DENIED, 3),
                seen("filters", "control", "modbus", "", DENIED, 4)),
            HeardSources.NOBODY);
    assertThat(picture.ghosts())
        .extracting(ghost -> ghost.from() + " " + ghost.reason() + " " + ghost.denied())
        .containsExactly("control NO_CHANNEL 3", "filters NO_CHANNEL 4");
    assertThat(conduit(picture, "supervision").denied()).isEqualTo(7);
  }

  /** No conduit joins a zone to itself, so no model could have it. */
  @Test
  void whatIsAskedWithinAZoneCountsOnceThereAndIsNotBesideTheModel() {
    Picture picture =
        picture(
            flows(
                seen("filters", "filters", "modbus", "", DENIED, 3),
                seen("filters", "filters", "modbus", "", NEEDED_TWO, 2)),
            HeardSources.NOBODY);
    assertThat(zone(picture, "filters").denied()).isEqualTo(3);
    assertThat(zone(picture, "filters").waited()).isEqualTo(2);
    assertThat(picture.ghosts()).isEmpty();
  }

  @Test
  void aSourceThatIsHeardCountsForItsZoneAndForTheInnermostConduitToTheNode() {
    Picture picture = picture(flows(), heard("filter1", "pump1", "hmi", "unknown"));
    assertThat(zone(picture, "filters").sources()).isEqualTo(2);
    assertThat(zone(picture, "filters").heard()).isEqualTo(1);
    assertThat(zone(picture, "control").heard()).isEqualTo(1);
    assertThat(conduit(picture, "supervision").heard()).isEqualTo(1);
    assertThat(conduit(picture, "power").heard()).as("of the field around the pumps").isEqualTo(1);
    assertThat(conduit(picture, "power").state()).isEqualTo(ConduitState.LIVE);
    assertThat(conduit(picture, "reports").heard()).isZero();
    assertThat(picture.ghosts()).isEmpty();
  }

  @Test
  void aSourceInsideTheNodesZoneCountsForTheConduitBetweenTheTwo() {
    var basins = new Conduit("basins", "Basins", List.of("field", "filters"));
    Model plant = Works.site().plant();
    Draft draft = plant.draft().with(plant.zones(), List.of(basins), plant.assets());
    SiteModel site =
        switch (ModelChecker.check(draft)) {
          case Checked.Sound(var model) -> SiteModel.of(model);
          case Checked.Unsound(var findings, var _) -> throw new AssertionError(findings);
        };
    Picture picture =
        MapMaker.picture(site, flows(), heard("filter1", "pump1"), Optional.of("field"));
    assertThat(conduit(picture, "basins").heard()).isEqualTo(1);
    assertThat(conduit(picture, "basins").state()).isEqualTo(ConduitState.LIVE);
    assertThat(picture.ghosts()).as("pumps lie in the field, where the node is").isEmpty();
    assertThat(conduit(inside(site, "filters"), "basins").state()).isEqualTo(ConduitState.SILENT);
  }

  private static Picture inside(SiteModel site, String node) {
    return MapMaker.picture(site, flows(), heard("filter1"), Optional.of(node));
  }

  /** A denial of which nobody knows where it was could have been in any conduit. */
  @Test
  void whileARequestHasNoPlaceNothingIsCalledSilent() {
    assertThat(conduit(picture(flows(), HeardSources.NOBODY), "supervision").state())
        .isEqualTo(ConduitState.SILENT);
    var unplaced = new Flows(Works.FROM, Works.TO, true, false, true, List.of(), 1, 0);
    assertThat(conduit(picture(unplaced, HeardSources.NOBODY), "supervision").state())
        .isEqualTo(ConduitState.UNKNOWN);
    var leftOut = new Flows(Works.FROM, Works.TO, true, false, true, List.of(), 0, 1);
    assertThat(conduit(picture(leftOut, HeardSources.NOBODY), "supervision").state())
        .isEqualTo(ConduitState.UNKNOWN);
  }

  @Test
  void aSourceThatIsHeardThroughNoConduitIsBesideTheModel() {
    assertThat(picture(flows(), heard("cloud1")).ghosts())
        .singleElement()
        .satisfies(ghost -> {
          assertThat(ghost.from()).isEqualTo("cloud");
          assertThat(ghost.to()).isEqualTo("control");
          assertThat(ghost.heard()).isEqualTo(1);
          assertThat(ghost.protocols()).containsExactly("mqtt");
        });
  }

  @Test
  void whatTheModelHasNoZoneForHasNoPlace() {
    Picture picture =
        picture(flows(seen("gone", "filters", "modbus", "", DENIED, 5)), HeardSources.NOBODY);
    assertThat(picture.unplaced()).isEqualTo(5);
    assertThat(picture.ghosts()).isEmpty();
  }

  @Test
  void whileNotAllIsReadNothingIsCalledSilent() {
    var unread = new Flows(Works.FROM, Works.TO, false, false, true, List.of(), 0, 0);
    Picture picture = picture(unread, HeardSources.NOBODY);
    assertThat(picture.isRead()).isFalse();
    assertThat(conduit(picture, "supervision").state()).isEqualTo(ConduitState.UNKNOWN);
    var uncovered = new Flows(Works.FROM, Works.TO, true, false, false, List.of(), 0, 0);
    assertThat(conduit(picture(uncovered, HeardSources.NOBODY), "supervision").state())
        .as("the node did not run all the time")
        .isEqualTo(ConduitState.UNKNOWN);
    var pruned = new Flows(Works.FROM, Works.TO, true, true, true, List.of(), 0, 0);
    assertThat(conduit(picture(pruned, HeardSources.NOBODY), "supervision").state())
        .isEqualTo(ConduitState.UNKNOWN);
  }

  @Test
  void waysBesideTheModelHaveABound() {
    List<Seen> all = new ArrayList<>();
    List<String> zones = List.of("cloud", "control", "field", "filters", "pumps", "office");
    for (String from : zones) {
      for (String to : zones) {
        all.add(seen(from, to, "s7", "", DENIED, 1));
      }
    }
    assertThat(picture(flows(all.toArray(Seen[]::new)), HeardSources.NOBODY).ghosts())
        .hasSizeLessThanOrEqualTo(MapMaker.GHOSTS_MAX)
        .hasSizeGreaterThan(20);
  }

  @Test
  void eachRuleOfAConduitIsBesideWhatItDecided() {
    Flows flows =
        flows(
            seen("control", "filters", "modbus", "setpoints", PASSED, 7),
            seen("control", "filters", "modbus", "setpoints", DENIED, 2),
            seen("control", "filters", "modbus", "setpoints", NEEDED_TWO, 1),
            seen("office", "filters", "modbus", "", DENIED, 9));
    Picture picture = picture(flows, HeardSources.NOBODY);
    ConduitUse use = ConduitUse.of(Works.site(), conduit(picture, "supervision"), flows);
    assertThat(use.observed()).hasSize(3);
    assertThat(use.channels())
        .singleElement()
        .satisfies(channel -> {
          assertThat(channel.rules())
              .extracting(rule ->
                  "%s %d %d %d"
                      .formatted(rule.rule().id(), rule.passed(), rule.denied(), rule.waited()))
              .containsExactly("nights 0 0 0", "setpoints 7 2 1");
          assertThat(channel.rules().getFirst().isUnused()).isTrue();
          assertThat(channel.rules().getLast().last()).hasValue(Works.FROM + 7);
        });
    assertThat(ConduitUse.of(Works.site(), conduit(picture, "reports"), flows).channels())
        .isEmpty();
  }
}
