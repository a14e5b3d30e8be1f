package dev.penstock.node;

import dev.penstock.clock.TimeReport;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.anchoring.Growth;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.journal.Journal;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.CheckpointPump;
import dev.penstock.pump.DevicePump;
import dev.penstock.pump.HashCrew;
import dev.penstock.pump.IntakePump;
import dev.penstock.pump.SealerPump;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.storage.Storage;
import dev.penstock.syslog.SyslogListener;
import dev.penstock.web.WebOptions;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A running node: everything in its data folder is open and the pumps run. Its constructor says in
 * which order parts are opened; they are closed in reverse.
 */
public final class Node implements Closeable {
  static final String PAYLOADS = "payloads";

  private final OpenParts parts = new OpenParts("the node");
  private final List<String> remarks = new ArrayList<>();
  private final NodeLog log;
  private final InstantSource clock;
  private final NodeDoors doors;
  private final NodeClock time;
  private final Stores stores;
  private final Anchors anchors;
  private final EvidencePath evidence;
  private final NodeListeners heard;
  private final NodeWitness witness;
  private final NodePlant plant;
  private final NodeGateway gateway;
  private final NodeDryRuns dryRuns;

  /** What a node takes from the machine it runs on. */
  public record Machine(
      InstantSource clock, LongSupplier ticks, SecureRandom random, String holder, Disk disk) {
    /** With the disk that is there. */
    public Machine(InstantSource clock, LongSupplier ticks, SecureRandom random, String holder) {
      this(clock, ticks, random, holder, FileStorage::open);
    }

    /** With the clock of the virtual machine that is never set. */
    public Machine(InstantSource clock, SecureRandom random, String holder) {
      this(clock, System::nanoTime, random, holder);
    }

    /** Where rooms of the data folder are. */
    @FunctionalInterface
    public interface Disk {
      /** One folder, which is there. */
      Storage open(Path folder) throws IOException;
    }

    /** This one. */
    public static Machine here() {
      return new Machine(
          InstantSource.system(), new SecureRandom(), Holder.describe(ProcessHandle.current()));
    }
  }

  private Node(Path path, NodeSettings settings, Machine machine, NodeLog log, AnchorMaking making)
      throws IOException, StartException, KeyHomeException, NoProviderException {
    boolean isStarted = false;
    this.log = log;
    this.clock = machine.clock();
    try {
      DataFolder folder = parts.keep(DataFolder.open(path, machine));
      HashCrew crew = parts.keep(HashCrew.ofThisMachine());
      this.doors = new NodeDoors(parts.keep(new NodeCommands()));
      Storage notes = folder.room("notes");
      this.time = new NodeClock(settings, machine, log, this::tellLedger);
      CryptoProviders signers = CryptoProviders.choose(needed(settings));
      NodeKeys keys = parts.keep(keys(folder, settings, signers, machine));
      this.stores = parts.keep(Stores.open(folder, settings, machine, crew));
      remarks.addAll(stores.remarks());
      var ground =
          new NodeGround(path, settings, machine, log, folder, notes, crew, signers, keys, stores);
      this.anchors = Anchors.of(stores, settings, log);
      keys.rotation(stores.ledger()).reconcile();
      this.evidence = new EvidencePath(ground, time, doors::notices, parts);
      evidence.devices().remark().ifPresent(remarks::add);
      Bundles bundles = bundles(keys);
      evidence.start(parts);
      startAnchors(ground, making);
      this.heard = NodeListeners.start(ground, evidence, parts);
      this.witness =
          NodeWitness.open(
              settings, folder, keys, signers, clock, new NodeWitness.Alarm(intake(), log));
      this.plant =
          NodePlant.open(folder.room(NodePlant.ROOM), settings.plant(), clock, evidence::state);
      this.gateway = parts.keep(gateway(ground));
      this.dryRuns =
          new NodeDryRuns(plant, projections().records(), gateway.links()::readingBy, clock);
      begin(settings.plant());
      openDoors(ground, bundles);
      isStarted = true;
    } finally {
      if (!isStarted) {
        // What failed first is what the operator must know.
        IOException _ = parts.closeQuietly();
      }
    }
  }

  /** Connects what is in force. */
  private void begin(PlantSettings settings) {
    settings.file().flatMap(plant.kept()::begin).ifPresent(remarks::add);
    gateway.begin(plant).ifPresent(remarks::add);
    remarks.addAll(gateway.links().commands().remarks());
  }

