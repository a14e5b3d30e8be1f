package dev.penstock.node;

import dev.penstock.cbor.Decoded;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.plant.Asset;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.version.History;
import dev.penstock.plantmap.HeardSources;
import dev.penstock.plantmap.Observed;
import dev.penstock.plantmap.ObservedChecks;
import dev.penstock.plantmap.ObservedChecks.Reached;
import dev.penstock.plantmap.RuleAges;
import dev.penstock.plantmap.SourceBook;
import dev.penstock.plantmap.UseBook;
import dev.penstock.plantmap.Uses;
import dev.penstock.storage.Storage;
import dev.penstock.web.VersionedView.Shown;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What sealed records say of the use of ways and rules, for the validations that need it. It reads
 * on by itself, so that records are read before they are dropped; days that are over are kept in a
 * note, and made anew from the records where it is gone.
 */
final class NodeUses implements Closeable, NodeMap.Observing {
  static final String FILE = "uses";

  private static final Duration LOOK = Duration.ofMinutes(1);

  /** While there is much to read: what is recorded meanwhile comes first. */
  private static final Duration PAUSE = Duration.ofMillis(150);

  /** Versions of before that are read for it; a rule is taken to be no older than these. */
  private static final int VERSIONS_MAX = 200;

  /** Longer ago than any day that is looked at. */
  private static final Duration HORIZON = Duration.ofDays(400);

  private static final long NANOS = 1_000_000_000L;

  private final Ground ground;
  private final UseBook book;
  private final SourceBook sources;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Owned by the thread.
  private Uses kept;
  private String failed = "";

  /** Of the version whose number it is; empty before the first. Only touched while it is locked. */
  private Optional<Aged> aged = Optional.empty();

  private record Aged(long version, RuleAges ages) {}

  /**
   * What it stands on.
   *
   * @param plant its versions say since when a rule is in force
   * @param connections say what the node reaches
   * @param zone in which the node lies, where the settings say so
   * @param logEntries how many the log has now
   */
  record Ground(
      NodePlant plant,
      Kept<Connections> connections,
      Optional<String> zone,
      SealedRecords records,
      Storage notes,
      LogSize logEntries,
      InstantSource clock,
      NodeLog log) {}

  /** How many entries the log has. */
  interface LogSize {
    long now();
  }

  private NodeUses(Ground ground, Uses kept) {
    this.ground = ground;
    this.kept = kept;
    this.book = new UseBook(ground.records(), ground.clock(), kept);
    this.sources = new SourceBook(ground.records(), ground.clock());
    this.thread = Thread.ofPlatform().name("uses").daemon().unstarted(this::run);
  }

  /** What the run before left; nothing where that is of another log, or cannot be read. */
  static NodeUses open(Ground ground) throws IOException {
    byte[] stored = ReplacedFile.read(ground.notes(), FILE, Uses.BYTES_MAX);
    Uses kept =
        switch (Uses.decode(stored)) {
          case Decoded.Value<Uses.Noted>(var noted) ->
              noted.logEntries() <= ground.logEntries().now() ? noted.uses() : Uses.NONE;
          case Decoded.Refused<Uses.Noted> _ -> Uses.NONE;
        };
    return new NodeUses(ground, kept);
  }

  NodeUses start() {
    thread.start();
    return this;
  }

  private void run() {
    try {
      boolean isRead = false;
      while (!closing.await((isRead ? LOOK : PAUSE).toMillis(), TimeUnit.MILLISECONDS)) {
        isRead = isReadToTheEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Also where it cannot be read now: it is tried again after a while. */
  boolean isReadToTheEnd() {
    boolean isRead;
    try {
      isRead = book.readOn();
    } catch (IOException e) {
      failed("uses-unread", "what was used is not known: ", e);
      return true;
    }
    try {
      keep();
      failed = "";
    } catch (IOException e) {
      failed("uses-unkept", "what was used is not noted, so a restart reads it anew: ", e);
    }
    return isRead;
  }

  /** Once for what goes on to fail alike. */
  private void failed(String event, String what, IOException why) {
    String now = event + " " + why.getMessage();
    if (!now.equals(failed)) {
      say(event, what, why);
    }
    failed = now;
  }

  /** Once a day, and once at a start. */
  private void keep() throws IOException {
    Uses days = book.days();
    if (!days.equals(kept)) {
      ReplacedFile.write(ground.notes(), FILE, days.encode(ground.logEntries().now()));
      kept = days;
    }
  }

  /** Where records cannot be read now, what the model says by itself is told all the same. */
  @Override
  public Observed of(SiteModel site) {
    try {
      return observed(site);
    } catch (IOException e) {
      say("uses-unread", "what was observed is not known: ", e);
      return new Observed(Told.NOTHING, false);
    }
  }

  private void say(String event, String what, IOException why) {
    ground.log().say(LogLevel.WARNING, event, what + why.getMessage());
  }

  private Observed observed(SiteModel site) throws IOException {
    boolean isRead = book.readOn();
    Uses uses = book.all();
    long now = Math.max(0, ground.clock().instant().getEpochSecond() * NANOS);
    long from = Math.max(0, now - ObservedChecks.FLOWS.toNanos());
    HeardSources heard = sources.over(from, now + NANOS);
    Told flows = ObservedChecks.flows(site, uses, heard, ground.zone(), now);
    Optional<RuleAges> ages = isRead ? ages() : Optional.empty();
    return new Observed(
        ages.map(known -> ObservedChecks.rules(site, uses, known, reached(site), now).and(flows))
            .orElse(flows),
        isRead && heard.isRead());
  }

  /** In which zones the node has devices that it talks to, by the connections in force. */
  private Set<Reached> reached(SiteModel site) {
    Map<String, String> zones = new HashMap<>();
    for (Asset asset : site.plant().assets()) {
      asset
          .zone()
          .ifPresent(zone -> {
            String _ = zones.put(asset.id(), zone);
          });
    }
    Set<Reached> reached = new HashSet<>();
    Optional<Shown<Connections>> connected = ground.connections().active();
    for (Device device : connected.map(shown -> shown.model().devices()).orElse(List.of())) {
      String zone = zones.get(device.asset());
      if (zone != null && device.isEnabled()) {
        boolean _ = reached.add(new Reached(zone, device.protocol()));
      }
    }
    return reached;
  }

  /** Since when the rules in force are in force; looked for once for each version. */
  private synchronized Optional<RuleAges> ages() throws IOException {
    Optional<Shown<SiteModel>> active = ground.plant().active();
    if (active.isEmpty()) {
      return Optional.empty();
    }
    long version = active.get().version().number();
    if (aged.filter(known -> known.version() == version).isEmpty()) {
      aged = Optional.of(new Aged(version, ages(active.get())));
    }
    return aged.map(Aged::ages);
  }

  private RuleAges ages(Shown<SiteModel> active) throws IOException {
    var ages = new RuleAges(active.model(), active.since());
    Instant horizon = ground.clock().instant().minus(HORIZON);
    List<History.Entry> earlier =
        ground.plant().history().entries().stream()
            .filter(entry -> entry.version().number() < active.version().number())
            .toList();
    int looked = 0;
    for (History.Entry entry : earlier.reversed()) {
      if (ages.isKnown() || looked == VERSIONS_MAX) {
        break;
      }
      ages.before(ground.plant().kept().model(entry.version().model()), entry.at());
      looked++;
      if (entry.at().isBefore(horizon)) {
        break;
      }
    }
    return ages;
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    Ended.within(Ended.PATIENCE, thread, "what reads the use of rules");
  }
}
