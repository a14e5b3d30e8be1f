package dev.penstock.plant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plant.form.Trees;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules of structure for what the newest format can say, each with a plant that breaks it. */
class DetailRulesTest {
  private static final String ZONES = "zones:[{id:'a'},{id:'b'},{id:'c'}],";

  private static void onlyOne(String fields, Rule rule, String path, String what) {
    assertThat(Trees.findings(fields))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(rule);
          assertThat(finding.where().path()).isEqualTo(path);
          assertThat(finding.what()).contains(what);
          assertThat(finding.why()).isNotBlank();
        });
  }

  private static String channels(String channels) {
    return ZONES + "conduits:[{id:'up',between:['a','b'],channels:[" + channels + "]}]";
  }

  private static String asset(String facts) {
    return ZONES + "assets:[{id:'p',zone:'a'," + facts + "}]";
  }

  private static String accepted(String rule, String where, String rationale) {
    return "accepted:[{rule:'%s',where:'%s',rationale:'%s',until:'2027-06-30'}]"
        .formatted(rule, where, rationale);
  }

  @Test
  void aChannelLeadsFromOneEndOfItsConduitToTheOther() {
    assertThat(Trees.findings(channels("{id:'m',from:'a',to:'b'},{id:'n',from:'b'},{id:'o'}")))
        .isEmpty();
    onlyOne(
        channels("{id:'m',from:'c',to:'b'}"),
        Rule.CHANNEL_IN_CONDUIT,
        "conduits[up].channels[m].from",
        "zone 'c' is no end of its conduit");
    onlyOne(
        channels("{id:'m',from:'a',to:'a'}"),
        Rule.CHANNEL_IN_CONDUIT,
        "conduits[up].channels[m].to",
        "from zone 'a' to itself");
  }

  @Test
  void aChannelIsCalledByItsIdWithinItsConduit() {
    onlyOne(
        channels("{id:'m'},{id:'m',name:'other'}"),
        Rule.UNIQUE_NAME,
        "conduits[up].channels[m].id",
        "another channel");
    onlyOne(
        channels("{id:'m'},{id:'n',name:'M'}"),
        Rule.UNIQUE_NAME,
        "conduits[up].channels[n].name",
        "has the name 'M'");
    onlyOne(channels("{id:'A B',name:'m'}"), Rule.FORM, "conduits[up].channels[A B].id", "no id");
    onlyOne(
        channels("{id:'m',protocol:'Modbus TCP'}"),
        Rule.FORM,
        "conduits[up].channels[m].protocol",
        "is no id");
    String two =
        ZONES
            + "conduits:[{id:'up',between:['a','b'],channels:[{id:'m'}]},"
            + "{id:'down',between:['a','c'],channels:[{id:'m'}]}]";
    assertThat(Trees.findings(two)).isEmpty();
  }

  @Test
  void anAccessPointLeadsThroughWhatIsThere() {
    onlyOne(
        "'access-points':[{id:'vpn',zone:'a'}]",
        Rule.KNOWN_ZONE,
        "access-points[vpn].zone",
        "no zone 'a'");
    onlyOne(
        ZONES + "'access-points':[{id:'vpn',conduit:'up'}]",
        Rule.KNOWN_CONDUIT,
        "access-points[vpn].conduit",
        "no conduit 'up'");
  }

  @Test
  void aFunctionNeedsAssetsThatAreThereOnceEach() {
    onlyOne(
        ZONES + "functions:[{id:'f',assets:['p']}]",
        Rule.KNOWN_ASSET,
        "functions[f].assets[0]",
        "no asset 'p'");
    onlyOne(
        asset("name:'P'") + ",functions:[{id:'f',assets:['p','p']}]",
        Rule.FORM,
        "functions[f].assets[1]",
        "is there twice");
  }

  @Test
  void whatIsSaidIsALineThatPeopleCanRead() {
    for (String bad : List.of("", " x", "x\\n", "a\\u0000b", "\\u202eabc", "x".repeat(101))) {
      assertThat(Trees.findings(asset("owner:'" + bad + "'")))
          .as(bad)
          .extracting(finding -> finding.where().path())
          .containsExactly("assets[p].owner");
    }
    String longest = "x".repeat(Bounds.PROSE_CHARS_MAX);
    assertThat(Trees.findings("system:{id:'s',boundary:'" + longest + "'}")).isEmpty();
    onlyOne(
        "system:{id:'s',boundary:'" + longest + "y'}",
        Rule.FORM,
        "system.boundary",
        "1001 characters");
    onlyOne(
        "zones:[{id:'a','sl-t':{FR1:1,rationale:' x'}}]",
        Rule.FORM,
        "zones[a].sl-t.rationale",
        "a blank at an end");
  }

  @Test
  void tagsAreFewWordsOnceEach() {
    assertThat(Trees.findings(asset("tags:['pump','line-1']"))).isEmpty();
    onlyOne(asset("tags:['Pump']"), Rule.FORM, "assets[p].tags[0]", "is no id");
    onlyOne(asset("tags:['a','a']"), Rule.FORM, "assets[p].tags[1]", "is there twice");
    String many = "'" + String.join("','", Collections.nCopies(17, "t")) + "'";
    onlyOne(asset("tags:[" + many + "]"), Rule.BOUNDS, "assets[p].tags", "17 tags");
  }

  @Test
  void anAcceptanceNamesARuleAndAThing() {
    assertThat(Trees.findings(accepted("Z5", "channel/up/history", "So it is"))).isEmpty();
    assertThat(Trees.findings(accepted("Z99", "zone/gone", "Of a later rule"))).isEmpty();
    String at = "accepted[Z5 zone/a].";
    onlyOne(accepted("five", "zone/a", "x"), Rule.FORM, "accepted[five zone/a].rule", "as Z5");
    onlyOne(accepted("Z5", "zone[a]", "x"), Rule.FORM, "accepted[Z5 zone[a]].where", "zone/filter");
    onlyOne(accepted("Z5", "zone/a", ""), Rule.FORM, at + "rationale", "0 characters");
    String twice = accepted("Z5", "zone/a", "x").replace("]", "");
    onlyOne(
        twice + ",{rule:'Z5',where:'zone/a',rationale:'y',until:'2028-01-01'}]",
        Rule.UNIQUE_NAME,
        "accepted[Z5 zone/a].id",
        "another acceptance");
    String old = accepted("Z5", "zone/a", "x").replace("2027-06-30", "1999-12-31");
    onlyOne(old, Rule.FORM, at + "until", "must be a day");
  }

  /** An older format has no bytes for these, so they would be lost. */
  @Test
  void whatAnOlderFormatCannotSayIsFound() {
    Draft whole = Detailed.whole(Plants.small()).in(PlantFormat.ONE);
    var unsound = (Checked.Unsound) ModelChecker.check(whole);
    assertThat(unsound.findings())
        .allSatisfy(finding -> {
          assertThat(finding.rule()).isEqualTo(Rule.FORM);
          assertThat(finding.what()).isEqualTo("needs the format penstock-plant-2");
        })
        .extracting(finding -> finding.where().path())
        .contains("system", "zones[field]", "conduits[up]", "assets[plc]", "functions[dosing]");
  }

  @Test
  void allThatIsSaidTogetherHasAnEnd() {
    String words = "w".repeat(Bounds.PROSE_CHARS_MAX);
    List<Zone> zones =
        IntStream.range(0, 2)
            .mapToObj(i ->
                new Zone(
                    "z" + i,
                    "Zone " + i,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(i == 0 ? "x" : words.repeat(12_000))))
            .toList();
    assertThat(ModelChecker.check(Plants.draft(zones, List.of(), List.of())))
        .isInstanceOfSatisfying(
            Checked.Unsound.class,
            unsound ->
                assertThat(unsound.findings())
                    .singleElement()
                    .satisfies(finding ->
                        assertThat(finding.what()).startsWith("12000001 characters of words")));
  }
}
