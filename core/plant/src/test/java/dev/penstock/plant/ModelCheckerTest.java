package dev.penstock.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of structure with a plant that breaks it. */
class ModelCheckerTest {
  private static final Zone A = zone("a");
  private static final Zone B = zone("b");

  private static Zone zone(String id, String... sources) {
    return new Zone(id, "Zone " + id, Optional.empty(), List.of(sources));
  }

  private static Zone within(String id, String parent) {
    return new Zone(id, "Zone " + id, Optional.of(parent), List.of());
  }

  private static Asset asset(String id, String zone) {
    return new Asset(id, "Asset " + id, Optional.of(zone));
  }

  private static List<Finding> findings(List<Zone> zones, List<Conduit> cs, List<Asset> as) {
    return switch (ModelChecker.check(Plants.draft(zones, cs, as))) {
      case Checked.Sound _ -> List.of();
      case Checked.Unsound(var findings, _) -> findings;
    };
  }

  private static List<Finding> ofZones(Zone... zones) {
    return findings(List.of(zones), List.of(), List.of());
  }

  private static List<Finding> ofConduit(String... between) {
    var conduit = new Conduit("c", "C", List.of(between));
    return findings(List.of(A, B), List.of(conduit), List.of());
  }

  private static void onlyOne(List<Finding> findings, Rule rule, String path, String what) {
    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(rule);
          assertThat(finding.where().path()).isEqualTo(path);
          assertThat(finding.what()).contains(what);
          assertThat(finding.why()).isNotBlank();
        });
  }

  @Test
  void aSoundPlantHasNoFinding() {
    assertThat(ModelChecker.check(Plants.small())).isInstanceOf(Checked.Sound.class);
  }

  @Test
  void anIdStandsForOneElementOfItsKind() {
    var other = new Zone("a", "Other", Optional.empty(), List.of());
    onlyOne(ofZones(A, other), Rule.UNIQUE_NAME, "zones[a].id", "another zone has the id 'a'");
    assertThat(findings(List.of(A), List.of(), List.of(asset("a", "a")))).isEmpty();
  }

  @Test
  void aNameStandsForOneElementWhateverTheCaseOfItsLetters() {
    var other = new Zone("x", "ZONE A", Optional.empty(), List.of());
    onlyOne(ofZones(A, other), Rule.UNIQUE_NAME, "zones[x].name", "has the name 'ZONE A'");
  }

  @Test
  void whatLiesInAnUnknownZoneIsFound() {
    onlyOne(ofZones(A, within("x", "nowhere")), Rule.KNOWN_ZONE, "zones[x].parent", "'nowhere'");
    onlyOne(
        findings(List.of(A), List.of(), List.of(asset("p", "nowhere"))),
        Rule.KNOWN_ZONE,
        "assets[p].zone",
        "'nowhere'");
    onlyOne(ofConduit("a", "nowhere"), Rule.KNOWN_ZONE, "conduits[c].between[1]", "'nowhere'");
  }

  @Test
  void anAssetIsInExactlyOneZone() {
    onlyOne(
        findings(List.of(A), List.of(), List.of(new Asset("p", "P", Optional.empty()))),
        Rule.ASSET_IN_ONE_ZONE,
        "assets[p]",
        "is in no zone");
    onlyOne(
        findings(List.of(A, B), List.of(), List.of(asset("p", "a"), asset("p", "b"))),
        Rule.ASSET_IN_ONE_ZONE,
        "assets[p]",
        "in zone 'a' and in zone 'b'");
    onlyOne(
        findings(List.of(A), List.of(), List.of(asset("p", "a"), asset("p", "a"))),
        Rule.UNIQUE_NAME,
        "assets[p].id",
        "another asset");
  }

  @Test
  void aConduitJoinsTwoDifferentZones() {
    String path = "conduits[c].between";
    onlyOne(ofConduit("a", "a"), Rule.CONDUIT_JOINS_TWO, path, "joins zone 'a' to itself");
    onlyOne(ofConduit("a"), Rule.CONDUIT_JOINS_TWO, path, "joins 1 zones");
    onlyOne(ofConduit(), Rule.CONDUIT_JOINS_TWO, path, "joins 0 zones");
    onlyOne(ofConduit("a", "b", "a"), Rule.CONDUIT_JOINS_TWO, path, "joins 3 zones");
  }

  @Test
  void zonesThatLieInEachOtherInACircleAreToldOnce() {
    onlyOne(ofZones(within("a", "a")), Rule.NO_PARENT_CYCLE, "zones[a].parent", "a in a");
    onlyOne(
        ofZones(within("tail", "a"), within("a", "b"), within("b", "c"), within("c", "a")),
        Rule.NO_PARENT_CYCLE,
        "zones[a].parent",
        "lies in itself: a in b in c in a");
  }

  @Test
  void aLongCircleIsToldShort() {
    int length = Bounds.ZONES_MAX;
    Zone[] circle =
        IntStream.range(0, length)
            .mapToObj(i -> within("z" + i, "z" + (i + 1) % length))
            .toArray(Zone[]::new);
    onlyOne(ofZones(circle), Rule.NO_PARENT_CYCLE, "zones[z0].parent", "z7 in ...");
  }

  @Test
  void zonesLieInEachOtherOnlySoDeep() {
    List<Zone> zones = new ArrayList<>(List.of(zone("z1")));
    for (int i = 2; i <= Bounds.NESTING_MAX; i++) {
      zones.add(within("z" + i, "z" + (i - 1)));
    }
    assertThat(findings(zones, List.of(), List.of())).isEmpty();
    // The deepest first, so that the depth is known only at the end of the way.
    zones.addFirst(within("deep", "z" + Bounds.NESTING_MAX));
    onlyOne(
        findings(zones, List.of(), List.of()), Rule.BOUNDS, "zones[deep].parent", "there may be 8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "-a", "a-", "a_b", "ä", "a.b"})
  void anIdHasPlainLetters(String id) {
    var bad = new Zone(id, "Zone", Optional.empty(), List.of());
    onlyOne(ofZones(bad), Rule.FORM, "zones[" + id + "].id", "is no id");
  }

  @Test
  void anIdHasAnEnd() {
    String longest = "a".repeat(Bounds.ID_CHARS_MAX);
    assertThat(ofZones(new Zone(longest, "A", Optional.empty(), List.of()))).isEmpty();
    assertThat(ofZones(new Zone(longest + "a", "A", Optional.empty(), List.of()))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " a", "a ", "a  b", "a\nb", "a\u0000", "A\u0308", "\u202eabc", "\ud800"})
  void aNameIsWhatPeopleCanSeeAndTellApart(String name) {
    var bad = new Zone("z", name, Optional.empty(), List.of());
    assertThat(ofZones(bad))
        .singleElement()
        .satisfies(finding -> assertThat(finding.rule()).isEqualTo(Rule.FORM));
    assertThat(ofZones(bad).getFirst().what()).doesNotContain("\n", "\u0000", "\u202e");
  }

  @Test
  void aNameHasAnEnd() {
    String longest = "ä".repeat(Bounds.NAME_CHARS_MAX);
    assertThat(ofZones(new Zone("z", longest, Optional.empty(), List.of()))).isEmpty();
    assertThat(ofZones(new Zone("z", longest + "x", Optional.empty(), List.of()))).hasSize(1);
  }

  @Test
  void aSourceIsANameOfRecords() {
    assertThat(ofZones(zone("a", "ä".repeat(127), "plant/line 1/#2"))).isEmpty();
    onlyOne(ofZones(zone("a", "ä".repeat(128))), Rule.FORM, "zones[a].sources[0]", "no name of");
    onlyOne(ofZones(zone("a", "fine", "a\tb")), Rule.FORM, "zones[a].sources[1]", "a\ufffdb");
  }

  @Test
  void aSourceIsListedOnce() {
    onlyOne(
        ofZones(zone("a", "plc", "plc")),
        Rule.SOURCE_IN_ONE_ZONE,
        "zones[a].sources[1]",
        "'plc' is there twice");
    onlyOne(
        ofZones(zone("a", "plc*"), zone("b", "plc*")),
        Rule.SOURCE_IN_ONE_ZONE,
        "zones[b].sources[0]",
        "'plc*' is in zone 'a' too");
  }

  @Test
  void patternsThatCouldMeanTheSameSourceMustDifferInLength() {
    onlyOne(
        ofZones(zone("a", "plc-*"), zone("b", "*-one")),
        Rule.SOURCE_IN_ONE_ZONE,
        "zones[a].sources[0]",
        "'plc-*' and '*-one' in zone 'b' can mean the same source");
    assertThat(ofZones(zone("a", "plc-*", "plc-?"), zone("b", "*-two2"))).isEmpty();
    assertThat(ofZones(zone("a", "plc-*", "*-one"))).as("of one zone").isEmpty();
    assertThat(ofZones(zone("a", "plc-*"), zone("b", "pld-*"))).as("never both").isEmpty();
  }

  @Test
  void tooManyOfAKindAreCountedAndNothingElseIsLookedAt() {
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i <= Bounds.ZONES_MAX; i++) {
      zones.add(A);
    }
    onlyOne(findings(zones, List.of(), List.of()), Rule.BOUNDS, "", "10001 zones");
    String[] patterns =
        IntStream.rangeClosed(0, Bounds.PATTERNS_MAX)
            .mapToObj(i -> "%05d*".formatted(i))
            .toArray(String[]::new);
    onlyOne(ofZones(zone("a", patterns)), Rule.BOUNDS, "", "5001 patterns of sources");
  }

  @Test
  void patternsThatAllBeginAlikeEndTheLook() {
    // Each of these pairs would have to be compared, and each is as long as it can be.
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      zones.add(zone("z" + i, "*" + "x".repeat(240) + "%05d".formatted(i)));
    }
    onlyOne(
        findings(zones, List.of(), List.of()), Rule.BOUNDS, "zones[z40].sources[0]", "begin alike");
  }

  @Test
  void findingsBeyondTheLimitAreCounted() {
    List<Asset> assets = new ArrayList<>();
    for (int i = 0; i < Bounds.FINDINGS_MAX + 7; i++) {
      assets.add(new Asset("a" + i, "Asset " + i, Optional.empty()));
    }
    var checked = ModelChecker.check(Plants.draft(List.of(A), List.of(), assets));
    assertThat(checked)
        .isInstanceOfSatisfying(
            Checked.Unsound.class,
            unsound -> {
              assertThat(unsound.findings()).hasSize(Bounds.FINDINGS_MAX);
              assertThat(unsound.leftOut()).isEqualTo(7);
            });
  }

  /** What is looked at grows as the plant does: a rule that compares all with all would show. */
  @Test
  void checkingTakesStepsInProportionToThePlant() {
    long small = steps(1_000, 25_000);
    long large = steps(2_000, 50_000);
    assertThat(large).isBetween(2 * small - 100, 2 * small + 100);
    // Each element is looked at by a few rules, each source by two.
    assertThat(large).isLessThan(5L * (2_000 + 2_000 + 2 * 2_000 + 50_000));
  }

  private static long steps(int zones, int assets) {
    var report = new Report();
    assertThat(ModelChecker.check(Plants.large(zones, assets), report))
        .isInstanceOf(Checked.Sound.class);
    return report.stepCount();
  }
}
