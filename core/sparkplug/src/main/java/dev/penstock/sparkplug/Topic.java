package dev.penstock.sparkplug;

import java.util.List;
import java.util.Optional;

/** A topic of Sparkplug B (Sparkplug 3.0 §4.1). */
public sealed interface Topic {
  /** The first level of each topic. */
  String NAMESPACE = "spBv1.0";

  /** The second level of the topics of host applications. */
  String STATE = "STATE";

  /** A node speaks of itself, or is spoken to. */
  record OfNode(NodeId node, MessageType type) implements Topic {
    public OfNode {
      if (type.isOfDevice()) {
        throw new IllegalArgumentException(type + " names a device");
      }
    }

    @Override
    public String text() {
      return join(node.group().text(), type.name(), node.node().text());
    }
  }

  /** A node speaks of a device, or is spoken to about it. */
  record OfDevice(NodeId node, MessageType type, SparkplugId device) implements Topic {
    public OfDevice {
      if (!type.isOfDevice()) {
        throw new IllegalArgumentException(type + " names no device");
      }
    }

    @Override
    public String text() {
      return join(node.group().text(), type.name(), node.node().text(), device.text());
    }
  }

  /** A host application says whether it is there. */
  record OfHost(SparkplugId host) implements Topic {
    @Override
    public String text() {
      return join(STATE, host.text());
    }
  }

  /** The topic as MQTT has it. */
  String text();

  /** A topic from outside; empty for one that is none of Sparkplug B 3.0. */
  static Optional<Topic> parse(String text) {
    List<String> levels = List.of(text.split("/", -1));
    if (!levels.getFirst().equals(NAMESPACE)
        || !levels.stream().allMatch(level -> SparkplugId.fault(level).isEmpty())) {
      return Optional.empty();
    }
    if (levels.size() > 1 && levels.get(1).equals(STATE)) {
      return levels.size() == 3
          ? Optional.of(new OfHost(new SparkplugId(levels.get(2))))
          : Optional.empty();
    }
    if (levels.size() < 4 || levels.size() > 5) {
      return Optional.empty();
    }
    Optional<MessageType> type = MessageType.of(levels.get(2));
    boolean hasDevice = levels.size() == 5;
    if (type.isEmpty() || type.get().isOfDevice() != hasDevice) {
      return Optional.empty();
    }
    NodeId node = NodeId.of(levels.get(1), levels.get(3));
    return Optional.of(
        hasDevice
            ? node.topic(type.get(), new SparkplugId(levels.get(4)))
            : node.topic(type.get()));
  }

  private static String join(String... levels) {
    return NAMESPACE + "/" + String.join("/", levels);
  }
}
