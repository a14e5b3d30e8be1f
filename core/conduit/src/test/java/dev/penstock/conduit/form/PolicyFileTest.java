package dev.penstock.conduit.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Who;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.Site;
import dev.penstock.plant.Zone;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A policy as a file: what is read, and what is told of a file that is none. */
class PolicyFileTest {
  private int line;

  private Tree.Scalar text(String text) {
    return new Tree.Scalar(new Place(line, 3), text);
  }

  private Tree.Field field(String name, String value) {
    line++;
    return new Tree.Field(text(name), text(value));
  }

  private Tree.Field field(String name, Tree... items) {
    return new Tree.Field(
        text(name), new Tree.Items(new Place(Math.max(1, line), 3), List.of(items)));
  }

  private Tree.Fields fields(Tree.Field... fields) {
    return new Tree.Fields(fields[0].name().place(), List.of(fields));
  }

  private Tree.Fields rule(Tree.Field... more) {
    List<Tree.Field> fields = new ArrayList<>();
    fields.add(field("id", "setpoints"));
    fields.addAll(List.of(more));
    return fields(fields.toArray(Tree.Field[]::new));
  }

  private Tree.Fields allow(Tree.Field... more) {
    List<Tree.Field> fields = new ArrayList<>();
    fields.add(field("effect", "allow"));
    fields.add(field("who", "scada"));
    fields.add(field("operations", "write"));
    fields.add(field("objects", "any"));
    fields.addAll(List.of(more));
    return rule(fields.toArray(Tree.Field[]::new));
  }

  private Tree file(Tree... rules) {
    return fields(
        field("format", "penstock-policy-1"),
        field(
            "channels",
            fields(
                field("id", "filters"),
                field("conduit", "supervision"),
                field("protocol", "modbus"),
                field("from", "control"),
                field("to", "treatment"),
                field("rules", rules))));
  }

  private static Reading.Sound sound(Tree tree) {
    return switch (PolicyReader.read(tree)) {
      case Reading.Sound sound -> sound;
      case Reading.Unsound(var findings, _) -> throw new AssertionError(findings.getFirst().text());
      case Reading.NoPolicy(_, var why) -> throw new AssertionError(why);
    };
  }

  private static List<String> findings(Tree tree) {
    return switch (PolicyReader.read(tree)) {
      case Reading.Sound _ -> List.of();
      case Reading.Unsound(var findings, _) -> findings.stream().map(Finding::text).toList();
      case Reading.NoPolicy(_, var why) -> List.of(why);
    };
  }

