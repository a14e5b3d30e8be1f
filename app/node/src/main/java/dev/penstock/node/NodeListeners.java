package dev.penstock.node;

import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.syslog.SyslogListener;
import dev.penstock.syslog.SyslogOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Those who hear for a node: links to brokers, and listeners for syslog, by their names, in the
 * order of the settings.
 */
record NodeListeners(Map<String, BrokerLink> links, Map<String, SyslogListener> syslog) {
  NodeListeners {
    links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
    syslog = Collections.unmodifiableMap(new LinkedHashMap<>(syslog));
  }

  /** Begins to listen; each ends with the parts. */
  static NodeListeners start(NodeGround ground, EvidencePath evidence, OpenParts parts) {
    NodeSettings settings = ground.settings();
    Node.Machine machine = ground.machine();
    LoggedIntake intake = evidence.listeners();
    Map<String, BrokerLink> links = new LinkedHashMap<>();
    for (BrokerOptions broker : settings.brokers()) {
      BrokerLink link =
          parts.keep(
              BrokerLink.start(
                  broker,
                  evidence.names(),
                  intake,
                  evidence.blocks(),
                  intake,
                  machine.clock(),
                  machine.random()));
      links.put(broker.name(), link);
      evidence.devices().reachedBy(broker.name(), link::publish);
    }
    Map<String, SyslogListener> syslog = new LinkedHashMap<>();
    for (SyslogOptions each : settings.syslog()) {
      syslog.put(
          each.name(), parts.keep(SyslogListener.start(each, intake, intake, machine.clock())));
    }
    return new NodeListeners(links, syslog);
  }
}
