package dev.penstock.node.config;

import dev.penstock.flow.devices.DevicePin;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.syslog.SyslogOptions;
import dev.penstock.web.WebOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a node hears, and where it is reached.
 *
 * @param web where the HTTP API listens; empty when it is switched off
 * @param brokers to listen to
 * @param devices whose blocks are admitted, by their pinned keys
 * @param syslog listeners for systems that speak it
 * @param cadences how often sources speak, by their names; the others' is learnt
 */
public record Listeners(
    Optional<WebOptions> web,
    List<BrokerOptions> brokers,
    List<DevicePin> devices,
    List<SyslogOptions> syslog,
    Map<String, Duration> cadences) {
  static final Listeners NONE =
      new Listeners(Optional.empty(), List.of(), List.of(), List.of(), Map.of());

  public Listeners {
    brokers = List.copyOf(brokers);
    devices = List.copyOf(devices);
    syslog = List.copyOf(syslog);
    cadences = Map.copyOf(cadences);
  }
}
