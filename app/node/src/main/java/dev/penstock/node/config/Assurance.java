package dev.penstock.node.config;

import dev.penstock.clock.TimeServer;
import java.util.List;
import java.util.Optional;

/**
 * Who outside is asked about time and log, and for whom this node vouches.
 *
 * @param timeServers to compare the clock with
 * @param anchors who outside is asked to vouch for checkpoints
 * @param witness what this node witnesses for others, if it does
 */
public record Assurance(
    List<TimeServer> timeServers, List<AnchorSettings> anchors, Optional<WitnessSettings> witness) {
  static final Assurance NONE = new Assurance(List.of(), List.of(), Optional.empty());

  public Assurance {
    timeServers = List.copyOf(timeServers);
    anchors = List.copyOf(anchors);
  }
}
