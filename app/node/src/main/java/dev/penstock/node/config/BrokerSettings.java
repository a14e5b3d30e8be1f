package dev.penstock.node.config;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.TopicRule;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.TopicFilter;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.mqtt.Login;
import dev.penstock.mqtt.OwnWill;
import dev.penstock.mqtt.Subscription;
import dev.penstock.mqtt.TlsFiles;
import dev.penstock.yaml.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one broker of the settings; docs/mqtt.md says what the fields mean. */
final class BrokerSettings {
  private static final int PORT_PLAIN = 1883;
  private static final int PORT_TLS = 8883;
  private static final int PORT_MAX = 65_535;
  private static final Duration WEEK = Duration.ofDays(7);

  private static final long PAYLOAD_BYTES_DEFAULT = 16 << 20;

  private static final String GONE = "gone";

  private static final Subscription NOTHING = new Subscription(filter("#"), 1);
  private static final TopicRule ANY = TopicRule.of("{source}/{point...}");

  private BrokerSettings() {}

  /** The broker, or empty when something about it is wrong; the section then says what. */
  static Optional<BrokerOptions> of(Section broker) {
    String name = broker.text("name", "the link's name in records");
    String host = broker.text("host", "where the broker is");
    TlsFiles tls = broker.has("tls") ? broker.section("tls", BrokerSettings::tls) : null;
    if (!broker.has("tls")) {
      // Asked for all the same, so that the field is known.
      String _ = broker.section("tls", none -> "");
    }
    int port = broker.number("port", 1, PORT_MAX, tls == null ? PORT_PLAIN : PORT_TLS);
    MqttVersion version =
        broker.word(
            "version", Map.of("3.1.1", MqttVersion.V3_1_1, "5", MqttVersion.V5), MqttVersion.V5);
    String clientId = broker.text("client-id", "our name at the broker", "penstock-" + name);
    Duration expiry =
        broker.duration("session-expiry", Duration.ZERO, Duration.ofDays(3_650), WEEK);
    Duration keepAlive =
        broker.duration(
            "keep-alive", Duration.ofSeconds(1), Duration.ofHours(18), Duration.ofMinutes(1));
    Login login = login(broker);
    Optional<OwnWill> will =
        broker.section("will", one -> broker.has("will") ? will(one) : Optional.empty());
    List<Subscription> subscriptions =
        broker.sections("subscriptions", BrokerSettings::subscription);
    List<TopicRule> naming = broker.sections("naming", BrokerSettings::rule);
    var names =
        new NamingLimits(
            broker.number("sources", 1, 100_000, NamingLimits.DEFAULT.sources()),
            broker.number("topics", 1, 1_000_000, NamingLimits.DEFAULT.topics()));
    long payload = broker.bytes("payload", 1, BlobStore.BYTES_MAX, PAYLOAD_BYTES_DEFAULT);
    return made(
        broker,
        () ->
            new BrokerOptions(
                name,
                host,
                port,
                version,
                clientId,
                expiry,
                keepAlive,
                tls,
                login,
                will.orElse(null),
                subscriptions,
                naming,
                names,
                withPayload((int) payload)));
  }

  private interface Making {
    BrokerOptions make();
  }

  private static Optional<BrokerOptions> made(Section broker, Making making) {
    try {
      return Optional.of(making.make());
    } catch (IllegalArgumentException e) {
      broker.refuse("name", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static BrokerOptions.Limits withPayload(int bytes) {
    BrokerOptions.Limits usual = BrokerOptions.Limits.DEFAULT;
    return new BrokerOptions.Limits(
        bytes,
        usual.queueMessages(),
        usual.queueBytes(),
        usual.answer(),
        usual.reconnectMin(),
        usual.reconnectMax());
  }

  static TlsFiles tls(Section tls) {
    Path trust = Path.of(tls.text("trust", "a PEM file of who may vouch for the broker"));
    Optional<Path> chain = tls.optionalText("chain").map(Path::of);
    Optional<Path> key = tls.optionalText("key").map(Path::of);
    if (chain.isPresent() != key.isPresent()) {
      tls.refuse(chain.isPresent() ? "key" : "chain", "is missing: give both, or neither");
      return new TlsFiles(trust, null, null);
    }
    return new TlsFiles(trust, chain.orElse(null), key.orElse(null));
  }

  static @Nullable Login login(Section broker) {
    Optional<String> user = broker.optionalText("user");
    Optional<String> file = broker.optionalText("password-file");
    if (user.isEmpty()) {
      if (file.isPresent()) {
        broker.refuse("password-file", "needs a user");
      }
      return null;
    }
    String password = file.isPresent() ? firstLine(broker, Path.of(file.get())) : "";
    return new Login(user.get(), ByteString.of(password.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<OwnWill> will(Section will) {
    String topic =
        will.parsed("topic", "must be a topic to publish under", GONE, OwnWill::checkTopic);
    Optional<String> payload = payload(will, "payload");
    Optional<String> alive = payload(will, "alive");
    int qos = will.number("qos", 0, 2, 1);
    boolean isRetained = will.yes("retain", false);
    if (isRetained && alive.isEmpty()) {
      if (!will.has("alive")) {
        will.refuse("retain", "needs alive: what replaces the kept will when we are back");
      }
      return Optional.empty();
    }
    return Optional.of(
        new OwnWill(topic, payload.orElse(GONE), alive.orElse(null), qos, isRetained));
  }

  private static Optional<String> payload(Section will, String field) {
    Optional<String> text = will.optionalText(field);
    if (text.isPresent() && !OwnWill.isPayload(text.get())) {
      will.refuse(field, "must have 1.." + OwnWill.BYTES_MAX + " bytes");
      return Optional.empty();
    }
    return text;
  }

  private static String firstLine(Section broker, Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      broker.refuse("password-file", "cannot be read");
      return "";
    }
  }

  private static Subscription subscription(Section one) {
    TopicFilter filter =
        one.parsed(
            "topic",
            "must be a topic filter, as plant/#",
            NOTHING.filter(),
            BrokerSettings::filter);
    return new Subscription(filter, one.number("qos", 0, 2, 1));
  }

  private static TopicFilter filter(String text) {
    return new TopicFilter(text);
  }

  private static TopicRule rule(Section one) {
    String source = one.text("source", "a name with {parts}", "{source}");
    String point = one.text("point", "a name with {parts}", "{point}");
    return one.parsed(
        "pattern",
        "must be a pattern, as plant/{source}/{point...}",
        ANY,
        pattern -> TopicRule.of(pattern, source, point));
  }
}
