package dev.penstock.node.gateway;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.form.PlantFit;
import dev.penstock.driving.PointSpec;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.SampleIntake;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.modbusproxy.Counts;
import dev.penstock.modbusproxy.Recorder;
import dev.penstock.north.Names;
import dev.penstock.plantmap.dryrun.OwnReading;
import dev.penstock.pump.DriverPump;
import dev.penstock.pump.EarlyLine;
import dev.penstock.pump.OnceOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The devices, destinations and ports of a node, as what is in force says. One thread takes apart
 * and puts up what another model changes, and leaves alone what it does not: a device is not asked
 * twice for a rule that changed, nor is a broker left for a tag. A policy waits for none of it: it
 * is asked from the moment on at which it is in force (decision 0221).
 *
 * <p>What does not fit the site in force is not connected, and said. What somebody else's address
 * or broker does wrong is said by its link.
 */
public final class Gateway implements Closeable {
  private final Enforcement enforcement;
  private final DeviceLinks devices;
  private final DestinationLinks destinations;
  private final ProxyPorts proxies;
  private final ServerPorts servers;
  private final DeviceCommands commands;
  private final OwnReadings ownReadings;
  private final Journal journal;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread;

  // Written by whoever brings a model into force, read by the thread.
  private volatile Optional<SiteModel> site = Optional.empty();
  private volatile Connections connections = Connections.NONE;
  private volatile boolean isClosing;

  /** Of connections. Guarded by this. */
  private long changes;

  private volatile List<String> obstacles = List.of();
  private volatile Map<String, Behind> behind = Map.of();

  /**
   * What is behind a link.
   *
   * @param zone of the plant; empty where the plant does not know the device's asset
   */
  public record Behind(Optional<String> zone, String protocol) {}

  /**
   * What a gateway has around it.
   *
   * @param origin of the log
   * @param zone of the plant that this node lies in
   * @param credentials by the names that connections have for them
   * @param early what the journal does not have yet, for destinations that want it
   * @param ticks of a clock that is never set
   */
  public record Ground(
      String origin,
      Optional<String> zone,
      Map<String, Credentials> credentials,
      SampleIntake samples,
      Predicate<IntakeFinding> findings,
      ListeningWatch watch,
      Recorder recorder,
      Journal journal,
      EarlyLine early,
      Names names,
      ValueOpening opening,
      Notes notes,
      InstantSource clock,
      LongSupplier ticks,
      RandomGenerator random) {
    public Ground {
      credentials = Map.copyOf(credentials);
    }
  }

  /** Small files that are replaced as a whole. */
  public interface Notes {
    /** What a file holds; nothing where there is none. */
    byte[] read(String name, int bytesMax) throws IOException;

    /** Durable on return. */
    void replace(String name, byte[] content) throws IOException;
  }

  /** Connects nothing yet. */
  public Gateway(Ground ground) {
    this.enforcement = new Enforcement(ground.zone(), ground.clock());
    this.devices = new DeviceLinks(ground, enforcement);
    this.commands = new DeviceCommands(ground, devices, enforcement);
    this.destinations = new DestinationLinks(ground, devices, commands);
    this.proxies = new ProxyPorts(ground, enforcement);
    this.servers = new ServerPorts(ground.zone(), proxies.gate(), devices);
    this.ownReadings = new OwnReadings(enforcement, ground.clock());
    this.journal = ground.journal();
    this.thread = Thread.ofVirtual().name("gateway").unstarted(this::run);
  }

  /** Begins to connect what is in force. */
  public void start() {
    thread.start();
    commands.start();
    servers.start();
  }

  /**
   * Another site is in force. On return each command, each reading of the node's own and each
   * request at a proxy is asked about by its policy and its zones; what must be taken apart for it
   * is taken apart later.
   */
  public synchronized void site(SiteModel now) {
    boolean isEnforced = false;
    try {
      enforce(now, enforcement.made(now));
      isEnforced = true;
    } finally {
      if (!isEnforced) {
        enforce(now, enforcement.failed());
      }
      site = Optional.of(now);
      look();
      wanted.release();
    }
  }

  private void enforce(SiteModel by, Enforcement.InForce next) {
    proxies.follow(next, () -> enforcement.use(by, next));
  }

  /** Other connections are in force; returns at once. */
  public synchronized void connections(Connections now) {
    connections = now;
    changes++;
    look();
    wanted.release();
  }