  @Test
  void readingGivesThePolicyThatWasWritten() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Policy policy = Policies.policy(seed);
          assertThat(sound(PolicyWriter.write(policy)).policy()).isEqualTo(policy);
        });
  }

  @Test
  void onlyARuleThatDeniesMayLeaveOutWhomAndWhat() {
    Rule deny =
        sound(file(rule(field("effect", "deny"))))
            .policy()
            .channels()
            .getFirst()
            .rules()
            .getFirst();
    assertThat(deny.who()).containsExactly(new Who.Anyone());
    assertThat(deny.operations()).containsExactly(Operation.values());
    assertThat(deny.objects()).containsExactly(new Scope.Any());
    line = 0;
    assertThat(findings(file(rule(field("effect", "allow")))))
        .extracting(text -> text.replaceAll(";.*", ""))
        .containsExactly(
            "line 2, column 3: channels[0].rules[0].who: is missing",
            "line 2, column 3: channels[0].rules[0].operations: is missing",
            "line 2, column 3: channels[0].rules[0].objects: is missing");
  }

  @Test
  void functionCodesAreKnownOnesThatAskForTheRulesOperations() {
    line = 1;
    Rule read =
        sound(file(allow(field("functions", text("16"), text("6")))))
            .policy()
            .channels()
            .getFirst()
            .rules()
            .getFirst();
    assertThat(read.functions()).extracting(FunctionCode::code).containsExactly(6, 16);
    for (String none : List.of("0", "9", "90", "016", "0x10", "write", "")) {
      assertThat(findings(file(allow(field("functions", none)))))
          .singleElement()
          .asString()
          .contains("functions: '" + none + "' is no function code", "1, 2, 3", "modbus-proxy.md");
    }
    assertThat(findings(file(allow(field("functions", text("16"), text("3"))))))
        .singleElement()
        .asString()
        .contains(
            "rules[0].functions: function code 3 asks for nothing of write",
            "5, 6, 15, 16, 21, 22, 23");
    assertThat(findings(file(allow(field("functions")))))
        .singleElement()
        .asString()
        .contains("functions: is an empty list");
  }

  @Test
  void functionCodesAreOfModbusAlone() {
    Tree tree =
        fields(
            field("format", "penstock-policy-1"),
            field(
                "channels",
                fields(
                    field("id", "filters"),
                    field("conduit", "supervision"),
                    field("protocol", "s7"),
                    field("from", "control"),
                    field("to", "treatment"),
                    field("rules", allow(field("functions", "16"))))));
    assertThat(findings(tree))
        .singleElement()
        .asString()
        .contains("rule 'setpoints' has function codes, and its channel is for s7");
  }

  @Test
  void aMisspeltFieldIsNoFieldLeftOut() {
    assertThat(findings(file(allow(field("value", "0..10")))))
        .singleElement()
        .asString()
        .startsWith(
            "line 1, column 3: channels[0].rules[0]: unknown field 'value'; allowed: id, effect,");
  }

  /** An empty list of ranges or windows must not let pass what no range or window would. */
  @Test
  void anEmptyListIsNotAFieldLeftOut() {
    for (String each : List.of("values", "when", "who", "operations", "objects")) {
      Tree none = rule(field("effect", "deny"), field(each, new Tree[0]));
      assertThat(findings(file(none)))
          .singleElement()
          .asString()
          .contains("rules[0]." + each + ": is an empty list; allowed: at least one item");
    }
  }

  @Test
  void eachBadTextIsToldWithItsPlaceAndWhatIsAllowed() {
    List<String> findings =
        findings(
            file(
                allow(
                    field("values", "low"),
                    field("rate", "often"),
                    field("when", "at night"),
                    field("from", "today"))));
    assertThat(findings).hasSize(4).allMatch(text -> text.contains("; allowed: "));
    assertThat(findings.get(1))
        .isEqualTo(
            "line 2, column 3: channels[0].rules[0].rate: 'often' is no rate; allowed: 1..10000 per"
                + " second, minute, hour or day; write it as '10 per minute'");
  }

  @Test
  void whatDoesNotGoTogetherIsToldAtTheFieldThatIsTooMuch() {
    assertThat(findings(file(rule(field("effect", "deny"), field("rate", "1 per day")))))
        .singleElement()
        .asString()
        .startsWith("line 2, column 3: channels[0].rules[0].rate: a rate in a rule that denies");
  }

  @Test
  void timesNeedATimeZone() {
    assertThat(findings(file(allow(field("when", "daily 06:00..18:00")))))
        .singleElement()
        .asString()
        .contains("time-zone: is missing, and rules have times");
  }

  @Test
  void twoRulesWithOneIdAreNoPolicy() {
    assertThat(findings(file(allow(), allow())))
        .singleElement()
        .asString()
        .contains("channels[0].rules[1].id: channel 'filters' has a rule with the id 'setpoints'");
  }

  @Test
  void anotherFormatIsNotRead() {
    assertThat(findings(fields(field("format", "penstock-policy-2"))))
        .containsExactly("the field 'format' must be penstock-policy-1");
    assertThat(findings(text("x"))).singleElement().asString().contains("must begin with");
  }

  @Test
  void findingsHaveABoundAndTheRestIsCounted() {
    List<Tree> rules = new ArrayList<>();
    for (int i = 0; i < Findings.FINDINGS_MAX + 5; i++) {
      rules.add(allow(field("rate", "often")));
    }
    assertThat(PolicyReader.read(file(rules.toArray(Tree[]::new))))
        .isInstanceOfSatisfying(
            Reading.Unsound.class,
            unsound -> {
              assertThat(unsound.findings()).hasSize(Findings.FINDINGS_MAX);
              assertThat(unsound.leftOut()).isEqualTo(5);
            });
  }

  private static Model plant(String... between) {
    Draft draft =
        Draft.of(
            new Organisation("works", "works"),
            new Site("east", "east"),
            List.of(zone("control"), zone("treatment"), zone("dosing")),
            List.of(new Conduit("supervision", "supervision", List.of(between))),
            List.of());
    return switch (ModelChecker.check(draft)) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound(var findings, _) -> throw new AssertionError(findings.getFirst().what());
    };
  }

  private static Zone zone(String id) {
    return new Zone(id, id, Optional.empty(), List.of());
  }

  @Test
  void aChannelGoesThroughAConduitOfThePlantInEitherDirection() {
    Policy policy = Policies.of();
    assertThat(PlantFit.findings(policy, Map.of(), plant("control", "treatment"))).isEmpty();
    assertThat(PlantFit.findings(policy, Map.of(), plant("treatment", "control"))).isEmpty();
  }

  @Test
  void aChannelWithoutItsConduitIsToldWithItsLine() {
    Map<String, Place> places = Map.of("filters", new Place(7, 5));
    assertThat(PlantFit.findings(Policies.of(), places, plant("control", "dosing")))
        .singleElement()
        .satisfies(finding ->
            assertThat(finding.text())
                .startsWith(
                    "line 7, column 5: channels[filters].from: the conduit 'supervision' does not"
                        + " join zone 'control' to zone 'treatment'; allowed: control, dosing;"));
    Draft none = plant("control", "dosing").draft();
    Model without =
        switch (ModelChecker.check(
            new Draft(none.organisation(), none.site(), none.zones(), List.of(), none.assets()))) {
          case Checked.Sound(var model) -> model;
          case Checked.Unsound _ -> throw new AssertionError();
        };
    assertThat(PlantFit.findings(Policies.of(), places, without))
        .singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("there is no conduit"));
  }
}
