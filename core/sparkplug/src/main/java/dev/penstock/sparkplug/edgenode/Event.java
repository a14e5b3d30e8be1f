package dev.penstock.sparkplug.edgenode;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.sparkplug.SparkplugId;
import java.util.List;

/** Something that happened to an edge node, or that its owner wants. All times are from 1970. */
public sealed interface Event {
  /**
   * A connection is about to be opened.
   *
   * @param server names the MQTT server, so that what a host said there is compared there
   * @param bdSeq of this connection: the one after that of the last, which the owner keeps for good
   */
  record Connecting(String server, int bdSeq, long atMs) implements Event {
    public Connecting {
      if (bdSeq < 0 || bdSeq >= EdgeNode.SEQ_COUNT) {
        throw new IllegalArgumentException("bdSeq is " + bdSeq + ", must be 0..255");
      }
    }
  }

  /** The server took the connection. */
  record Connected(long atMs) implements Event {}

  /** The connection is gone, or could not be had. */
  record ConnectionLost() implements Event {}

  /** The owner is about to end the connection. */
  record Stopping(long atMs) implements Event {}

  /** A message came on one of the topics that were subscribed to. */
  record Arrived(String topic, ByteString bytes, boolean isRetained, long atMs) implements Event {}

  /** Births are to be given again, for a host asked; without births there is nothing to do. */
  record RebirthDue(long atMs) implements Event {}

  /** The node's own metrics, and its templates, are these from now on. */
  record NodeDefined(MetricSet metrics, TemplateSet templates, List<Reading> readings, long atMs)
      implements Event {
    public NodeDefined {
      readings = List.copyOf(readings);
    }
  }

  /** A device is there, or has other metrics from now on. */
  record DeviceAppeared(SparkplugId device, MetricSet metrics, List<Reading> readings, long atMs)
      implements Event {
    public DeviceAppeared {
      readings = List.copyOf(readings);
    }
  }

  /** A device is not there any more. */
  record DeviceGone(SparkplugId device, long atMs) implements Event {}

  /**
   * Metrics had values.
   *
   * @param isHistorical they were kept from an earlier time and are no current values
   */
  record Values(Source source, List<Reading> readings, boolean isHistorical, long atMs)
      implements Event {
    public Values {
      readings = List.copyOf(readings);
    }
  }
}
