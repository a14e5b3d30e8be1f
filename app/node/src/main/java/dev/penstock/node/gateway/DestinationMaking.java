package dev.penstock.node.gateway;

import dev.penstock.connections.Destination;
import dev.penstock.connections.Selection;
import dev.penstock.connections.protocol.MqttForm;
import dev.penstock.connections.protocol.SparkplugForm;
import dev.penstock.flow.delivery.DeliveryRules;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.mqtt.MqttDestination;
import dev.penstock.mqtt.MqttServerLink;
import dev.penstock.mqtt.NorthOptions;
import dev.penstock.node.gateway.DriverMaking.Settings;
import dev.penstock.node.gateway.DriverMaking.Settings.Endpoint;
import dev.penstock.north.AnswerTopic;
import dev.penstock.north.CommandTopic;
import dev.penstock.north.MessageMaker;
import dev.penstock.north.Names;
import dev.penstock.north.Parsed;
import dev.penstock.north.PayloadTemplate;
import dev.penstock.north.Recipe;
import dev.penstock.north.SampleFeed;
import dev.penstock.north.TopicTemplate;
import dev.penstock.north.command.AnswerRoute;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplugnode.SparkplugDestination;
import dev.penstock.sparkplugnode.SparkplugOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes destinations of what people wrote about them. */
final class DestinationMaking {
  private static final dev.penstock.north.Selection.Choice ANY =
      new dev.penstock.north.Selection.Choice("*", "*");
  private static final String MQTT = "mqtt";
  private static final List<String> PROTOCOLS = List.of(MQTT, SparkplugForm.PROTOCOL);
  private static final String PAYLOAD = "json batch";
  private static final int QOS = 1;
  private static final int VALUES_MAX = 1_000;
  private static final int BYTES_MAX = 256 * 1024;
  private static final int IN_FLIGHT = 1_000;
  private static final Duration RECONNECT_MIN = Duration.ofSeconds(1);
  private static final Duration RECONNECT_MAX = Duration.ofMinutes(1);

  /** The metric of an edge node that says in which log the records are that its values name. */
  private static final String LOG = "Properties/Log";

  /** A link that is made again at once, or at the second try: no outage to whoever looks. */
  private static final Duration FRESH_MAX = Duration.ofSeconds(5);

  private static final int PORTION_RECORDS_MAX = 10_000;
  private static final int UNDER_WAY_RECORDS_MAX = 100_000;

  private final String origin;
  private final String site;
  private final Names names;
  private final ValueOpening opening;
  private final Map<String, Credentials> credentials;
  private final RandomGenerator random;

  /** Behind the client id of the data: that of the commands. */
  private static final String OF_COMMANDS = "-commands";

  /**
   * For destinations of one node.
   *
   * @param origin of its log
   * @param site what the plant is called
   */
  DestinationMaking(
      String origin,
      String site,
      Names names,
      ValueOpening opening,
      Map<String, Credentials> credentials,
      RandomGenerator random) {
    this.origin = origin;
    this.site = site;
    this.names = names;
    this.opening = opening;
    this.credentials = Map.copyOf(credentials);
    this.random = random;
  }

  /** Why there cannot be this destination at this node, whatever else is right about it. */
  Optional<String> obstacle(Destination destination) {
    if (!PROTOCOLS.contains(destination.protocol())) {
      return Optional.of("this node sends to mqtt and sparkplug, not to " + destination.protocol());
    }
    var at = new Settings(destination.at());
    return at.text("credentials")
        .filter(name -> !credentials.containsKey(name))
        .map(name -> "penstock.yaml has no credentials '" + name + "'");
  }

  /**
   * Not started yet.
   *
   * @param node what an edge node of Sparkplug has around it
   */
  dev.penstock.flow.delivery.Destination made(
      Destination destination, SparkplugDestination.Around node) {
    return destination.protocol().equals(MQTT) ? mqtt(destination) : sparkplug(destination, node);
  }

  /** Whether somebody said that the destination may give commands. */
  static boolean isCommanding(Destination destination) {
    var at = new Settings(destination.at());
    return destination.protocol().equals(MQTT)
        ? at.text(MqttForm.COMMANDS).isPresent()
        : at.text(SparkplugForm.COMMANDS).filter("yes"::equals).isPresent();
  }

  /** Where a destination is, as records name it. */
  static String peer(Destination destination) {
    return new Settings(destination.at()).text("broker").orElse(destination.id());
  }

