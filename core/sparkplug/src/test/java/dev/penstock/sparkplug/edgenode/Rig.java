package dev.penstock.sparkplug.edgenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.sparkplug.Heard;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.PayloadWriter;
import dev.penstock.sparkplug.payload.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The owner of an edge node in a test: gives it events, and reads what it says from its bytes. */
final class Rig {
  static final NodeId ID = NodeId.of("Waterworks", "Well 3");
  static final SparkplugId PUMP = new SparkplugId("Pump 1");
  static final Source NODE = Source.NODE;
  static final Source ON_PUMP = new Source.OfDevice(PUMP);

  /** What was published: read back from the bytes. */
  record Said(String topic, int qos, boolean isRetained, Payload payload) {
    String type() {
      return topic.split("/", -1)[2];
    }

    List<String> names() {
      return payload.metrics().stream().map(Metric::name).toList();
    }

    Metric metric(String name) {
      return payload.metrics().stream()
          .filter(each -> name.equals(each.name()))
          .findFirst()
          .orElseThrow();
    }

    Metric only() {
      assertThat(payload.metrics()).hasSize(1);
      return payload.metrics().getFirst();
    }
  }

  EdgeNode node;
  long now = 1_700_000_000_000L;
  private int bdSeq = -1;

  Rig(Settings settings) {
    node = EdgeNode.of(settings);
  }

  Rig() {
    this(Settings.of(ID));
  }

  /** A node with two metrics and a pump with three, connected; what it said then. */
  static Rig born() {
    Rig rig = new Rig();
    rig.define();
    var _ = rig.connect();
    return rig;
  }

  void define() {
    var _ = on(new Event.NodeDefined(nodeSet(), TemplateSet.EMPTY, List.of(level(now, 4)), now));
    var _ = on(new Event.DeviceAppeared(PUMP, pumpSet(), List.of(), now));
  }

  static MetricSet nodeSet() {
    return MetricSet.of(
        List.of(
            MetricDefinition.readable("Level", DataType.INT32),
            MetricDefinition.writable("Setpoint", DataType.DOUBLE)));
  }

  static MetricSet pumpSet() {
    return MetricSet.of(
        List.of(
            MetricDefinition.readable("Flow", DataType.FLOAT),
            MetricDefinition.readable("Running", DataType.BOOLEAN),
            MetricDefinition.writable("Speed", DataType.UINT16)));
  }

  static Reading level(long timeMs, int value) {
    return Reading.good("Level", timeMs, new Value.Bits32(value));
  }

  static Reading flow(long timeMs, float value) {
    return Reading.good("Flow", timeMs, new Value.Float32(value));
  }

  List<Action> on(Event event) {
    Step step = node.on(event);
    node = step.node();
    return step.actions();
  }

  List<Action> connecting() {
    bdSeq = EdgeNode.bdSeqAfter(bdSeq);
    return on(new Event.Connecting("first", bdSeq, now));
  }

  List<Action> connect() {
    var _ = connecting();
    return on(new Event.Connected(now));
  }

  int bdSeq() {
    return bdSeq;
  }

  List<Action> told(Source source, Reading... readings) {
    return on(new Event.Values(source, List.of(readings), false, now));
  }

  List<Action> history(Source source, Reading... readings) {
    return on(new Event.Values(source, List.of(readings), true, now));
  }

  List<Action> host(String host, boolean isOnline, long timestampMs) {
    String json = "{\"online\":" + isOnline + ",\"timestamp\":" + timestampMs + "}";
    return arrived("spBv1.0/STATE/" + host, json.getBytes(StandardCharsets.UTF_8), true);
  }

  List<Action> command(String topic, Metric... metrics) {
    return arrived(topic, PayloadWriter.write(Payload.at(now, List.of(metrics))), false);
  }

  /** A host asks, and the owner gives births at once. */
  List<Action> rebirth() {
    List<Action> all =
        new ArrayList<>(
            command(
                "spBv1.0/Waterworks/NCMD/Well 3",
                Metric.of(EdgeNode.REBIRTH, now, DataType.BOOLEAN, new Value.Flag(true))));
    boolean _ = all.addAll(on(new Event.RebirthDue(now)));
    return all;
  }

  List<Action> arrived(String topic, byte[] bytes, boolean isRetained) {
    return on(new Event.Arrived(topic, ByteString.of(bytes), isRetained, now));
  }

  static List<Said> said(List<Action> actions) {
    List<Said> all = new ArrayList<>();
    for (Action action : actions) {
      if (action instanceof Action.Publish(var publication)) {
        boolean _ = all.add(read(publication));
      }
    }
    return all;
  }

  static Said read(Publication publication) {
    String topic = publication.topic().text();
    Heard heard = Heard.read(topic, publication.bytes(), PayloadLimits.BIRTH);
    assertThat(heard).isInstanceOf(Heard.Message.class);
    Heard.Message message = (Heard.Message) heard;
    assertThat(message.topic()).isEqualTo(publication.topic());
    return new Said(topic, publication.qos(), publication.isRetained(), message.payload());
  }

  static List<String> types(List<Action> actions) {
    return said(actions).stream().map(Said::type).toList();
  }

  static Will will(List<Action> actions) {
    return actions.stream()
        .filter(Action.Connect.class::isInstance)
        .map(Action.Connect.class::cast)
        .map(each -> new Will(each, read(each.will())))
        .findFirst()
        .orElseThrow();
  }

  record Will(Action.Connect connect, Said said) {}

  static Map<String, Long> aliases(Said birth) {
    var all = new LinkedHashMap<String, Long>();
    for (Metric metric : birth.payload().metrics()) {
      if (metric.alias() != null) {
        var _ = all.put(metric.name(), metric.alias());
      }
    }
    return all;
  }
}
