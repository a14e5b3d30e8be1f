package dev.penstock.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.AnchorResults.Kind;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorSectionsTest {
  private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
  private static final String TSA =
      "anchors:\n- {name: tsa-1, kind: rfc3161, url: 'https://tsa.example/'";

  @TempDir Path folder;

  private static List<AnchorSettings> valid(String text) {
    return switch (SettingsFile.parse("f.yaml", text, file -> AnchorSections.of(file, ALL))) {
      case Reading.Valid<List<AnchorSettings>>(var anchors) -> anchors;
      case Reading.Faulty<List<AnchorSettings>>(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> problems(String text, Set<Kind> canBeAsked) {
    return switch (SettingsFile.parse(
        "f.yaml", text, file -> AnchorSections.of(file, canBeAsked))) {
      case Reading.Valid<List<AnchorSettings>> valid -> throw new AssertionError(valid.toString());
      case Reading.Faulty<List<AnchorSettings>>(var problems) ->
          problems.stream().map(Problem::text).toList();
    };
  }

  @Test
  void anAuthorityIsReadWithWhatIsUsual() {
    var set = (AnchorSettings.Timestamp) valid(TSA + "}").getFirst();
    assertThat(set.name()).isEqualTo("tsa-1");
    assertThat(set.schedule().every()).isEqualTo(Duration.ofHours(1));
    assertThat(set.hash()).isEqualTo(AnchorSettings.Hash.SHA256);
    assertThat(set.policy()).isEmpty();
    assertThat(set.login()).isEmpty();
  }

  @Test
  void aPasswordComesFromAFileAndIsNeverShown() throws Exception {
    Path file = Files.writeString(folder.resolve("pw"), "secret words\n");
    var set =
        (AnchorSettings.Timestamp)
            valid(TSA + ", user: u, password-file: '" + file + "', every: 10 s}").getFirst();
    assertThat(set.login().orElseThrow().password().size()).isEqualTo("secret words".length());
    assertThat(set.toString()).doesNotContain("secret").doesNotContain("7365637265");
    assertThat(problems(TSA + ", user: u}", ALL)).singleElement().asString().contains("password-");
  }

  @Test
  void anAddressWithAKeyInItComesFromAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("u"), "https://node.example/v2/key123\n");
    var set =
        (AnchorSettings.Chain)
            valid("anchors:\n- {name: c, kind: evm, chain-id: 1, url-file: '" + file + "'}")
                .getFirst();
    assertThat(set.url().getHost()).isEqualTo("node.example");
    assertThat(set.confirmations()).isEqualTo(12);
    assertThat(set.toString()).doesNotContain("key123");
    Path _ = Files.writeString(file, "no address key123\n");
    assertThat(
            problems(
                "anchors:\n- {name: c, kind: evm, chain-id: 1, url-file: '" + file + "'}", ALL))
        .singleElement()
        .asString()
        .contains("url-file")
        .doesNotContain("key123");
  }

  @Test
  void whatIsWrongIsSaidWithItsLineAndRange() {
    assertThat(problems(TSA + ", every: 5 s}", ALL))
        .singleElement()
        .asString()
        .contains("f.yaml", "2", "every", "10 s to 31 d");
    assertThat(problems(TSA + ", chain-id: 5}", ALL))
        .singleElement()
        .asString()
        .contains("chain-id", "unknown field");
    assertThat(problems("anchors:\n- {name: Tsa, kind: rfc3161, url: 'ftp://x/'}", ALL)).hasSize(2);
    assertThat(problems("anchors:\n- {name: a, url: 'http://x/'}", ALL))
        .singleElement()
        .asString()
        .contains("kind");
    assertThat(problems(TSA + "}\n- {name: tsa-1, kind: rfc3161, url: 'http://x/'}", ALL))
        .singleElement()
        .asString()
        .contains("a name of its own");
    assertThat(problems("anchors:\n- {name: w, kind: witness, url: 'http://x/', vkey: k}", ALL))
        .singleElement()
        .asString()
        .contains("vkey");
  }

  /** Never a kind that silently does nothing. */
  @Test
  void aKindThatCannotBeAskedIsRefusedInWords() {
    assertThat(problems(TSA + "}", EnumSet.noneOf(Kind.class)))
        .singleElement()
        .asString()
        .contains("no kind of anchor yet");
    assertThat(problems(TSA + "}", EnumSet.of(Kind.EVM)))
        .singleElement()
        .asString()
        .contains("knows evm");
  }
}
