package dev.penstock.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.journal.Retention;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.framessyslog.Framing;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.mqtt.OwnWill;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.syslog.SyslogOptions.Way;
import dev.penstock.syslog.TlsFiles;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
  private static NodeSettings valid(String text) {
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> problems(String text) {
    return switch (SettingsFile.parse("penstock.yaml", text, NodeSettings::of)) {
      case Reading.Valid<NodeSettings> _ -> List.of();
      case Reading.Faulty<NodeSettings>(var found) -> found.stream().map(Problem::text).toList();
    };
  }

  @Test
  void aFileWithAnOriginIsEnough() {
    NodeSettings settings = valid("origin: plant7.example/log\n");
    assertThat(settings.origin()).isEqualTo("plant7.example/log");
    assertThat(settings.brokers()).isEmpty();
    assertThat(settings.retention().limits())
        .contains(new Retention.Limit(RecordClass.PLANT, 20L << 30, Duration.ofDays(40_000)))
        .contains(new Retention.Limit(RecordClass.ACCESS, 2L << 30, Duration.ofDays(731)));
  }

  @Test
  void shreddableSourcesAreReadWithTheirPeriod() {
    ShredPolicy policy =
        valid("origin: p/log\nshreddable:\n  sources: ['badge*', panel]\n  period: 6 h\n")
            .shreddable();
    assertThat(policy.sources()).containsExactly("badge*", "panel");
    assertThat(policy.period()).isEqualTo(Duration.ofHours(6));
    assertThat(valid("origin: p/log\nshreddable: {sources: [a]}\n").shreddable().period())
        .isEqualTo(Duration.ofDays(1));
    assertThat(valid("origin: p/log\n").shreddable().isEmpty()).isTrue();
  }

  @Test
  void whatIsWrongAboutShreddableSourcesIsSaidWithItsPlace() {
    assertThat(problems("origin: p/log\nshreddable:\n  period: 1 d\n"))
        .singleElement()
        .satisfies(
            text -> assertThat(text).contains("shreddable.sources", "needs names", "any char"));
    assertThat(problems("origin: p/log\nshreddable:\n  sources: [a]\n  period: 5 min\n"))
        .singleElement()
        .satisfies(text ->
            assertThat(text)
                .contains("penstock.yaml:4", "shreddable.period", "5 min", "1 h to 31 d"));
    assertThat(problems("origin: p/log\nshreddable: {source: [a]}\n"))
        .anyMatch(text -> text.contains("shreddable.source"));
  }

  /** The example of docs/node.md. */
  @Test
  void aBrokerIsReadWithItsDefaults() {
    NodeSettings settings =
        valid(
            """
            origin: plant7.example/log
            brokers:
              - name: line1
                host: 10.1.0.5
                tls: {trust: certs/plant-ca.pem, chain: certs/penstock.pem, key: certs/penstock.key}
                subscriptions:
                  - topic: plant/#
                naming:
                  - pattern: plant/{source}/{point...}
            """);
    BrokerOptions broker = settings.brokers().getFirst();
    assertThat(broker.name()).isEqualTo("line1");
    assertThat(broker.port()).isEqualTo(8883);
    assertThat(broker.clientId()).isEqualTo("penstock-line1");
    assertThat(broker.sessionExpiry()).isEqualTo(Duration.ofDays(7));
    assertThat(broker.subscriptions().getFirst().qos()).isEqualTo(1);
    assertThat(broker.limits().payloadBytes()).isEqualTo(16 << 20);
    assertThat(broker.tls()).isNotNull();
    assertThat(broker.login()).isNull();
  }

  @Test
  void eachFaultOfABrokerIsNamedWithItsPlace() {
    assertThat(
            problems(
                """
                origin: plant7.example/log
                brokers:
                  - name: line1
                    host: 10.1.0.5
                    port: 0
                    version: 4
                    payload: 1 GiB
                    password-file: nowhere
                    subscriptions:
                      - topic: plant/#/x
                        qos: 3
                    naming:
                      - patern: a/{source}
                """))
        .anySatisfy(text -> assertThat(text).contains(":5: brokers[0].port: '0' is not allowed"))
        .anySatisfy(text -> assertThat(text).contains(":6: brokers[0].version", "3.1.1, 5"))
        .anySatisfy(text -> assertThat(text).contains(":7: brokers[0].payload", "to 64 MiB"))
        .anySatisfy(text -> assertThat(text).contains(":8: brokers[0].password-file", "a user"))
        .anySatisfy(text -> assertThat(text).contains("subscriptions[0].topic: 'plant/#/x'"))
        .anySatisfy(text -> assertThat(text).contains("subscriptions[0].qos: '3'", "0..2"))
        .anySatisfy(text -> assertThat(text).contains("naming[0].patern", "'pattern'"));
  }

  @Test
  void whatANodeSaysAndHowOftenSourcesSpeakCanBeSet() {
    NodeSettings settings =
        valid(
            """
            origin: a.example/log
            log: json
            log-level: warning
            journal:
              payloads: {bytes: 1 GiB}
            sources:
              - {name: pump1, cadence: 10 s}
            """);
    assertThat(settings.logging())
        .isEqualTo(new Logging(Optional.of(LogForm.JSON), LogLevel.WARNING));
    assertThat(settings.cadences()).containsExactly(Map.entry("pump1", Duration.ofSeconds(10)));
    assertThat(settings.payloadsBytes()).isEqualTo(1L << 30);
    NodeSettings plain = valid("origin: a.example/log\n");
    assertThat(plain.logging()).isEqualTo(Logging.DEFAULT);
    assertThat(plain.payloadsBytes()).isEqualTo(20L << 30);
    assertThat(
            problems(
                """
                origin: a.example/log
                log: xml
                log-level: loud
                journal: {payloads: {bytes: 1}}
                sources:
                  - {name: a}
                  - {name: b, cadence: 1 ms}
                """))
        .anySatisfy(text -> assertThat(text).contains(":2: log: 'xml'", "json, text"))
        .anySatisfy(text -> assertThat(text).contains(":3: log-level: 'loud'"))
        .anySatisfy(text -> assertThat(text).contains("journal.payloads.bytes: '1'", "256 MiB"))
        .anySatisfy(text -> assertThat(text).contains("sources[0].cadence", "is missing"))
        .anySatisfy(text -> assertThat(text).contains("sources[1].cadence: '1 ms'", "1 s to 365 d"))
        .hasSize(5);
    String one = "  - {name: a, cadence: 1 s}\n";
    assertThat(problems("origin: a.example/log\nsources:\n" + one + one))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("sources", "a name of its own"));
  }

  @Test
  void aWillIsReadAndItsFaultsAreNamed() {
    String broker =
        "origin: a.example/log\nbrokers:\n"
            + "  - {name: line1, host: h, subscriptions: [{topic: a}], will: ";
    assertThat(valid(broker + "{topic: plant/penstock}}\n").brokers().getFirst().will())
        .isEqualTo(new OwnWill("plant/penstock", "gone", null, 1, false));
    assertThat(
            valid(broker + "{topic: p, payload: dead, alive: here, qos: 2, retain: true}}\n")
                .brokers()
                .getFirst()
                .will())
        .isEqualTo(new OwnWill("p", "dead", "here", 2, true));
    assertThat(problems(broker + "{topic: p/#, qos: 3, retain: true}}\n"))
        .anySatisfy(text -> assertThat(text).contains(":3: brokers[0].will.topic: 'p/#'"))
        .anySatisfy(text -> assertThat(text).contains("brokers[0].will.qos: '3'", "0..2"))
        .anySatisfy(text -> assertThat(text).contains("brokers[0].will.retain", "needs alive"))
        .hasSize(3);
    assertThat(problems(broker + "{payload: x}}\n"))
        .singleElement()
        .satisfies(text -> assertThat(text).contains("brokers[0].will.topic", "is missing"));
  }

  @Test
  void aBrokerWithoutSubscriptionsOrTwoOfOneNameAreRefused() {
    assertThat(problems("origin: a.example/log\nbrokers:\n  - {name: line1, host: h}\n"))
        .isNotEmpty();
    String one = "  - {name: line1, host: h, subscriptions: [{topic: a}]}\n";
    assertThat(problems("origin: a.example/log\nbrokers:\n" + one + one))
        .anySatisfy(text -> assertThat(text).contains("each needs a name of its own"));
  }

  /** The example of docs/syslog.md. */
  @Test
  void syslogListenersAreReadWithTheirDefaults() {
    NodeSettings settings =
        valid(
            """
            origin: plant7.example/log
            syslog:
              - name: logs
                bind: 0.0.0.0
                tls: {chain: certs/penstock.pem, key: certs/penstock.key, clients: certs/plant-ca.pem}
              - name: old-logs
                over: udp
                bind: 10.1.0.2
            """);
    var files =
        new TlsFiles(
            Path.of("certs/penstock.pem"),
            Path.of("certs/penstock.key"),
            Path.of("certs/plant-ca.pem"));
    assertThat(settings.syslog())
        .containsExactly(
            new SyslogOptions(
                "logs",
                "0.0.0.0",
                6514,
                new Way.Tls(files, Framing.OCTET_COUNTED, 512, 120 << 10),
                NamingLimits.DEFAULT),
            new SyslogOptions("old-logs", "10.1.0.2", 514, new Way.Udp(), NamingLimits.DEFAULT));
  }

  @Test
  void eachFaultOfASyslogListenerIsNamedWithItsPlace() {
    assertThat(
            problems(
                """
                origin: plant7.example/log
                syslog:
                  - name: logs
                    bind: localhost
                    over: udp
                    framing: lines
                  - over: tcp
                    bind: 0.0.0.0
                    port: 0
                    message: 1 MiB
                    tls: {chain: c.pem}
                  - name: bare
                    bind: "::"
                """))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("syslog[0].bind").contains("must be an address"),
            line -> assertThat(line).contains("syslog[0].framing").contains("no use over udp"),
            line -> assertThat(line).contains("syslog[1].name").contains("is missing"),
            line -> assertThat(line).contains("syslog[1].over").contains("one of: tls, udp"),
            line -> assertThat(line).contains("syslog[1].port").contains("1..65535"),
            line -> assertThat(line).contains("syslog[1].message").contains("2 KiB to 120 KiB"),
            line -> assertThat(line).contains("syslog[1].tls.key").contains("is missing"),
            line -> assertThat(line).contains("syslog[1].name").contains("must have 1..255"),
            line -> assertThat(line).contains("syslog[2].tls").contains("is missing"));
  }

  @Test
  void aListenerMayNotHaveTheNameOfAnother() {
    assertThat(
            problems(
                """
                origin: plant7.example/log
                syslog:
                  - {name: http, over: udp, bind: 127.0.0.1}
                """))
        .singleElement()
        .asString()
        .contains("syslog", "a name of its own");
  }

  private static final String PIN =
      """
      origin: plant7.example/log
      devices:
        - source: pump-7
          origin: %s
          chain: %s
          key: a3010120062158200101010101010101010101010101010101010101010101010101010101010101
          points:
            - {number: 4, name: pressure}
      """;

  private static final String CHAIN = "00112233445566778899aabbccddeeff";

  @Test
  void aDeviceIsPinnedByItsKey() {
    DevicePin pin = valid(PIN.formatted("pump-7.example", CHAIN)).devices().getFirst();
    assertThat(pin.source()).isEqualTo("pump-7");
    assertThat(pin.chain()).hasToString(CHAIN);
    assertThat(pin.from()).isZero();
    assertThat(pin.points()).containsExactly(new DevicePin.PointName(4, "pressure"));
  }

  @Test
  void aPinThatCannotBeMeantIsNamed() {
    assertThat(problems(PIN.formatted("plant7.example/log", "0011")))
        .anyMatch(text -> text.contains("devices[0].origin") && text.contains("gateway's own"))
        .anyMatch(text -> text.contains("devices[0].chain") && text.contains("32 hexadecimal"));
    String twice = PIN.formatted("pump-7.example", CHAIN);
    String second = twice.substring(twice.indexOf("  - source"));
    assertThat(problems(twice + second))
        .anyMatch(text -> text.contains("a chain of its own"))
        .anyMatch(text -> text.contains("a source of its own"))
        .anyMatch(text -> text.contains("an origin of its own"));
    assertThat(problems(twice.replace("a301", "a302"))).anyMatch(text -> text.contains("COSE_Key"));
  }
}
