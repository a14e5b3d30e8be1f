package dev.penstock.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.web.WebLimits;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebOptions.OwnCertificate;
import dev.penstock.web.WebOptions.Way;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebSettingsTest {
  private static WebOptions valid(String http) {
    String text = "origin: p/log\nhttp:\n" + http.indent(2);
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings.web().orElseThrow();
      case Reading.Faulty<NodeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> problems(String http) {
    String text = "origin: p/log\nhttp:\n" + http.indent(2);
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings> _ -> List.of();
      case Reading.Faulty<NodeSettings>(var found) -> found.stream().map(Problem::text).toList();
    };
  }

  @Test
  void plainHttpIsForLoopbackAlone() {
    assertThat(valid("port: 8000").way()).isEqualTo(new Way.Plain());
    assertThat(problems("bind: 10.1.0.5"))
        .singleElement()
        .satisfies(
            text -> assertThat(text).contains("http.bind", "loopback", "unless there is tls"));
  }

  @Test
  void tlsByTheSitesAuthorityIsAWordOrHosts() {
    assertThat(valid("tls: site-ca").way()).isEqualTo(new Way.Tls(List.of(), Optional.empty()));
    WebOptions options = valid("bind: 0.0.0.0\ntls: {hosts: [gate.plant7.example, 10.1.0.5]}");
    assertThat(options.bind()).isEqualTo("0.0.0.0");
    assertThat(options.way())
        .isEqualTo(new Way.Tls(List.of("gate.plant7.example", "10.1.0.5"), Optional.empty()));
  }

  @Test
  void theOperatorsOwnCertificateIsTwoFiles() {
    assertThat(valid("tls: {hosts: [a.example], certificate: c.pem, key: k.pem}").way())
        .isEqualTo(
            new Way.Tls(
                List.of("a.example"),
                Optional.of(new OwnCertificate(Path.of("c.pem"), Path.of("k.pem")))));
    assertThat(problems("tls: {certificate: c.pem}"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("http.tls.certificate", "go together"));
  }

  @Test
  void faultsAreNamedWithTheirPlace() {
    assertThat(problems("tls: letsencrypt"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("http.tls", "site-ca"));
    assertThat(problems("tls: {hosts: ['Plant 7']}"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("http.tls.hosts", "Plant 7"));
    assertThat(problems("bind: plant7\ntls: site-ca"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("http.bind", "address of this machine"));
  }

  @Test
  void ratesHaveDefaultsOfTheirOwn() {
    assertThat(valid("port: 8000").limits().rates()).isEqualTo(WebLimits.Rates.DEFAULT);
    assertThat(valid("rates: {sign-ins-per-minute: 6, sign-in-burst: 3}").limits().rates())
        .isEqualTo(new WebLimits.Rates(200, 1_000, 6, 3, 10_000));
    assertThat(problems("rates: {burst: 0}"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("http.rates.burst"));
  }
}
