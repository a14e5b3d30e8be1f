package dev.penstock.modbusproxy;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.TreeSet;

/**
 * One proxy.
 *
 * @param listen where clients connect to
 * @param fromZone the zone that its clients are in
 * @param toZone the zone that the device is in
 * @param host of the device
 * @param units that are passed on, 0..255; requests for others are denied. Unit 0 is a broadcast
 *     behind a gateway to a serial line, and what it does there is done by every unit
 */
public record ProxySettings(
    InetSocketAddress listen,
    String fromZone,
    String toZone,
    String host,
    int port,
    Set<Integer> units,
    ProxyLimits limits) {
  /** The units that devices have (MODBUS over serial line V1.02 §2.2), and 255 (MODBUS/TCP). */
  public static final Set<Integer> UNITS_DEFAULT = unitsDefault();

  public ProxySettings {
    units = Set.copyOf(units);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", must be 1..65535");
    }
    if (units.stream().anyMatch(unit -> unit < 0 || unit > 255)) {
      throw new IllegalArgumentException("units are 0..255: " + new TreeSet<>(units));
    }
  }

  private static Set<Integer> unitsDefault() {
    Set<Integer> units = new TreeSet<>();
    for (int unit = 1; unit <= 247; unit++) {
      units.add(unit);
    }
    units.add(255);
    return Set.copyOf(units);
  }

  /** A proxy with the limits and units that most need. */
  public static ProxySettings of(
      InetSocketAddress listen, String fromZone, String toZone, String host, int port) {
    return new ProxySettings(
        listen, fromZone, toZone, host, port, UNITS_DEFAULT, ProxyLimits.DEFAULT);
  }

  /** The same with other limits. */
  public ProxySettings with(ProxyLimits other) {
    return new ProxySettings(listen, fromZone, toZone, host, port, units, other);
  }
}
