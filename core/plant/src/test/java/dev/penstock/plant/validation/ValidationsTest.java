package dev.penstock.plant.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plant.Asset;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Listed;
import dev.penstock.plant.Model;
import dev.penstock.plant.Plants;
import dev.penstock.plant.form.Trees;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each validation with a plant that does not keep it and with one that does. */
class ValidationsTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final String SYSTEM = "system:{id:'suc'}";
  private static final String WHOLE_TARGET = "'sl-t':{FR1:1,FR2:1,FR3:1,FR4:1,FR5:1,FR6:1,FR7:1}";

  /** Control, safety, office, wireless, temporary, outside and a zone between. */
  private static final String ZONES =
      "zones:[{id:'ctl',kind:'control',level:'1'},{id:'sis',kind:'safety'},"
          + "{id:'cell',parent:'ctl'},{id:'office',kind:'enterprise',level:'4'},"
          + "{id:'air',kind:'wireless'},{id:'visit',kind:'temporary'},"
          + "{id:'out',kind:'external'},{id:'dmz',kind:'dmz',level:'3.5'}]";

  private static List<String> open(String fields) {
    return Validations.look(Trees.model(fields), TODAY).observations().stream()
        .filter(Observation::isOpen)
        .filter(each -> each.rule() != Validation.Z11)
        .map(each -> each.rule() + " " + each.subject())
        .toList();
  }

  private static String assets(String... assets) {
    return ZONES + ",assets:[" + String.join(",", assets) + "]";
  }

  private static String asset(String kind, String zone) {
    return "{id:'%s-in-%s',kind:'%s',zone:'%s'}".formatted(kind, zone, kind, zone);
  }

  private static String conduit(String one, String other, String more) {
    return ZONES + ",conduits:[{id:'c',between:['%s','%s']%s}]".formatted(one, other, more);
  }

  private static String point(String fields) {
    return "'access-points':[{id:'p'," + fields + "}]";
  }

  @ParameterizedTest
  @CsvSource({
    "Z12,business,ctl",
    "Z12,business,sis",
    "Z12,business,cell",
    "Z12,controller,office",
    "Z12,field-device,office",
    "Z13,safety-controller,ctl",
    "Z13,safety-controller,cell",
    "Z14,portable,ctl",
    "Z14,portable,office",
    "Z5,wireless-device,ctl",
    "-,business,office",
    "-,controller,ctl",
    "-,controller,cell",
    "-,safety-controller,sis",
    "-,portable,visit",
    "-,wireless-device,air",
    "-,server,office",
  })
  void anAssetIsInAZoneThatSuitsIt(String rule, String kind, String zone) {
    assertThat(open(assets(asset(kind, zone))))
        .isEqualTo(rule.equals("-") ? List.of() : List.of(rule + " asset/" + kind + "-in-" + zone));
  }

  @Test
  void aSafetySystemHasAHostOfItsOwn() {
    String safe = "{id:'s',zone:'sis',address:'10.0.0.1'}";
    String same = "{id:'h',zone:'ctl',address:'10.0.0.1'}";
    String other = "{id:'o',zone:'sis',address:'10.0.0.1'},{id:'x',zone:'ctl',address:'10.0.0.2'}";
    assertThat(open(assets(safe, same))).containsExactly("Z4 asset/h");
    assertThat(open(assets(safe, other))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SIS-1.plant.example,sis-1.plant.example",
    "sis-1.plant.example.,sis-1.plant.example",
    "2001:DB8::1,2001:db8::1",
    "2001:db8:0:0:0:0:0:1,2001:0db8::0001",
    "[2001:db8::a],2001:db8::A",
    "FE80::1%eth0,fe80:0::1%eth0",
    "::ffff:10.0.0.1,10.0.0.1",
    "::FFFF:a00:1,10.0.0.1",
    "64:ff9b::10.0.0.1,64:ff9b::a00:1",
    "::,0:0:0:0:0:0:0:0",
  })
  void aSafetySystemSharesItsHostHoweverItsAddressIsWritten(String inside, String outside) {
    assertThat(open(addressed(inside, outside))).containsExactly("Z4 asset/h");
    assertThat(open(addressed(outside, inside))).containsExactly("Z4 asset/h");
  }

  @ParameterizedTest
  @CsvSource({
    "sis-1.plant.example,sis-2.plant.example",
    "2001:db8::1,2001:db8::1:0",
    "2001:db8::1,2001:db8:1::",
    "fe80::1%eth0,fe80::1%eth1",
    "10.0.0.1,10.0.0.10",
    "1:2:3:4:5:6:7,1:2:3:4:5:6:7:0",
    "1::2::3,1:0:2::3",
    "::1.2.3.4:5,::1.2.3.5",
    "::300.0.0.1,::12c:1",
    "12345::,2345::",
  })
  void otherAddressesAreOtherHosts(String inside, String outside) {
    assertThat(open(addressed(inside, outside))).isEmpty();
  }

  private static String addressed(String inside, String outside) {
    return assets(
        "{id:'s',zone:'sis',address:'" + inside + "'}",
        "{id:'h',zone:'ctl',address:'" + outside + "'}");
  }

  @Test
  void officeAndPlantDoNotLieInEachOther() {
    String inside = "zones:[{id:'ctl',kind:'control'},{id:'mid',parent:'ctl'},{id:'desk',";
    assertThat(open(inside + "kind:'enterprise',parent:'mid'}]")).containsExactly("Z12 zone/desk");
    assertThat(open(inside + "kind:'safety',parent:'mid'}]")).isEmpty();
    assertThat(open("zones:[{id:'o',kind:'enterprise'},{id:'c',kind:'safety',parent:'o'}]"))
        .containsExactly("Z12 zone/c");
  }

  @ParameterizedTest
  @CsvSource({
    "Z6,out,ctl",
    "Z6,sis,out",
    "Z6,out,cell",
    "Z6,air,out",
    "Z19,office,ctl",
    "Z19,sis,office",
    "-,out,dmz",
    "-,out,office",
    "-,dmz,ctl",
    "-,office,dmz",
    "-,ctl,sis"
  })
  void nothingLeadsIntoThePlantDirectly(String rule, String one, String other) {
    assertThat(open(conduit(one, other, "")))
        .isEqualTo(rule.equals("-") ? List.of() : List.of(rule + " conduit/c"));
    String device = ",assets:[{id:'fw',kind:'boundary-device',zone:'" + one + "'}]";
    assertThat(open(conduit(one, other, "") + device)).as("guarded").isEmpty();
  }

  @Test
  void aDiodeOutOfThePlantGuardsItsConduit() {
    String out = ",channels:[{id:'h',from:'ctl',to:'office',diode:'true'}]";
    String both = out.replace("]", ",{id:'b'}]");
    String in = ",channels:[{id:'h',from:'office',to:'ctl',diode:'true'}]";
    assertThat(open(conduit("ctl", "office", out))).isEmpty();
    assertThat(open(conduit("ctl", "office", both))).containsExactly("Z19 conduit/c");
    assertThat(open(conduit("ctl", "office", in)))
        .containsExactly("Z7 channel/c/h", "Z19 conduit/c");
  }

  @Test
  void aDiodeLeadsFromWhatIsTrustedMore() {
    String zones =
        "zones:[{id:'high','sl-t':{FR3:3}},{id:'low','sl-t':{FR3:1}},{id:'none'}],"
            + "conduits:[{id:'c',between:['high','%s'],"
            + "channels:[{id:'h',from:'%s',to:'%s',diode:'true'}]}]";
    Function<String, List<String>> diodes =
        fields -> open(fields).stream().filter(each -> each.startsWith("Z7")).toList();
    assertThat(diodes.apply(zones.formatted("low", "low", "high")))
        .containsExactly("Z7 channel/c/h");
    assertThat(diodes.apply(zones.formatted("low", "high", "low"))).isEmpty();
    assertThat(diodes.apply(zones.formatted("none", "none", "high"))).as("nobody said").isEmpty();
  }

  @Test
  void accessFromOutsideIsGuardedAndStrong() {
    String zones =
        "zones:[{id:'ctl',kind:'control','sl-t':{FR1:3,FR2:1,FR3:1,FR4:1,FR5:1,FR6:1,"
            + "FR7:1}},{id:'dmz',kind:'dmz'}],";
    assertThat(open(zones + point("kind:'vendor',zone:'ctl',authentication:'multi-factor'")))
        .containsExactly("Z6 access-point/p");
    assertThat(open(zones + point("kind:'remote',zone:'ctl',authentication:'single-factor'")))
        .containsExactly("Z6 access-point/p", "Z8 access-point/p");
    String guarded = zones + "assets:[{id:'fw',kind:'boundary-device',zone:'ctl'}],";
    assertThat(open(guarded + point("kind:'cloud',zone:'ctl'")))
        .containsExactly("Z8 access-point/p");
    assertThat(open(guarded.replace("FR1:3", "FR1:2") + point("kind:'cloud',zone:'ctl'")))
        .isEmpty();
    assertThat(open(zones + point("kind:'local',zone:'ctl'"))).isEmpty();
    assertThat(open(zones + point("kind:'remote',zone:'dmz'"))).isEmpty();
    assertThat(open(zones + point("kind:'wireless',zone:'ctl'")))
        .containsExactly("Z5 access-point/p");
  }

  /** A model that names its system claims to be whole; one that does not may stay small. */
  @Test
  void whatIsMissingIsAFaultInAWholeModelOnly() {
    String parts =
        "zones:[{id:'a'},{id:'b'}],conduits:[{id:'c',between:['a','b']}],"
            + "assets:[{id:'x',zone:'a'}],functions:[],'access-points':[{id:'p',zone:'a'}]";
    assertThat(open(parts)).isEmpty();
    assertThat(open(parts + "," + SYSTEM))
        .containsExactly(
            "Z9 asset/x",
            "Z10 access-point/p",
            "Z15 conduit/c",
            "Z17 zone/a",
            "Z17 zone/b",
            "S1 zone/a",
            "S1 zone/b");
    String said =
        "zones:[{id:'a',kind:'control',%s},{id:'b',parent:'a',%s}],"
                .formatted(WHOLE_TARGET, WHOLE_TARGET)
            + "conduits:[{id:'c',between:['a','b'],channels:[{id:'m'}]}],"
            + "assets:[{id:'x',zone:'a',owner:'Operations'}],"
            + "'access-points':[{id:'p',zone:'a',conduit:'c'}]";
    assertThat(open(said + "," + SYSTEM)).isEmpty();
  }

  @Test
  void aSiteOfZonesNamesItsSystem() {
    Review review = Validations.look(Trees.model("zones:[{id:'a'}]"), TODAY);
    assertThat(review.observations()).extracting(Observation::rule).containsExactly(Validation.Z11);
    assertThat(review.observations().getFirst().subject()).hasToString("site");
    assertThat(Validations.look(Trees.model("zones:[]"), TODAY).observations()).isEmpty();
  }

  @Test
  void aTargetSaysSomethingOfEachRequirement() {
    String part = "zones:[{id:'a','sl-t':{FR1:2,FR2:2,FR3:2,FR4:0,FR5:2}}]";
    assertThat(open(part)).containsExactly("S1 zone/a");
    Review review = Validations.look(Trees.model(part), TODAY);
    assertThat(review.observations().getLast().what())
        .isEqualTo("its SL-T says nothing of FR6, FR7");
  }

  @Test
  void aJudgementHasItsReason() {
    String target = WHOLE_TARGET.replace("}", ",method:'%s'%s}");
    String zone = "zones:[{id:'a'," + target + "}]";
    assertThat(open(zone.formatted("expert", ""))).containsExactly("S7 zone/a");
    assertThat(open(zone.formatted("expert", ",rationale:'PHA 12'"))).isEmpty();
    assertThat(open(zone.formatted("risk-reduction", ""))).isEmpty();
  }

  @Test
  void aConduitIsNotWeakerThanWhatItJoins() {
    String zones =
        "zones:[{id:'a',%s},{id:'b',%s}],conduits:[{id:'c',between:['a','b'],'sl-t':{%s}}]";
    String high = WHOLE_TARGET.replace("FR5:1", "FR5:3");
    assertThat(open(zones.formatted(WHOLE_TARGET, high, "FR5:2"))).containsExactly("S2 conduit/c");
    assertThat(open(zones.formatted(WHOLE_TARGET, high, "FR5:3"))).isEmpty();
    assertThat(open(zones.formatted(WHOLE_TARGET, high, "FR5:2,rationale:'Diode'"))).isEmpty();
    assertThat(open(zones.formatted(WHOLE_TARGET, high, "FR1:1"))).isEmpty();
  }

  @Test
  void whatMustNotBeChangedIsProtectedOnItsWay() {
    String plant =
        "zones:[{id:'a',%s},{id:'b',%s}],conduits:[{id:'c',between:['a','b'],"
            + "channels:[{id:'m',security:'%s'}]%s}]";
    String high = WHOLE_TARGET.replace("FR3:1", "FR3:3");
    assertThat(open(plant.formatted(high, WHOLE_TARGET, "none", "")))
        .containsExactly("Z16 channel/c/m");
    assertThat(open(plant.formatted(high, WHOLE_TARGET, "tls", ""))).isEmpty();
    assertThat(open(plant.formatted(WHOLE_TARGET, WHOLE_TARGET, "none", ""))).isEmpty();
    String lower = ",'sl-t':{FR3:2,rationale:'Wires in one cabinet'}";
    assertThat(open(plant.formatted(high, WHOLE_TARGET, "none", lower))).isEmpty();
  }

  @Test
  void aFunctionNeedsSomething() {
    assertThat(open("functions:[{id:'f'}]")).containsExactly("Z18 function/f");
  }

  private static String accepting(String rule, String where, String until) {
    return assets(asset("portable", "ctl"), asset("business", "ctl"))
        + ",accepted:[{rule:'%s',where:'%s',rationale:'So it is',until:'%s'}]"
            .formatted(rule, where, until);
  }

  @Test
  void whatIsAcceptedIsToldAndNotOpen() {
    Review review =
        Validations.look(
            Trees.model(accepting("Z14", "asset/portable-in-ctl", "2026-11-22")), TODAY);
    assertThat(review.observations())
        .filteredOn(each -> !each.isOpen())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.rule()).isEqualTo(Validation.Z14);
          assertThat(each.accepted().orElseThrow().rationale()).isEqualTo("So it is");
        });
    assertThat(review.acceptedCount()).isEqualTo(1);
    assertThat(review.openCount(Severity.WARNING)).isZero();
  }

  @Test
  void anAcceptanceEndsByItself() {
    assertThat(open(accepting("Z14", "asset/portable-in-ctl", "2026-11-21")))
        .containsExactly(
            "Z12 asset/business-in-ctl",
            "Z14 asset/portable-in-ctl",
            "Z20 acceptance/Z14 asset/portable-in-ctl");
  }

  /** ZCR 3.2 is not for anybody to accept. */
  @Test
  void businessInThePlantIsNeverAccepted() {
    assertThat(open(accepting("Z12", "asset/business-in-ctl", "2030-01-01")))
        .containsExactly(
            "Z12 asset/business-in-ctl",
            "Z14 asset/portable-in-ctl",
            "Z21 acceptance/Z12 asset/business-in-ctl");
    for (Validation rule : Validation.values()) {
      assertThat(rule.isAcceptable())
          .as(rule.name())
          .isEqualTo(
              !rule.requirement().equals("ZCR 3.2")
                  && !Set.of(Validation.Z20, Validation.Z21).contains(rule));
    }
  }

  @ParameterizedTest
  @CsvSource({"Z14,asset/gone", "Z13,asset/portable-in-ctl", "Z99,zone/ctl"})
  void anAcceptanceOfNothingIsTold(String rule, String where) {
    assertThat(open(accepting(rule, where, "2030-01-01")))
        .contains("Z21 acceptance/" + rule + " " + where);
  }

  @ParameterizedTest
  @EnumSource
  void eachValidationSaysWhyAndWhatToDo(Validation rule) {
    assertThat(rule.why()).hasSizeGreaterThan(20);
    assertThat(rule.remedy()).hasSizeGreaterThan(10);
    assertThat(rule.requirement()).matches("ZCR [1-7]\\.[0-9]{1,2}");
  }

  /** The same for every model: no rule throws, and listing in another order changes nothing. */
  @Test
  void anyModelCanBeLookedAt() {
    Set<Validation> seen = EnumSet.noneOf(Validation.class);
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Draft draft = Plants.random(seed);
          Review review = Validations.look(Plants.model(draft), TODAY);
          Model shuffled = Plants.model(Plants.shuffled(draft, ~seed));
          assertThat(Validations.look(shuffled, TODAY)).isEqualTo(review);
          review.observations().forEach(each -> seen.add(each.rule()));
        });
    assertThat(seen).hasSizeGreaterThan(10);
  }

  /** 50,000 assets, each of which breaks something: some are told, the others counted. */
  @Test
  void noRuleHidesAnother() {
    Draft large = Plants.large(500, 50_000);
    List<Listed<Asset>> assets = new ArrayList<>(large.assets());
    Model model = Plants.model(large.withAssets(assets));
    Review before = Validations.look(model, TODAY);
    assertThat(before.observations()).hasSize(1);
    Model whole = Trees.model(SYSTEM + "," + manyAssets(5_000));
    Review review = Validations.look(whole, TODAY);
    assertThat(review.leftOut()).containsEntry(Validation.Z9, 5_000L - Look.TOLD_MAX);
    assertThat(review.openCount(Severity.ERROR)).isEqualTo(5_001);
    assertThat(review.observations()).extracting(Observation::rule).contains(Validation.S1);
  }

  private static String manyAssets(int count) {
    var assets = new StringBuilder("zones:[{id:'a'}],assets:[");
    for (int i = 0; i < count; i++) {
      assets.append(i == 0 ? "" : ",").append("{id:'a%d',zone:'a'}".formatted(i));
    }
    return assets.append("]").toString();
  }
}
