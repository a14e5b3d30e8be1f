package dev.penstock.sparkplugfuzz;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.sparkplug.HostState;
import dev.penstock.sparkplug.MessageType;
import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.edgenode.Action;
import dev.penstock.sparkplug.edgenode.EdgeNode;
import dev.penstock.sparkplug.edgenode.Event;
import dev.penstock.sparkplug.edgenode.MetricDefinition;
import dev.penstock.sparkplug.edgenode.MetricSet;
import dev.penstock.sparkplug.edgenode.Settings;
import dev.penstock.sparkplug.edgenode.TemplateSet;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Mapped;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.PayloadReader;
import dev.penstock.sparkplug.payload.PayloadReading;
import dev.penstock.sparkplug.payload.PayloadWriter;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is true of any bytes; each throws an {@link AssertionError} when it is not, and says whether
 * the bytes were taken.
 */
final class Claims {
  private static final NodeId NODE = NodeId.of("group", "node");

  private static final TemplateSet TEMPLATES =
      TemplateSet.of(
          Map.of(
              "T",
              Template.definition(
                  null, List.of(Metric.of("M", 0, DataType.INT32, null)), List.of())));

  private Claims() {}

  /** A payload that was read is written in one way, and read again as what it was. */
  static boolean aPayloadIsReadOrRefused(byte[] bytes) {
    switch (PayloadReader.read(bytes, PayloadLimits.COMMAND)) {
      case PayloadReading.Malformed(int offset, var what) -> {
        claim(offset >= 0 && offset <= bytes.length, "a fault lies outside its payload");
        claim(!what.isEmpty(), "a fault says nothing");
        return false;
      }
      case PayloadReading.Decoded(var payload) -> {
        byte[] again = PayloadWriter.write(payload);
        // Empty blocks that a payload left out are counted when they are written.
        PayloadReading reading = PayloadReader.read(again, PayloadLimits.BIRTH);
        claim(reading.equals(new PayloadReading.Decoded(payload)), "a payload came back otherwise");
        claim(Arrays.equals(PayloadWriter.write(payload), again), "a payload has two spellings");
        return true;
      }
    }
  }

  /** A value that is one of its type stays the same value when it is written by us. */
  static boolean aValueIsOfItsTypeOrRefused(byte[] bytes) {
    if (!(PayloadReader.read(bytes, PayloadLimits.COMMAND)
        instanceof PayloadReading.Decoded(var payload))) {
      return false;
    }
    boolean isAnyOfItsType = false;
    for (Metric metric : payload.metrics()) {
      Value value = metric.value();
      if (value == null) {
        continue;
      }
      for (DataType type : DataType.values()) {
        if (ValueMapping.fromWire(type, value) instanceof Mapped.Fits<SampleValue>(var ours)) {
          isAnyOfItsType = true;
          claim(
              ValueMapping.toWire(type, ours) instanceof Mapped.Fits<Value>(var again)
                  && ValueMapping.fromWire(type, again).equals(new Mapped.Fits<>(ours)),
              "a value of " + type + " came back otherwise");
        }
      }
    }
    return isAnyOfItsType;
  }

  /** Whatever a host sends to a node, the node answers with births or not at all. */
  static boolean aNodeOutlivesWhatItIsSent(byte[] bytes) {
    EdgeNode node = born();
    String topic = NODE.topic(MessageType.NCMD).text();
    var step = node.on(new Event.Arrived(topic, ByteString.of(bytes), false, 3));
    claim(step.node().phase() == EdgeNode.Phase.BORN, "a command ended a session");
    boolean isFollowed = false;
    for (Action action : step.actions()) {
      switch (action) {
        case Action.Publish(var said) ->
            claim(said.topic().equals(NODE.topic(MessageType.NBIRTH)), "a command made it speak");
        case Action.Command command -> {
          claim(ValueMapping.isOf(command.type(), command.value()), "an unfit value is followed");
          isFollowed = true;
        }
        case Action.RebirthAsked _ -> isFollowed = true;
        case Action.Refused _ -> {}
        case Action.Connect _,
            Action.Subscribe _,
            Action.Unsubscribe _,
            Action.Disconnect _,
            Action.Unsent _ ->
            claim(false, "a command changed the connection");
      }
    }
    return isFollowed;
  }

  static boolean aHostsStateIsReadOrRefused(byte[] bytes) {
    return HostState.read(bytes).isPresent();
  }

  private static EdgeNode born() {
    List<MetricDefinition> metrics = new ArrayList<>();
    for (DataType type : DataType.values()) {
      if (type.isOfMetric() && type != DataType.TEMPLATE) {
        boolean _ = metrics.add(MetricDefinition.writable(type.name(), type));
      }
    }
    boolean _ = metrics.add(instance());
    return EdgeNode.of(Settings.of(NODE))
        .on(new Event.NodeDefined(MetricSet.of(metrics), TEMPLATES, List.of(), 0))
        .node()
        .on(new Event.Connecting("server", 0, 1))
        .node()
        .on(new Event.Connected(2))
        .node();
  }

  private static MetricDefinition instance() {
    var member = new MetricDefinition.Member(true, PropertySet.EMPTY);
    return MetricDefinition.instance("I", "T", PropertySet.EMPTY, Map.of("M", member));
  }

  private static void claim(boolean isTrue, String otherwise) {
    if (!isTrue) {
      throw new AssertionError(otherwise);
    }
  }
}
