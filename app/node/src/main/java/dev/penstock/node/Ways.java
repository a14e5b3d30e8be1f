package dev.penstock.node;

import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.syslog.SyslogOptions.Way;
import dev.penstock.web.WebServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** By which way each listener hears: what the dictionary says of the sources behind it. */
final class Ways {
  private static final Naming OF_A_BROKER = new Naming(null, Scope.MQTT);

  /** Links that come and go while the node runs. */
  private volatile Function<String, Optional<Naming>> links = _ -> Optional.empty();

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

  /** From now on somebody knows of links that come and go. */
  void know(Function<String, Optional<Naming>> some) {
    links = some;
  }

  Naming naming(String listener) {
    return links.apply(listener).orElseGet(() -> others.getOrDefault(listener, OF_A_BROKER));
  }
}