  /** Last of all: everything is there that people and commands ask for. */
  private void openDoors(NodeGround ground, Bundles bundles) throws IOException {
    Optional<Shredder> shredder =
        shredding().shredder(intake(), projections().records(), ground.machine(), remarks::add);
    var behind =
        new NodeDoors.Behind(
            ground, evidence, anchors, bundles, witness, plant, gateway, dryRuns, shredder);
    doors.open(this, behind, parts).ifPresent(remarks::add);
  }

  private NodeGateway gateway(NodeGround ground) throws IOException {
    NodeGateway made =
        NodeGateway.open(
            ground.settings(),
            ground.machine(),
            new NodeGateway.Around(
                ground.folder(),
                ground.notes(),
                intake(),
                evidence.listeners(),
                stores,
                shredding().opening(),
                evidence::state));
    evidence.ways().know(made::naming);
    return made;
  }

  private static NodeKeys keys(
      DataFolder folder, NodeSettings settings, CryptoProviders signers, Machine machine)
      throws IOException, StartException {
    return NodeKeys.open(
        folder.room("keys"),
        settings.passphraseFile(),
        settings.origin(),
        signers,
        machine.random());
  }

  private Bundles bundles(NodeKeys keys) throws KeyHomeException {
    return new Bundles(
        projections().sources(),
        stores.anchors(),
        keys.logMlDsa44(),
        evidence.trust()::textOf,
        clock);
  }

