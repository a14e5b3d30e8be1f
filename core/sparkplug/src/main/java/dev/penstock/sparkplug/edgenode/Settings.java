package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.NodeId;
import dev.penstock.sparkplug.SparkplugId;
import java.util.Optional;

/**
 * What an edge node is told before it begins.
 *
 * @param primaryHost the host application without which nothing is said
 * @param hasOtherServers there is a next server to go to when that host is not at this one
 * @param isAliased after births, numbers stand for the names of metrics
 * @param metricsPerMessageMax how many values one message of data holds
 */
public record Settings(
    NodeId id,
    Optional<SparkplugId> primaryHost,
    boolean hasOtherServers,
    boolean isAliased,
    int metricsPerMessageMax) {
  /** Some ten kilobytes, which no server refuses. */
  public static final int METRICS_PER_MESSAGE = 500;

  public Settings {
    if (metricsPerMessageMax < 1 || metricsPerMessageMax > 100_000) {
      throw new IllegalArgumentException(
          "metrics per message is " + metricsPerMessageMax + ", must be 1..100000");
    }
  }

  /** With aliases, and for whoever listens. */
  public static Settings of(NodeId id) {
    return new Settings(id, Optional.empty(), false, true, METRICS_PER_MESSAGE);
  }

  public Settings withPrimaryHost(String host, boolean isOneOfSeveralServers) {
    return new Settings(
        id,
        Optional.of(new SparkplugId(host)),
        isOneOfSeveralServers,
        isAliased,
        metricsPerMessageMax);
  }

  public Settings withoutAliases() {
    return new Settings(id, primaryHost, hasOtherServers, false, metricsPerMessageMax);
  }
}
