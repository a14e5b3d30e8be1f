package dev.penstock.node.gateway;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.form.PlantFit;
import dev.penstock.connections.protocol.ModbusForm;
import dev.penstock.modbusproxy.Agreements;
import dev.penstock.modbusproxy.Counts;
import dev.penstock.modbusproxy.EssentialFunctions;
import dev.penstock.modbusproxy.Gate;
import dev.penstock.modbusproxy.ModbusProxy;
import dev.penstock.modbusproxy.ProxySettings;
import dev.penstock.node.gateway.DriverMaking.Settings;
import dev.penstock.node.gateway.DriverMaking.Settings.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ports through which others reach a device, as far as the policy lets them. */
final class ProxyPorts implements Closeable {
  private static final Duration RECORD_LIMIT = Duration.ofSeconds(2);

  private final Enforcement enforcement;
  private final Gate gate;

  /** Of what is asked. Guarded by this. */
  private long revision;

  /** Written by the gateway's thread alone, and locked; read by any. */
  private volatile Map<String, Open> ports = Map.of();

  private record Open(Proxy proxy, Device to, ProxySettings settings, ModbusProxy port) {
    boolean isOf(ProxySettings other) {
      return settings.equals(other) && port.isOpen();
    }
  }

  /** What a port is to be, and the device behind it. */
  private record Wanted(Device to, ProxySettings settings) {
    /** Whether the zone of the device is still the one that the port asks by. */
    boolean isIn(Enforcement.InForce now) {
      return now.zoneOf(to).equals(Optional.of(settings.toZone()));
    }
  }

  ProxyPorts(Gateway.Ground ground, Enforcement enforcement) {
    this.enforcement = enforcement;
    Enforcement.InForce now = enforcement.inForce();
    this.revision = now.revision();
    this.gate =
        new Gate(
            now.compiled(),
            now.rates(),
            ground.recorder(),
            Agreements.NONE,
            EssentialFunctions.NONE,
            ground.clock(),
            ground.random(),
            RECORD_LIMIT);
  }

  /** What is asked, by other ports too; it ends with these. */
  Gate gate() {
    return gate;
  }

  /** What passed so far, and what did not. */
  Counts counts() {
    return gate.counts();
  }

  /**
   * Another policy is asked from the next request on. A port that asks by a zone in which its
   * device lies no more is closed first, and opened anew by {@link #apply}.
   *
   * @param use makes it what is in force for everybody else
   */
  synchronized void follow(Enforcement.InForce next, Runnable use) {
    for (Open each : ports.values()) {
      if (!new Wanted(each.to(), each.settings()).isIn(next)) {
        each.port().shut();
      }
    }
    use.run();
    if (next.revision() != revision) {
      revision = next.revision();
      gate.enforce(next.compiled(), next.rates());
    }
  }

  void apply(Connections all, Optional<SiteModel> by, List<String> found) {
    Map<String, Wanted> wanted = new TreeMap<>();
    for (Proxy proxy : all.proxies()) {
      wanted(proxy, all, by, found)
          .ifPresent(one -> {
            Wanted _ = wanted.put(proxy.id(), one);
          });
    }
    Map<String, Open> after = new TreeMap<>();
    for (Open each : ports.values()) {
      Wanted one = wanted.get(each.proxy().id());
      if (one != null && each.isOf(one.settings())) {
        Open _ =
            after.put(
                each.proxy().id(), new Open(each.proxy(), one.to(), each.settings(), each.port()));
      } else {
        each.port().close();
      }
    }
    open(all, wanted, after, found);
  }

  /** Opens what is missing; another site does not come into force meanwhile. */
  private synchronized void open(
      Connections all, Map<String, Wanted> wanted, Map<String, Open> after, List<String> found) {
    for (Proxy proxy : all.proxies()) {
      Wanted one = wanted.get(proxy.id());
      // Where the device is elsewhere by now, the next site is put up next.
      if (one != null && !after.containsKey(proxy.id()) && one.isIn(enforcement.inForce())) {
        try {
          ModbusProxy port = ModbusProxy.open(one.settings(), gate, _ -> Optional.empty());
          Open _ = after.put(proxy.id(), new Open(proxy, one.to(), one.settings(), port));
        } catch (IOException e) {
          found.add(
              "proxy %s does not listen at %s: %s"
                  .formatted(proxy.id(), proxy.listen(), e.getMessage()));
        }
      }
    }
    ports = Map.copyOf(after);
  }

  private static Optional<Wanted> wanted(
      Proxy proxy, Connections all, Optional<SiteModel> by, List<String> found) {
    Optional<Device> device = all.device(proxy.to());
    Optional<String> zone =
        device.flatMap(each -> by.flatMap(site -> PlantFit.zoneOf(each, site.plant())));
    if (device.isEmpty() || zone.isEmpty()) {
      found.add("proxy " + proxy.id() + " leads to a device that is not connected: " + proxy.to());
      return Optional.empty();
    }
    Optional<Endpoint> to = new Settings(device.get().at()).endpoint(ModbusForm.TCP);
    if (to.isEmpty()) {
      found.add("proxy " + proxy.id() + " leads to a device without an address of its own in TCP");
      return Optional.empty();
    }
    Endpoint listen =
        new Settings(Map.of("listen", proxy.listen())).endpoint("listen").orElseThrow();
    return Optional.of(
        new Wanted(
            device.get(),
            ProxySettings.of(
                new InetSocketAddress(listen.host(), listen.port()),
                proxy.fromZone(),
                zone.get(),
                to.get().host(),
                to.get().port())));
  }

  List<ProxyShown> shown() {
    return new TreeMap<>(ports)
        .values().stream()
            .map(each ->
                new ProxyShown(
                    each.proxy(),
                    each.port().address().getHostString() + ":" + each.port().address().getPort(),
                    each.port().clientCount()))
            .toList();
  }

  @Override
  public void close() {
    List<Open> all = List.copyOf(ports.values());
    ports = Map.of();
    Ends.await(all.stream().map(each -> Thread.ofVirtual().start(each.port()::close)).toList());
    gate.close();
  }
}