  /** Where commands come from; empty for a destination that gives none by topics. */
  Optional<MqttCommands.Settings> commands(Destination destination) {
    var at = new Settings(destination.at());
    if (!destination.protocol().equals(MQTT) || !isCommanding(destination)) {
      return Optional.empty();
    }
    var route =
        new AnswerRoute(
            right(CommandTopic.parse(at.text(MqttForm.COMMANDS).orElseThrow())),
            at.text(MqttForm.ANSWERS).map(text -> right(AnswerTopic.parse(text))),
            right(TopicTemplate.parse(at.text("topic").orElse(MqttForm.TOPIC_GIVEN))),
            site,
            destination.id());
    return Optional.of(new MqttCommands.Settings(broker(destination, at, OF_COMMANDS), route));
  }

  private MqttDestination mqtt(Destination destination) {
    var at = new Settings(destination.at());
    int qos = at.number("qos", QOS);
    var maker = new MessageMaker(recipe(destination, at, qos), names, opening);
    return new MqttDestination(broker(destination, at, ""), qos, maker, random);
  }

  private SparkplugDestination sparkplug(
      Destination destination, SparkplugDestination.Around node) {
    var at = new Settings(destination.at());
    var options =
        new SparkplugOptions(
            destination.id(),
            new dev.penstock.sparkplug.edgenode.Settings(
                NodeId.of(
                    at.text(SparkplugForm.GROUP).orElseThrow(),
                    at.text(SparkplugForm.NODE).orElse(destination.id())),
                at.text(SparkplugForm.PRIMARY_HOST).map(SparkplugId::new),
                false,
                isWanted(at, SparkplugForm.ALIASES),
                at.number(
                    SparkplugForm.METRICS_PER_MESSAGE,
                    dev.penstock.sparkplug.edgenode.Settings.METRICS_PER_MESSAGE)),
            Map.of("Properties/Product", "Penstock", "Properties/Site", site, LOG, origin),
            isWanted(at, SparkplugForm.RECORDS),
            CompositionMaking.of(destination, node.clock().millis()),
            RECONNECT_MIN,
            RECONNECT_MAX);
    return new SparkplugDestination(
        options,
        new MqttServerLink(broker(destination, at, "")),
        new SampleFeed(selection(destination.send()), names, opening),
        node);
  }

  private static boolean isWanted(Settings at, String setting) {
    return at.text(setting).filter("no"::equals).isEmpty();
  }

  private NorthOptions broker(Destination destination, Settings at, String behindId) {
    Endpoint broker = at.endpoint("broker").orElseThrow();
    Credentials by = at.text("credentials").map(credentials::get).orElse(Credentials.NONE);
    return new NorthOptions(
        destination.id(),
        broker.host(),
        broker.port(),
        at.text("version").filter("3.1.1"::equals).isPresent()
            ? MqttVersion.V3_1_1
            : MqttVersion.V5,
        at.text("client-id").orElse("penstock-" + destination.id()) + behindId,
        at.period("keep-alive", Duration.ofMinutes(1)),
        by.tls(),
        by.login(),
        null,
        Duration.ZERO,
        at.number("in-flight", IN_FLIGHT),
        NorthOptions.Refusal.STOP,
        Duration.ofSeconds(10),
        RECONNECT_MIN,
        RECONNECT_MAX);
  }

  private Recipe recipe(Destination destination, Settings at, int qos) {
    return new Recipe(
        destination.id(),
        site,
        origin,
        right(TopicTemplate.parse(at.text("topic").orElse(MqttForm.TOPIC_GIVEN))),
        right(PayloadTemplate.parse(at.text("payload").orElse(PAYLOAD))),
        selection(destination.send()),
        qos,
        at.text("retain").filter("yes"::equals).isPresent(),
        VALUES_MAX,
        BYTES_MAX);
  }

  private static dev.penstock.north.Selection selection(List<Selection> send) {
    List<dev.penstock.north.Selection.Choice> wanted = new ArrayList<>();
    for (Selection each : send) {
      wanted.add(new dev.penstock.north.Selection.Choice(each.source(), each.point()));
    }
    // To that side, nothing that is wanted by name means all of it.
    return wanted.isEmpty()
        ? new dev.penstock.north.Selection(List.of(), List.of(ANY))
        : new dev.penstock.north.Selection(wanted, List.of());
  }

  private static <T> T right(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Read<T>(var value) -> value;
      case Parsed.Wrong<T> wrong -> throw new IllegalStateException(wrong.text());
    };
  }

  /** How it is served. */
  static DeliveryRules rules(Destination destination) {
    return new DeliveryRules(
        switch (destination.order()) {
          case LIVE_FIRST, BEFORE_DURABLE -> DeliveryRules.Order.LIVE_FIRST;
          case IN_ORDER -> DeliveryRules.Order.IN_ORDER;
        },
        destination.historyPerSecond(),
        FRESH_MAX,
        PORTION_RECORDS_MAX,
        UNDER_WAY_RECORDS_MAX);
  }
}
