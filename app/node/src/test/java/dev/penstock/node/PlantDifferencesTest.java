package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.conduit.site.SiteForm;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteReading;
import dev.penstock.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an approver sees of a change of very many things. Req: 62443-4-2 CR 2.1 RE(4) */
class PlantDifferencesTest {
  private static SiteModel model(int sources, int accepted, int assets) {
    var text =
        new StringBuilder(
            """
            format: penstock-plant-2
            organisation: {id: works, name: Works}
            site: {id: east, name: East}
            zones:
              - id: hall
                sources: [first\
            """);
    for (int i = 0; i < sources; i++) {
      text.append(", s").append(i);
    }
    text.append("]\nassets:\n  - {id: first, zone: hall}\n");
    for (int i = 0; i < Math.max(assets, accepted); i++) {
      text.append("  - {id: a").append(i).append(", zone: hall}\n");
    }
    text.append(accepted == 0 ? "" : "accepted:\n");
    for (int i = 0; i < accepted; i++) {
      text.append("  - {rule: Z14, where: asset/a")
          .append(i)
          .append(", rationale: It stays, until: 2027-06-30}\n");
    }
    return switch (YamlReader.parse(text.toString(), KeptFiles.MODEL_BYTES_MAX)) {
      case YamlReader.Parsed.Root(var tree)
          when SiteForm.read(tree) instanceof SiteReading.Sound(var site) ->
          site;
      case YamlReader.Parsed parsed -> throw new AssertionError(parsed.toString());
    };
  }

  private static List<Difference> shown(SiteModel after) {
    List<Difference> shown = PlantDifferences.between(Optional.of(model(0, 0, 0)), after);
    assertThat(shown).hasSizeLessThanOrEqualTo(ApprovalRequest.DIFF_MAX);
    return shown;
  }

  private static long about(List<Difference> shown, String path) {
    return shown.stream().filter(each -> each.path().startsWith(path)).count();
  }

  @Test
  void anAcceptanceIsShownHoweverManySourcesChange() {
    List<Difference> shown = shown(model(400, 1, 0));
    long accepted = about(shown, "accepted[");
    assertThat(accepted).isPositive();
    assertThat(about(shown, "zones[hall].sources")).isEqualTo(255 - accepted);
    assertThat(shown.getLast().after())
        .contains((400 - 255 + accepted) + " of sources or parents")
        .contains(" of anything else")
        .doesNotContain("of what is accepted");
  }

  @Test
  void placesThatAreKeptForWhatIsAcceptedAreHalfOfThem() {
    List<Difference> shown = shown(model(400, 200, 0));
    assertThat(about(shown, "accepted[")).isEqualTo(PlantDifferences.ACCEPTED_PLACES);
    assertThat(about(shown, "zones[hall].sources")).isEqualTo(127);
    assertThat(shown.getLast().after())
        .matches(
            "\\d+ more changes: 273 of sources or parents, \\d+ of what is accepted,"
                + " \\d+ of anything else; compare the files of both models");
  }

  @Test
  void placesThatNobodyNeedsAreForWhatComesNext() {
    List<Difference> shown = shown(model(10, 0, 300));
    assertThat(about(shown, "zones[hall].sources")).isEqualTo(10);
    assertThat(about(shown, "assets[")).isEqualTo(245);
    assertThat(shown(model(10, 0, 0))).hasSize(10);
  }
}
