package dev.penstock.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.ApprovalGrades;
import dev.penstock.access.DualControl.Grade;
import dev.penstock.access.DualControl.Kind;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleSettingsTest {
  @TempDir private Path folder;

  private static Reading<NodeSettings> read(String oidc) {
    String text = "origin: p/log\npeople:\n  oidc: {" + oidc + "}\n";
    return SettingsFile.parse("penstock.yaml", text, NodeSettings::of);
  }

  private static OidcSettings valid(String oidc) {
    return switch (read(oidc)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings.people().oidc().orElseThrow();
      case Reading.Faulty<NodeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> problems(String oidc) {
    return switch (read(oidc)) {
      case Reading.Valid<NodeSettings> _ -> List.of();
      case Reading.Faulty<NodeSettings>(var found) -> found.stream().map(Problem::text).toList();
    };
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Reading<NodeSettings> approvals(String lines) {
    String text = "origin: p/log\npeople:\n  approvals: {" + lines + "}\n";
    return SettingsFile.parse("penstock.yaml", text, NodeSettings::of);
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void aKindMayTakeAStricterGradeAndTheOthersStay() {
    ApprovalGrades grades =
        switch (approvals(
            "roles.grant: passkey, shred: passkey, plant.change: re-authentication")) {
          case Reading.Valid<NodeSettings>(var settings) -> settings.people().access().grades();
          case Reading.Faulty<NodeSettings>(var found) -> throw new AssertionError(found);
        };
    assertThat(grades)
        .isEqualTo(ApprovalGrades.DEFAULT.with(Kind.ROLES_GRANT, Grade.PASSKEY))
        .isNotEqualTo(ApprovalGrades.DEFAULT);
    assertThat(PeopleSettings.DEFAULT.access().grades()).isEqualTo(ApprovalGrades.DEFAULT);
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void noKindTakesLessThanIsBuiltIn() {
    for (Kind kind : Kind.values()) {
      for (String grade : List.of("re-authentication", "break-glass", "session", "none")) {
        List<String> found =
            switch (approvals(kind.wireName() + ": " + grade)) {
              case Reading.Valid<NodeSettings> _ -> List.of();
              case Reading.Faulty<NodeSettings>(var all) ->
                  all.stream().map(Problem::text).toList();
            };
        boolean isAllowed =
            grade.equals("re-authentication") && kind.leastGrade() == Grade.RE_AUTHENTICATION;
        assertThat(found).as("%s: %s", kind.wireName(), grade).hasSize(isAllowed ? 0 : 1);
        assertThat(found)
            .allSatisfy(text ->
                assertThat(text).contains("people.approvals." + kind.wireName(), grade, "passkey"));
      }
    }
    assertThat(approvals("roles: passkey")).isInstanceOf(Reading.Faulty.class);
  }

  @Test
  void withoutAProviderThereIsNone() {
    assertThat(PeopleSettings.DEFAULT.oidc()).isEmpty();
  }

  @Test
  void aProviderIsItsAddressAndWhatItCallsThisNode() throws IOException {
    OidcSettings least =
        valid("issuer: 'https://id.plant7.example/realms/ot', client-id: penstock");
    assertThat(least.issuer()).isEqualTo("https://id.plant7.example/realms/ot");
    assertThat(least.clientId()).isEqualTo("penstock");
    assertThat(least.secret()).isEmpty();
    assertThat(least.authorities()).isEmpty();
    assertThat(least.name()).as("what people read").isEqualTo("id.plant7.example");
    Path authority = file("ca.pem", "x");
    OidcSettings all =
        valid(
            "issuer: 'https://id.example', client-id: penstock, name: Plant directory,"
                + (" client-secret-file: '" + file("secret", "s3cret: with %\nnot this\n") + "',")
                + (" ca-file: '" + authority + "'"));
    assertThat(all.name()).isEqualTo("Plant directory");
    assertThat(all.secret()).isPresent();
    assertThat(all.authorities()).isEqualTo(Optional.of(authority));
    assertThat(all.toString()).doesNotContain("s3cret");
  }

  @Test
  void faultsAreNamedWithTheirPlace() throws IOException {
    assertThat(problems("issuer: 'https://id.example'"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("people.oidc.client-id", "is missing"));
    assertThat(problems("client-id: penstock"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("people.oidc.issuer", "is missing"));
    for (String wrong :
        List.of("http://id.example", "https://id.example/?a=b", "id.example", "ftp://id.example")) {
      assertThat(problems("issuer: '" + wrong + "', client-id: penstock"))
          .singleElement()
          .satisfies(text -> assertThat(text).contains("people.oidc.issuer", wrong, "https"));
    }
    String good = "issuer: 'https://id.example', client-id: penstock, ";
    assertThat(problems(good + "client-secret-file: /nowhere/at/all"))
        .singleElement()
        .satisfies(
            text -> assertThat(text).contains("people.oidc.client-secret-file", "cannot be read"));
    assertThat(problems(good + "client-secret-file: '" + file("bad", "sëcret") + "'"))
        .singleElement()
        .satisfies(text ->
            assertThat(text)
                .contains("people.oidc.client-secret-file", "ASCII")
                .doesNotContain("sëcret"));
    assertThat(problems(good + "ca-file: /nowhere/at/all"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("people.oidc.ca-file", "cannot be read"));
    assertThat(problems(good + "name: '" + "x".repeat(65) + "'"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("people.oidc.name", "64"));
    assertThat(problems(good + "client-secret: oops"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("people.oidc.client-secret"));
  }
}
