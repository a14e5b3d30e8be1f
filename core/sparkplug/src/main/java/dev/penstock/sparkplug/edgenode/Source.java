package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.SparkplugId;

/** Whose metrics are meant: the node's own, or those of a device behind it. */
public sealed interface Source {
  record OfNode() implements Source {}

  record OfDevice(SparkplugId id) implements Source {}

  /** The node's own metrics. */
  Source NODE = new OfNode();

  static Source device(String id) {
    return new OfDevice(new SparkplugId(id));
  }
}
