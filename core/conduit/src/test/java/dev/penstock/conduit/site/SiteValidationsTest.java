package dev.penstock.conduit.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Parsed;
import dev.penstock.conduit.Policies;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Window;
import dev.penstock.plant.Acceptance;
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
import dev.penstock.plant.validation.Observation;
import dev.penstock.plant.validation.Severity;
import dev.penstock.plant.validation.Subject;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.validation.Validation;
import dev.penstock.plant.validation.Validations;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the model declares of directions, and what the policy opens. */
class SiteValidationsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final boolean DIODE = true;

  private static dev.penstock.plant.Channel declared(
      String id, String protocol, String from, String to, boolean isDiode) {
    return new dev.penstock.plant.Channel(
        id, id, given(protocol), given(from), given(to), Optional.empty(), isDiode);
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(each -> !each.equals("-"));
  }

  private static Model plant(List<Acceptance> accepted, dev.penstock.plant.Channel... channels) {
    var conduit =
        new Conduit("up", "Up", List.of("field", "dmz"), List.of(channels), Optional.empty());
    var draft =
        new Draft(
            PlantFormat.TWO,
            Listed.of(new Organisation("works", "Works")),
            Listed.of(new Site("east", "East")),
            Optional.empty(),
            List.of(
                Listed.of(new Zone("field", "Field", Optional.empty(), List.of())),
                Listed.of(new Zone("dmz", "DMZ", Optional.empty(), List.of()))),
            List.of(Listed.of(conduit)),
            List.of(),
            List.of(),
            List.of(),
            accepted.stream().map(Listed::of).toList());
    return switch (ModelChecker.check(draft)) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound unsound -> throw new AssertionError(unsound);
    };
  }

  private static Channel asks(String id, String protocol, String from, String to, Rule... rules) {
    return new Channel(id, "up", protocol, from, to, rules.length == 0, List.of(rules));
  }

  private static SiteModel site(Model plant, Channel... channels) {
    return new SiteModel(plant, Optional.of(new Policy(ZoneId.of("UTC"), List.of(channels))));
  }

  private static List<Observation> against(SiteModel site) {
    return SiteValidations.look(site, TODAY).observations().stream()
        .filter(each -> each.rule().basis() == Validation.Basis.POLICY)
        .toList();
  }

  private static List<String> told(SiteModel site) {
    return against(site).stream().map(each -> each.rule() + " " + each.subject()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Z22,true,modbus,field,dmz",
    "Z22,true,modbus-tcp,field,dmz",
    "Z22,true,-,field,dmz",
    "Z22,true,modbus,field,-",
    "Z22,true,modbus,-,dmz",
    "Z22,true,mqtt,field,dmz",
    "Z23,false,modbus,field,dmz",
    "Z23,false,modbus-tcp,-,dmz",
    "Z23,false,-,field,-",
    "-,true,modbus,dmz,field",
    "-,false,modbus,dmz,field",
    "-,true,modbus,-,-",
    "-,false,modbus,-,-",
    "-,false,mqtt,field,dmz",
    "-,false,modbusplus,field,dmz"
  })
  void aPolicyAsksTheWayThatTheModelDeclares(
      String rule, boolean isDiode, String protocol, String from, String to) {
    Model plant = plant(List.of(), declared("values", protocol, from, to, isDiode));

    assertThat(told(site(plant, asks("scada", "modbus", "dmz", "field"))))
        .isEqualTo(rule.equals("-") ? List.of() : List.of(rule + " channel/up/values"));
  }

  @Test
  void whatIsSaidNamesBothZonesAndTheChannelsOfThePolicy() {
    Model plant = plant(List.of(), declared("values", "-", "field", "dmz", DIODE));
    SiteModel site =
        site(
            plant,
            asks("bus", "modbus", "dmz", "field"),
            asks("history", "opcua", "dmz", "field"),
            asks("reports", "mqtt", "field", "dmz"));

    assertThat(against(site))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.rule().severity()).isEqualTo(Severity.ERROR);
          assertThat(each.what())
              .isEqualTo(
                  "is a diode from 'field' to 'dmz', and the policy lets 'dmz' ask 'field' there:"
                      + " 'bus', 'history'");
        });
    assertThat(Validation.Z23.severity()).isEqualTo(Severity.WARNING);
  }

  /** Beside a diode there may be another channel, which is declared for what asks back. */
  @Test
  void oneDeclaredChannelThatLetsItAskIsEnough() {
    Model plant =
        plant(
            List.of(),
            declared("values", "modbus-tcp", "field", "dmz", DIODE),
            declared("orders", "modbus-tcp", "dmz", "field", !DIODE));

    assertThat(told(site(plant, asks("scada", "modbus", "dmz", "field")))).isEmpty();
    assertThat(told(site(plant, asks("scada", "opcua", "dmz", "field"))))
        .as("nobody declares anything of it, and the conduit is not made of diodes")
        .isEmpty();
  }

  @Test
  void whatOpensNothingIsAgainstNothing() {
    Model plant = plant(List.of(), declared("values", "modbus", "field", "dmz", DIODE));
    Rule denying = Policies.rule("never", Effect.DENY, "anyone", "write", "any");
    Rule allowing = Policies.rule("set", Effect.ALLOW, "anyone", "write", "any");
    Rule pairing = Policies.rule("pair", Effect.TWO_PEOPLE, "anyone", "write", "any");

    assertThat(told(site(plant, asks("scada", "modbus", "dmz", "field", denying)))).isEmpty();
    assertThat(told(site(plant, asks("scada", "modbus", "dmz", "field", denying, pairing))))
        .containsExactly("Z22 channel/up/values");
    assertThat(told(site(plant, asks("scada", "modbus", "dmz", "field", until(allowing, 21)))))
        .as("over everywhere")
        .isEmpty();
    assertThat(told(site(plant, asks("scada", "modbus", "dmz", "field", until(allowing, 23)))))
        .containsExactly("Z22 channel/up/values");
    assertThat(told(SiteModel.of(plant))).isEmpty();
  }

  /** The day is that of UTC: where the policy's clock is behind, yesterday may still go on. */
  @Test
  void aRuleIsToldUntilItsLastDayIsOverOnEveryClock() {
    Model plant = plant(List.of(), declared("values", "modbus", "field", "dmz", DIODE));
    Rule allowing = Policies.rule("set", Effect.ALLOW, "anyone", "write", "any");
    Rule byDay = until(allowing, 22);
    // From the evening of the 21st to the afternoon of the 22nd in Los Angeles.
    Rule byNight = in(Window.parse("sat 18:00..17:00"), until(allowing, 21));

    for (Rule rule : List.of(byDay, byNight)) {
      var policy =
          new Policy(
              ZoneId.of("America/Los_Angeles"),
              List.of(asks("scada", "modbus", "dmz", "field", rule)));
      assertThat(told(new SiteModel(plant, Optional.of(policy))))
          .containsExactly("Z22 channel/up/values");
    }
  }

  private static Rule in(Parsed<Window> window, Rule rule) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        rule.objects(),
        rule.values(),
        rule.rate(),
        List.of(window.toOptional().orElseThrow()),
        rule.from(),
        rule.until());
  }

  private static Rule until(Rule rule, int day) {
    return new Rule(
        rule.id(),
        rule.effect(),
        rule.who(),
        rule.operations(),
        rule.objects(),
        rule.values(),
        rule.rate(),
        rule.windows(),
        rule.from(),
        Optional.of(LocalDate.of(2026, 11, day)));
  }

  /** An acceptance counts where the policy is looked at, and is judged only there. */
  @Test
  void whatIsAcceptedIsNotOpenAndNotIdle() {
    var accepted =
        new Acceptance("Z22", "channel/up/values", "Taken out in spring", TODAY.plusDays(1));
    Model plant = plant(List.of(accepted), declared("values", "modbus", "field", "dmz", DIODE));
    SiteModel asking = site(plant, asks("scada", "modbus", "dmz", "field"));
    SiteModel along = site(plant, asks("scada", "modbus", "field", "dmz"));

    assertThat(against(asking)).singleElement().matches(each -> !each.isOpen());
    assertThat(rules(SiteValidations.look(asking, TODAY).observations()))
        .doesNotContain(Validation.Z21);
    assertThat(rules(SiteValidations.look(along, TODAY).observations())).contains(Validation.Z21);
    assertThat(rules(Validations.look(plant, TODAY).observations()))
        .as("nobody looked at a policy")
        .doesNotContain(Validation.Z21);
    assertThat(rules(SiteValidations.look(asking, TODAY.plusDays(2)).observations()))
        .contains(Validation.Z20, Validation.Z22);
  }

  private static List<Validation> rules(List<Observation> observations) {
    return observations.stream().map(Observation::rule).toList();
  }

  @Test
  void nobodyNotesWhatWasNotAskedOrWhatTheModelSaysItself() {
    var noted = new Told.Noted(Validation.Z22, Subject.of(new Conduit("c", "C", List.of())), "is");

    assertThatThrownBy(() -> new Told(Set.of(Validation.Z23), List.of(noted)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Told(Set.of(Validation.Z7), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