  /** Before anything is read there: what is read is asked about with each batch. */
  private void look() {
    Map<String, String> zones = new HashMap<>();
    site.ifPresent(by ->
        by.plant()
            .assets()
            .forEach(asset ->
                asset
                    .zone()
                    .ifPresent(zone -> {
                      String _ = zones.put(asset.id(), zone);
                    })));
    Map<String, Behind> found = new HashMap<>();
    for (Device device : connections.devices()) {
      Behind _ =
          found.put(
              device.id(),
              new Behind(Optional.ofNullable(zones.get(device.asset())), device.protocol()));
    }
    behind = Map.copyOf(found);
  }

  private void run() {
    try {
      while (!isClosing) {
        wanted.acquire();
        int _ = wanted.drainPermits();
        if (!isClosing) {
          applyOrSay();
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
  }

  /** This loop puts everything up: what fails is said, and the next model is tried all the same. */
  private void applyOrSay() {
    try {
      apply();
    } catch (RuntimeException e) {
      obstacles = List.of("what is in force is connected in part, by an error of our own: " + e);
    }
  }

  private void apply() {
    Connections now = connections;
    Optional<SiteModel> by = site;
    List<String> found = new ArrayList<>();
    enforcement.inForce().obstacle().ifPresent(found::add);
    commands.obstacle().ifPresent(found::add);
    Connections fit = fit(now, by, found);
    // Who is sent to from now on gets the first value of who is read from now on.
    long begin = journal.end();
    devices.apply(fit.devices(), by, found);
    destinations.apply(fit.destinations(), by, begin, found);
    // A proxy may listen where a server did.
    servers.release(fit, by);
    proxies.apply(fit, by, found);
    servers.apply(fit, by, found);
    obstacles = List.copyOf(found);
  }

  /** What of the connections fits the site; the rest is said. */
  static Connections fit(Connections all, Optional<SiteModel> site, List<String> found) {
    if (all.equals(Connections.NONE)) {
      return all;
    }
    if (site.isEmpty()) {
      found.add("there is no model of the plant, so nothing is connected");
      return Connections.NONE;
    }
    List<Finding> misfits = PlantFit.findings(all, Map.of(), site.get().plant());
    misfits.forEach(each -> found.add("connections do not fit the plant: " + each.text()));
    return new Connections(
        all.devices().stream()
            .filter(each -> each.isEnabled() && fits("devices", each.id(), misfits))
            .toList(),
        all.destinations().stream()
            .filter(each -> each.isEnabled() && fits("destinations", each.id(), misfits))
            .toList(),
        all.proxies().stream()
            .filter(each -> each.isEnabled() && fits("proxies", each.id(), misfits))
            .toList(),
        all.servers().stream()
            .filter(each -> each.isEnabled() && fits("servers", each.id(), misfits))
            .toList());
  }

  private static boolean fits(String of, String id, List<Finding> misfits) {
    String path = of + "[" + id + "]";
    return misfits.stream().noneMatch(each -> each.where().path().startsWith(path));
  }

  /** What is not connected although it should be, each in one line for the operator. */
  public List<String> obstacles() {
    return obstacles;
  }

  /** How each device is that is connected, in the order of their ids. */
  public List<DeviceShown> devices() {
    return devices.shown();
  }

  /** Reads points of a device once, over the link that stands; waits some seconds at the most. */
  public OnceOutcome readOnce(String device, List<PointSpec> points) throws InterruptedException {
    Optional<DriverPump> pump = devices.pump(device);
    return pump.isEmpty()
        ? new OnceOutcome.NotRead("not read: the device is not connected")
        : pump.get().readOnce(points).await();
  }

  /**
   * What this node would read otherwise if another site were in force; nothing is changed by it.
   */
  public List<OwnReading> readingBy(SiteModel other) {
    OwnReadings.Now now;
    synchronized (this) {
      now = new OwnReadings.Now(connections, changes, site, enforcement.inForce());
    }
    return ownReadings.by(other, now);
  }

  /** How each destination is, in the order of their ids. */
  public List<DestinationShown> destinations() {
    return destinations.shown();
  }

  /** How each proxy is, in the order of their ids. */
  public List<ProxyShown> proxies() {
    return proxies.shown();
  }

  /** How each server is, in the order of their ids. */
  public List<ServerShown> servers() {
    return servers.shown();
  }

  /** Where commands to devices are given. */
  public DeviceCommands commands() {
    return commands;
  }

  /** What passed all proxies and servers together since the start, and what did not. */
  public Counts proxyCounts() {
    return proxies.counts();
  }

  /** What is behind a link; empty for a link that is none of ours. Quick. */
  public Optional<Behind> behind(String link) {
    return Optional.ofNullable(behind.get(link));
  }

  /** Ends all links, in order: no more is read, then no more is sent. */
  @Override
  public void close() {
    isClosing = true;
    wanted.release();
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    commands.close();
    // Before what they ask, which goes with the proxies.
    servers.close();
    proxies.close();
    devices.close();
    destinations.close();
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
