package dev.penstock.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditForm;
import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.TrustFiles;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrailSettingsTest {
  private static Reading<NodeSettings> read(String people) {
    String text = "origin: p/log\npeople:\n" + people.indent(2);
    return SettingsFile.parse("penstock.yaml", text, NodeSettings::of);
  }

  private static List<TrailSettings> valid(String people) {
    return switch (read(people)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings.people().trail();
      case Reading.Faulty<NodeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> problems(String people) {
    return switch (read(people)) {
      case Reading.Valid<NodeSettings> _ -> List.of();
      case Reading.Faulty<NodeSettings>(var found) -> found.stream().map(Problem::text).toList();
    };
  }

  @Test
  void nobodyGetsTheTrailUnlessSomebodyIsNamed() {
    assertThat(valid("session: 12 h")).isEmpty();
  }

  @Test
  void whatIsLeftOutIsUsual() {
    TrailSettings only = valid("trail-to: [{name: soc, host: soc.example}]").getFirst();
    assertThat(only.form()).isEqualTo(AuditForm.SYSLOG);
    assertThat(only.isNamed()).as("names stay here unless asked for").isFalse();
    assertThat(only.collector().collector()).isEqualTo(new Endpoint("soc.example", 6514));
    assertThat(only.collector().trust()).isEqualTo(TrustFiles.MACHINE);
    assertThat(only.collector().limit()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void everythingCanBeSaid() {
    TrailSettings only =
        valid(
                """
                trail-to:
                  - {name: soc, host: 10.1.2.3, port: 7000, form: cef, names: true,
                     time-limit: 5 s,
                     tls: {ca-file: a.pem, certificate-file: c.pem, key-file: k.pem}}
                """)
            .getFirst();
    assertThat(only.form()).isEqualTo(AuditForm.CEF);
    assertThat(only.isNamed()).isTrue();
    assertThat(only.collector().collector()).isEqualTo(new Endpoint("10.1.2.3", 7000));
    assertThat(only.collector().trust())
        .isEqualTo(
            new TrustFiles(
                Optional.of(Path.of("a.pem")),
                Optional.of(new TrustFiles.Own(Path.of("c.pem"), Path.of("k.pem")))));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThat(problems("trail-to: [{name: soc}]"))
        .anyMatch(text -> text.contains("trail-to") && text.contains("host"));
    assertThat(problems("trail-to: [{name: So C, host: a.example}]"))
        .anyMatch(text -> text.contains("name"));
    assertThat(problems("trail-to: [{name: soc, host: 'a b'}]"))
        .anyMatch(text -> text.contains("host"));
    assertThat(problems("trail-to: [{name: a, host: a.example}, {name: a, host: b.example}]"))
        .anyMatch(text -> text.contains("'a' twice"));
    assertThat(problems("trail-to: [{name: soc, host: a.example, form: leef}]"))
        .anyMatch(text -> text.contains("form"));
    assertThat(problems("trail-to: [{name: soc, host: a.example, tls: {key-file: k.pem}}]"))
        .anyMatch(text -> text.contains("certificate-file"));
    assertThat(problems("trail-to: [{name: soc, host: a.example, tls: none}]")).isNotEmpty();
    String five = "{name: a%1$d, host: a.example}";
    assertThat(
            problems(
                "trail-to: ["
                    + String.join(
                        ", ", List.of(1, 2, 3, 4, 5).stream().map(five::formatted).toList())
                    + "]"))
        .anyMatch(text -> text.contains("at most 4"));
  }
}
