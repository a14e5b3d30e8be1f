package dev.penstock.sparkplug;

/** Who an edge node is: unique among all nodes that speak through the same servers. */
public record NodeId(SparkplugId group, SparkplugId node) {
  public NodeId {
    if (group.text().equals(Topic.STATE)) {
      throw new IllegalArgumentException("a group is not called " + Topic.STATE);
    }
  }

  public static NodeId of(String group, String node) {
    return new NodeId(new SparkplugId(group), new SparkplugId(node));
  }

  /** The topic on which this node speaks, or is spoken to. */
  public Topic.OfNode topic(MessageType type) {
    return new Topic.OfNode(this, type);
  }

  /** The topic on which this node speaks for a device, or is spoken to about it. */
  public Topic.OfDevice topic(MessageType type, SparkplugId device) {
    return new Topic.OfDevice(this, type, device);
  }
}