  /** What the node signs with, and what the devices do that it admits. */
  private static Set<SignatureAlgorithm> needed(NodeSettings settings) {
    var needed = EnumSet.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.ML_DSA_44);
    if (settings.web().filter(web -> web.way() instanceof WebOptions.Way.Tls).isPresent()) {
      var _ = needed.add(SignatureAlgorithm.ECDSA_P256);
    }
    settings.devices().forEach(pin -> needed.add(pin.key().algorithm()));
    if (settings.web().isPresent()) {
      // What passkeys sign with.
      needed.add(SignatureAlgorithm.ECDSA_P256);
    }
    return needed;
  }

  /** Nobody hears of the clock before there is somebody to tell. */
  private void tellLedger(FindingMade finding) {
    evidence.tell(finding);
  }

  /** Those who ask end before what they need does. */
  private void startAnchors(NodeGround ground, AnchorMaking making)
      throws IOException, StartException, KeyHomeException {
    var _ = parts.keep(anchors.asking());
    NodeSettings settings = ground.settings();
    NodeKeys keys = ground.keys();
    List<NoteKey> logKeys = List.of(logKey(), keys.logMlDsa44().key());
    anchors.start(
        settings,
        making,
        new AnchorMaking.Parts(
            keys,
            new HeadChecker(settings.origin(), ground.signers(), logKeys),
            Growth.of(stores.ledger()::view),
            ground.signers(),
            this::client,
            clock,
            ground.machine().random()),
        new Anchors.Around(
            checkpoints(),
            sealer(),
            stores.ledger(),
            stores.journal(),
            intake()::offer,
            ground.machine()));
  }

  private HttpClient client() {
    HttpClient client = AnchorMaking.client();
    AutoCloseable _ = parts.keep(client::shutdownNow);
    return client;
  }

  /**
   * Opens a data folder and starts.
   *
   * @throws StartException when it cannot, with one line for the operator
   */
  public static Node start(Path folder, NodeSettings settings, Machine machine)
      throws StartException {
    return start(folder, settings, machine, NodeLog.NONE);
  }

  /**
   * As above.
   *
   * @param log is told what happens while it runs
   */
  public static Node start(Path folder, NodeSettings settings, Machine machine, NodeLog log)
      throws StartException {
    return start(folder, settings, machine, log, AnchorMaking.REAL);
  }

  /**
   * As above.
   *
   * @param making makes the anchors
   */
  static Node start(
      Path folder, NodeSettings settings, Machine machine, NodeLog log, AnchorMaking making)
      throws StartException {
    NameTests.keepNoAnswers();
    Ahead.begin(settings);
    try {
      var node = new Node(folder, settings, machine, log, making);
      log.say(LogLevel.INFO, "started", "the node runs", "key", node.logKey().vkey());
      node.remarks().forEach(remark -> log.say(LogLevel.WARNING, "remark", remark));
      return node;
    } catch (IOException e) {
      throw new StartException(folder + " cannot be opened: " + e.getMessage());
    } catch (NoProviderException e) {
      throw new StartException("nobody here can sign: " + e.getMessage() + "; run doctor");
    } catch (KeyHomeException e) {
      throw new StartException("the node's keys cannot be used: " + e.getMessage());
    }
  }

  /** Whether somebody on this machine asked it to end; whoever started it closes it then. */
  public boolean isStopWanted() {
    return doors.isStopWanted();
  }

  /** What is known of the clock. */
  TimeReport clock() {
    return time.report();
  }

  /** What is in the way of some part now, each in one line for the operator. */
  public List<String> obstacles() {
    return Obstacles.of(this);
  }

  /** Why what people do cannot be written down just now, where there are people. */
  Optional<String> auditUnwritten() {
    return Obstacles.ofAudit(this);
  }

  /** How what is heard becomes evidence. */
  EvidencePath evidence() {
    return evidence;
  }

  /** By what others reach it. */
  NodeDoors doors() {
    return doors;
  }

  NodeDryRuns dryRuns() {
    return dryRuns;
  }

  NodePlant plant() {
    return plant;
  }

  NodeGateway gateway() {
    return gateway;
  }

  /** Who tells people, where anybody is to be told. */
  Optional<NodeNotices> notices() {
    return doors.notices();
  }

  /** The links to brokers, by name. */
  public Map<String, BrokerLink> links() {
    return heard.links();
  }

  /** The syslog listeners, by name. */
  public Map<String, SyslogListener> syslog() {
    return heard.syslog();
  }

  /** Where everything that is heard goes in. */
  public IntakePump intake() {
    return evidence.intake();
  }

  public SealerPump sealer() {
    return evidence.sealer();
  }

  public CheckpointPump checkpoints() {
    return evidence.checkpoints();
  }

  public Ledger ledger() {
    return stores.ledger();
  }

  public Journal journal() {
    return stores.journal();
  }

  /** What a device must be given to know this node's acks by. */
  public VerificationKey ackKey() {
    return devices().ackKey();
  }

  /** How this node is, in lines for people. */
  public List<String> statusLines() {
    return StatusLines.of(this);
  }

  /** The devices that sign their own blocks. */
  Devices devices() {
    return evidence.devices();
  }

  /** Where their blocks go in. */
  DeviceBlocks deviceBlocks() {
    return evidence.blocks();
  }

  /** What was done with their blocks. */
  DevicePump.Figures deviceFigures() {
    return evidence.blocks().figures();
  }

  /** What the clock of this machine says. */
  Instant now() {
    return clock.instant();
  }

  /** What neighbours give as the key of the witness that this node is. */
  List<String> witnessKeys() {
    return witness.keys();
  }

  /** Who vouches for the log outside. */
  Anchors anchors() {
    return anchors;
  }

  /** Who gets the audit trail as it is sealed. */
  NodeTrail trail() {
    return doors.trail();
  }

  /** Whose values are sealed, and what opens them. */
  Shredding shredding() {
    return evidence.shredding();
  }

  /** What can be asked about sealed records and continuity. */
  public Projections projections() {
    return evidence.projections();
  }

  /** The port of the HTTP API, where there is one. */
  public OptionalInt webPort() {
    return web().port();
  }

  /** The HTTP side of the node. */
  NodeWeb web() {
    return doors.web();
  }

  /** Where the HTTP API is, as https://plant7.example:7640, where there is one. */
  public Optional<String> webAddress() {
    return web().address();
  }

  /** SHA-256 of the certificate of the site's authority, where the API is served over TLS. */
  public Optional<String> authorityFingerprint() {
    return web().tls().map(tls -> tls.authority().fingerprint());
  }

  /** What opens the set-up of people, where nobody has come yet: for who started the node. */
  public Optional<String> setUpCode() {
    return web().people().setUpCode();
  }

  /** The file with the token that opens the HTTP API, where there is one. */
  public Optional<Path> tokenFile() {
    return web().tokenFile();
  }

  /** Drops what the settings no longer keep; the node does so itself once a minute. */
  void dropOld() throws InterruptedException {
    evidence.upkeep().drop();
  }

  /** The key that an auditor pins. */
  public NoteKey logKey() {
    return evidence.trust().logKey();
  }

  /** Whose word counts about this node, docs/formats/trust-file.md. */
  public String trust() {
    return evidence.trust().text();
  }

  /** What the operator should know although the node runs. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Everything is brought to disk, and all parts end in the reverse order of their start. */
  @Override
  public void close() throws IOException {
    log.say(LogLevel.INFO, "stopping", "the node ends in order");
    parts.close();
    log.say(LogLevel.INFO, "stopped", "everything is on disk");
  }
}
