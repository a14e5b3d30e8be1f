package dev.penstock.node.gateway;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Server;
import dev.penstock.connections.form.PlantFit;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.framesmodbus.server.ServedPoints;
import dev.penstock.framesmodbus.server.ServedPoints.Laying;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import dev.penstock.modbusproxy.Gate;
import dev.penstock.node.gateway.DriverMaking.Settings;
import dev.penstock.node.gateway.DriverMaking.Settings.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The ports at which others read what points had last, as far as the policy lets them. What they
 * read lies in this node, so the policy is asked by the zone that the node lies in.
 */
final class ServerPorts implements Closeable {
  /** How often somebody looks whether a minute of denials is over. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Optional<String> zone;
  private final Gate gate;
  private final DeviceLinks devices;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread looking;

  /** Written by the gateway's thread alone; read by any. */
  private volatile Map<String, Open> ports = Map.of();

  private record Open(Server server, PointServer points, ModbusTcpServer port, String address) {}

  /**
   * No port is open yet.
   *
   * @param zone that this node lies in
   * @param gate that proxies ask, too
   */
  ServerPorts(Optional<String> zone, Gate gate, DeviceLinks devices) {
    this.zone = zone;
    this.gate = gate;
    this.devices = devices;
    this.looking = Thread.ofVirtual().name("servers").unstarted(this::look);
  }

  void start() {
    looking.start();
  }

  private void look() {
    try {
      while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        gate.tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes what is not wanted as it is; before anybody else opens a port that was one of these. */
  void release(Connections all, Optional<SiteModel> by) {
    Map<String, Open> left = new TreeMap<>(ports);
    for (Open each : List.copyOf(left.values())) {
      if (!all.servers().contains(each.server()) || obstacle(each.server(), by).isPresent()) {
        try {
          each.port().close();
        } finally {
          // One by one: whatever goes wrong with the next, none that was closed counts as open.
          Open _ = left.remove(each.server().id());
          ports = Map.copyOf(left);
        }
      }
    }
  }

  /** Opens what is wanted and is not open, behind {@link #release} of the same. */
  void apply(Connections all, Optional<SiteModel> by, List<String> found) {
    Map<String, Open> after = new TreeMap<>(ports);
    try {
      for (Server server : all.servers()) {
        Optional<String> obstacle = obstacle(server, by);
        if (obstacle.isPresent()) {
          found.add("server " + server.id() + " does not listen: " + obstacle.get());
          continue;
        }
        unconnected(server, all, found);
        if (!after.containsKey(server.id())) {
          opened(server, found)
              .ifPresent(open -> {
                Open _ = after.put(server.id(), open);
              });
        }
      }
    } finally {
      // Whatever goes wrong with one: a port that nobody knows of could not be closed any more.
      ports = Map.copyOf(after);
    }
  }

  private Optional<String> obstacle(Server server, Optional<SiteModel> by) {
    if (zone.isEmpty()) {
      return Optional.of("nobody says in which zone this node lies: gateway.zone in penstock.yaml");
    }
    boolean isJoined =
        by.filter(site -> PlantFit.isJoined(server.fromZone(), zone.get(), site.plant()))
            .isPresent();
    return isJoined
        ? Optional.empty()
        : Optional.of(
            "no conduit joins zone '%s' of its clients to zone '%s' of this node"
                .formatted(server.fromZone(), zone.get()));
  }

  private static void unconnected(Server server, Connections all, List<String> found) {
    server.serve().stream()
        .map(Server.Served::device)
        .distinct()
        .filter(device -> all.device(device).isEmpty())
        .forEach(device ->
            found.add(
                "server %s serves points of a device that is not connected: %s"
                    .formatted(server.id(), device)));
  }

  private Optional<Open> opened(Server server, List<String> found) {
    Endpoint listen =
        new Settings(Map.of("listen", server.listen())).endpoint("listen").orElseThrow();
    var points =
        new PointServer(
            server,
            laid(server),
            new HeldPoints(server, devices::pump),
            new PointServer.Asking(gate, server.fromZone(), zone.orElseThrow()));
    try {
      ModbusTcpServer port =
          ModbusTcpServer.start(ServerOptions.at(listen.host(), listen.port()), points);
      return Optional.of(new Open(server, points, port, server.listen()));
    } catch (IOException | IllegalArgumentException e) {
      // What people wrote was checked; what an address is, the port says in the end.
      found.add(
          "server %s does not listen at %s: %s"
              .formatted(server.id(), server.listen(), e.getMessage()));
      return Optional.empty();
    }
  }

  /** Where its points lie; that they have places of their own was checked when they were read. */
  private static ServedPoints laid(Server server) {
    List<Point> points = new ArrayList<>(server.serve().size());
    for (Server.Served each : server.serve()) {
      switch (Point.read(each.address(), each.type(), server.unit())) {
        case Reading.Good<Point>(var point) -> points.add(point);
        case Reading.Refused<Point> refused -> throw new IllegalStateException(refused.message());
      }
    }
    return switch (ServedPoints.of(points)) {
      case Laying.Laid(var laid) -> laid;
      case Laying.Overlap overlap -> throw new IllegalStateException(overlap.toString());
      case Laying.BitOfRegister bit -> throw new IllegalStateException(bit.toString());
    };
  }

  List<ServerShown> shown() {
    return new TreeMap<>(ports)
        .values().stream()
            .map(each ->
                each.points()
                    .shown(each.server(), each.address(), each.port().counts().connections()))
            .toList();
  }

  @Override
  public void close() {
    closing.countDown();
    List<Open> all = List.copyOf(ports.values());
    ports = Map.of();
    List<Thread> ending = new ArrayList<>();
    all.forEach(each -> ending.add(Thread.ofVirtual().start(each.port()::close)));
    ending.add(looking);
    Ends.await(ending);
  }
}
