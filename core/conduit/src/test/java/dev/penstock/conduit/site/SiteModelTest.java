package dev.penstock.conduit.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.form.PolicyWriter;
import dev.penstock.plant.Change;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Listed;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Site;
import dev.penstock.plant.Zone;
import dev.penstock.plant.form.PlantWriter;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The plant and its policy as one thing. */
class SiteModelTest {
  private static final Model PLANT = plant("Treatment");
  private static final Rule SETPOINTS =
      Policies.rule("setpoints", Effect.ALLOW, "scada", "write", "unit 1 holding 100..120");

  private static Model plant(String name) {
    var draft =
        new Draft(
            Listed.of(new Organisation("works", "Works")),
            Listed.of(new Site("east", "East")),
            List.of(
                Listed.of(new Zone("control", "Control", Optional.empty(), List.of())),
                Listed.of(new Zone("treatment", name, Optional.empty(), List.of()))),
            List.of(
                Listed.of(
                    new Conduit("supervision", "Supervision", List.of("control", "treatment")))),
            List.of());
    return switch (ModelChecker.check(draft.in(PlantFormat.TWO))) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound unsound -> throw new AssertionError(unsound);
    };
  }

  private static Policy policy(Rule... rules) {
    var channel =
        new Channel("scada", "supervision", "modbus", "control", "treatment", true, List.of(rules));
    return new Policy(ZoneId.of("Europe/Stockholm"), List.of(channel));
  }

  private static SiteModel site(Policy policy) {
    return new SiteModel(PLANT, Optional.of(policy));
  }

  private static Tree.Fields withPolicy(Tree policy) {
    return PlantWriter.write(PLANT, Optional.of(policy));
  }

  @Test
  void aSiteWithoutAPolicyIsWhatThePlantWas() {
    assertThat(SiteModel.of(PLANT).digest()).isEqualTo(PLANT.digest());
    assertThat(SiteModel.of(PLANT).enforced()).isEqualTo(Policy.NOTHING);
  }

  @Test
  void theDigestIsOfBoth() {
    SiteModel site = site(policy(SETPOINTS));

    assertThat(site.digest()).isNotEqualTo(PLANT.digest());
    assertThat(site(policy()).digest()).isNotEqualTo(site.digest());
    assertThat(new SiteModel(plant("Filters"), site.policy()).digest()).isNotEqualTo(site.digest());
    assertThat(site(policy(SETPOINTS)).digest()).isEqualTo(site.digest());
  }

  @Test
  void aPolicyGoesThroughConduitsOfItsPlant() {
    var astray = new Channel("scada", "tunnel", "modbus", "control", "treatment", true, List.of());
    Policy other = new Policy(ZoneId.of("UTC"), List.of(astray));

    assertThatThrownBy(() -> site(other)).hasMessageContaining("no conduit 'tunnel'");
    assertThat(SiteForm.read(withPolicy(PolicyWriter.write(other))))
        .isInstanceOfSatisfying(
            SiteReading.Unsound.class,
            unsound ->
                assertThat(unsound.findings().getFirst().text())
                    .startsWith("policy.channels[scada].conduit: there is no conduit 'tunnel'"));
  }

  @Test
  void whatIsWrongInAPolicyIsToldWithItsPlace() {
    var place = new Place(7, 3);
    var format =
        new Tree.Field(
            new Tree.Scalar(place, "format"), new Tree.Scalar(place, "penstock-policy-1"));
    var zone =
        new Tree.Field(new Tree.Scalar(place, "time-zone"), new Tree.Scalar(place, "CEST+1"));

    assertThat(SiteForm.read(withPolicy(new Tree.Fields(place, List.of(format, zone)))))
        .isInstanceOfSatisfying(
            SiteReading.Unsound.class,
            unsound ->
                assertThat(unsound.findings().getFirst().toString())
                    .startsWith("7:3 policy.time-zone: is no time zone"));
    assertThat(SiteForm.read(withPolicy(new Tree.Fields(place, List.of()))))
        .isInstanceOfSatisfying(
            SiteReading.Unsound.class,
            unsound ->
                assertThat(unsound.findings().getFirst().text())
                    .isEqualTo("policy: the field 'format' must be penstock-policy-1"));
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    SiteModel site = site(policy(SETPOINTS));

    assertThat(SiteForm.read(SiteForm.write(site))).isEqualTo(new SiteReading.Sound(site));
    assertThat(SiteForm.read(SiteForm.write(SiteModel.of(PLANT))))
        .isEqualTo(new SiteReading.Sound(SiteModel.of(PLANT)));
  }

  @Test
  void aPlantOfTheOldFormatHasNoPolicy() {
    Model old =
        ModelChecker.check(PLANT.draft().in(PlantFormat.ONE)) instanceof Checked.Sound(var model)
            ? model
            : PLANT;

    assertThatThrownBy(() -> new SiteModel(old, Optional.of(policy())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aChangedRuleIsTheOneDifference() {
    assertThat(
            PolicyDiff.between(
                Optional.of(policy(Policies.within(SETPOINTS, "0..400"))),
                Optional.of(policy(Policies.within(SETPOINTS, "0..500")))))
        .containsExactly(
            new Change(
                "policy.channels[scada].rules[setpoints].values",
                Optional.of("0..400"),
                Optional.of("0..500")));
    assertThat(PolicyDiff.between(Optional.empty(), Optional.of(policy())))
        .extracting(Change::path)
        .containsExactly(
            "policy.channels[scada].conduit",
            "policy.channels[scada].from",
            "policy.channels[scada].protocol",
            "policy.channels[scada].reads",
            "policy.channels[scada].to",
            "policy.time-zone");
  }

  /** Two policies differ by something that is shown, or they are the same. */
  @Test
  void noDifferenceIsKeptFromWhoAgrees() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Policy before = Policies.policy(seed);
          Policy after = seed % 3 == 0 ? Policies.policy(seed) : Policies.policy(seed + 1);
          List<Change> changes = PolicyDiff.between(Optional.of(before), Optional.of(after));

          assertThat(changes.isEmpty()).isEqualTo(before.equals(after));
          assertThat(applied(before, changes)).isEqualTo(applied(after, List.of()));
        });
  }

  private static Map<String, String> applied(Policy policy, List<Change> changes) {
    Map<String, String> lines = new TreeMap<>();
    for (Change each : PolicyDiff.between(Optional.empty(), Optional.of(policy))) {
      lines.put(each.path(), each.after().orElseThrow());
    }
    for (Change each : new ArrayList<>(changes)) {
      assertThat(Optional.ofNullable(lines.get(each.path()))).isEqualTo(each.before());
      each.after()
          .ifPresentOrElse(text -> lines.put(each.path(), text), () -> lines.remove(each.path()));
    }
    return lines;
  }
}
