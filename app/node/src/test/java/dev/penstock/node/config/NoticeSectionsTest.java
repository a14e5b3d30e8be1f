package dev.penstock.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.node.config.NoticeSettings.Collector;
import dev.penstock.node.config.NoticeSettings.Mail;
import dev.penstock.node.config.NoticeSettings.Snmp;
import dev.penstock.node.config.NoticeSettings.Webhook;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Route;
import dev.penstock.notices.Severity;
import dev.penstock.notices.send.mail.MailOptions.Security;
import dev.penstock.notices.send.snmp.SnmpOptions.Way;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeSectionsTest {
  @TempDir Path folder;

  private Path secret;

  @BeforeEach
  void writeSecret() throws IOException {
    secret = Files.writeString(folder.resolve("secret"), "quite a long secret\nmore\n");
  }

  private NoticeSettings valid(String text) {
    return switch (SettingsFile.parse("f.yaml", filled(text), NoticeSections::of)) {
      case Reading.Valid<NoticeSettings>(var notices) -> notices;
      case Reading.Faulty<NoticeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  private List<String> problems(String text) {
    return switch (SettingsFile.parse("f.yaml", filled(text), NoticeSections::of)) {
      case Reading.Valid<NoticeSettings>(var notices) -> throw new AssertionError(notices);
      case Reading.Faulty<NoticeSettings>(var problems) ->
          problems.stream().map(Problem::text).toList();
    };
  }

  private String filled(String text) {
    return text.replace("SECRET", "'" + secret + "'");
  }

  private static String channel(String fields) {
    return "notices:\n  channels:\n  - {name: one, " + fields + "}\n";
  }

  @Test
  void withoutTheSectionNobodyIsTold() {
    assertThat(valid("origin: p/log\n".replace("origin: p/log\n", "{}\n")))
        .isEqualTo(NoticeSettings.NONE);
  }

  @Test
  void theGuidesExampleIsRead() {
    NoticeSettings set =
        valid(
            """
            notices:
              channels:
                - name: mail
                  kind: mail
                  server: mail.plant7.example
                  user: plant7
                  password-file: SECRET
                  from: penstock@plant7.example
                  to: [shift@plant7.example]
                - {name: pager, kind: webhook, url: 'https://pager.example/in', key-file: SECRET}
                - {name: soc, kind: syslog, server: soc.example, authorities: ca.pem}
                - name: nms
                  kind: snmp
                  server: 10.1.0.9
                  oid: 1.3.6.1.4.1.32473.7
                  version: 3
                  user: plant7
                  authentication-file: SECRET
                  privacy-file: SECRET
              routes:
                - severity: critical
                  steps:
                    - channels: [mail, soc, nms]
                    - {after: 15 min, channels: [pager]}
                  repeat: 1 h
                - kinds: [source-silent, certificate-expiry]
                  steps: [{after: 2 min, channels: [mail]}]
                - steps: [{channels: [soc]}]
            """);
    assertThat(set.channels()).hasSize(4);
    var mail = (Mail) set.channels().get(0);
    assertThat(mail.options().security()).isEqualTo(Security.TLS);
    assertThat(mail.options().server().port()).isEqualTo(465);
    assertThat(((Webhook) set.channels().get(1)).options().url().getHost())
        .isEqualTo("pager.example");
    assertThat(((Collector) set.channels().get(2)).options().collector().port()).isEqualTo(6514);
    assertThat(((Snmp) set.channels().get(3)).options().way()).isInstanceOf(Way.User.class);
    Route first = set.rules().routes().getFirst();
    assertThat(first.least()).isEqualTo(Severity.CRITICAL);
    assertThat(first.steps().getLast().after()).isEqualTo(Duration.ofMinutes(15));
    assertThat(first.repeat()).contains(Duration.ofHours(1));
    assertThat(set.rules().routes().get(1).kinds())
        .containsExactlyInAnyOrder(NoticeKind.SOURCE_SILENT, NoticeKind.CERTIFICATE_EXPIRY);
    assertThat(set.rules().routes().get(2).repeat()).isEmpty();
    assertThat(set.toString()).doesNotContain("quite a long");
  }

  @Test
  void anInformIsTheUsualWayOfSnmp() {
    NoticeSettings set =
        valid(channel("kind: snmp, server: nms, oid: 1.3.6.1.4.1.32473, community-file: SECRET"));
    assertThat(((Snmp) set.channels().getFirst()).options().way())
        .isInstanceOfSatisfying(Way.Community.class, way -> assertThat(way.isInform()).isTrue());
  }

  @Test
  void noIdentifierIsMadeUpForSnmp() {
    assertThat(problems(channel("kind: snmp, server: nms, community-file: SECRET")))
        .singleElement()
        .asString()
        .contains("oid", "of your own");
  }

  @Test
  void whatWouldBetrayAPasswordIsRefused() {
    assertThat(
            problems(
                channel(
                    "kind: mail, server: mail.example, security: plain, user: u, password-file:"
                        + " SECRET, from: a@b, to: [c@d]")))
        .singleElement()
        .asString()
        .contains("over TLS only");
    assertThat(problems(channel("kind: mail, server: m, security: plain, from: a@b, to: [c@d]")))
        .singleElement()
        .asString()
        .contains("this machine only");
    assertThat(
            valid(
                    channel(
                        "kind: mail, server: m, security: plain, allow-plain: true, from: a@b,"
                            + " to: [c@d]"))
                .channels())
        .hasSize(1);
  }

  @Test
  void aMissingSecretIsNamedByItsFile() {
    assertThat(problems(channel("kind: webhook, url: 'https://h.example/'")))
        .singleElement()
        .asString()
        .contains("key-file", "is missing");
    assertThat(problems(channel("kind: webhook, url: 'https://h.example/', key-file: /none/such")))
        .singleElement()
        .asString()
        .contains("key-file", "cannot be read");
    assertThat(problems(channel("kind: mail, server: m, user: u, from: a@b, to: [c@d]")))
        .singleElement()
        .asString()
        .contains("password-file");
  }

  @Test
  void anAddressThatIsASecretComesFromAFileAndIsNotShown() throws IOException {
    Path url = Files.writeString(folder.resolve("u"), "https://h.example/secret\n");
    NoticeSettings set = valid(channel("kind: webhook, url-file: '" + url + "', key-file: SECRET"));
    assertThat(((Webhook) set.channels().getFirst()).options().url().getPath())
        .isEqualTo("/secret");
    assertThat(set.toString()).doesNotContain("/secret");
    Path _ = Files.writeString(url, "no address secret\n");
    assertThat(problems(channel("kind: webhook, url-file: '" + url + "', key-file: SECRET")))
        .singleElement()
        .asString()
        .doesNotContain("no address secret");
  }

  @Test
  void aRouteThatCannotBeFollowedIsRefused() {
    String mail = channel("kind: mail, server: localhost, security: plain, from: a@b, to: [c@d]");
    assertThat(problems(mail + "  routes:\n  - {steps: [{channels: [two]}]}\n"))
        .anyMatch(each -> each.contains("names 'two'"));
    assertThat(problems(mail + "  routes:\n  - {kinds: [quiet], steps: [{channels: [one]}]}\n"))
        .singleElement()
        .asString()
        .contains("'quiet'", "source-silent");
    assertThat(problems(mail + "  routes:\n  - {kinds: [disk-short]}\n"))
        .singleElement()
        .asString()
        .contains("steps");
    assertThat(problems(channel("kind: mail") + "  - {name: one, kind: pigeon}\n"))
        .anyMatch(each -> each.contains("webhook"));
  }
}
