package dev.penstock.node;

import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.syslog.SyslogOptions.Way;
import dev.penstock.web.WebServer;
import java.util.HashMap;
import java.util.Map;

/** By which way each listener hears: what the dictionary says of the sources behind it. */
final class Ways {
  private static final Naming OF_A_BROKER = new Naming(null, Scope.MQTT);

  private final Map<String, Naming> others = new HashMap<>();

  Ways(NodeSettings settings) {
    others.put(WebServer.LISTENER, new Naming(null, Scope.HTTP));
    for (SyslogOptions each : settings.syslog()) {
      others.put(each.name(), new Naming(null, protocol(each.way())));
    }
  }

  private static String protocol(Way way) {
    return switch (way) {
      case Way.Tls _ -> Scope.SYSLOG_TLS;
      case Way.Udp _ -> Scope.SYSLOG_UDP;
    };
  }

  Naming naming(String listener) {
    return others.getOrDefault(listener, OF_A_BROKER);
  }
}
