package dev.penstock.node;

import dev.penstock.access.PersonId;
import dev.penstock.clock.TimeReport;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.anchoring.Growth;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.flow.devices.DevicePin;
import dev.penstock.flow.index.BookKeeper;
import dev.penstock.flow.index.IndexedContinuity;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.TopicName;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.FreshBlocks;
import dev.penstock.flow.sealing.SealerNotes;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.node.people.LedgerAccessLog;
import dev.penstock.pump.Attendance;
import dev.penstock.pump.CheckpointPump;
import dev.penstock.pump.DevicePump;
import dev.penstock.pump.HashCrew;
import dev.penstock.pump.IntakeLimits;
import dev.penstock.pump.IntakePump;
import dev.penstock.pump.NumberingStart;
import dev.penstock.pump.SealerPump;
import dev.penstock.pump.SealerStart;
import dev.penstock.pump.SilencePump;
import dev.penstock.reception.Reception;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import dev.penstock.storage.Storage;
import dev.penstock.syslog.SyslogListener;
import dev.penstock.web.CertificateShown;
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
import org.jspecify.annotations.Nullable;

/**
 * A running node: everything in its data folder is open and the pumps run. Parts are opened in the
 * order of the fields and closed in reverse.
 */
public final class Node implements Closeable {
  static final String PAYLOADS = "payloads";

  /** At a million records a second a quarter of a second; the index looks ten times in one. */
  private static final long FRESH_BYTES = 32 << 20;

  private final OpenParts parts = new OpenParts("the node");
  private final List<String> remarks = new ArrayList<>();
  private final NodeLog log;
  private final InstantSource clock;
  private final DataFolder folder;
  private final Storage notes;
  private final Stores stores;
  private final PayloadStore payloads;
  private final Shredding shredding;
  private final IntakePump intake;
  private final EarlyNotes early;
  private final FreshBlocks fresh = new FreshBlocks(FRESH_BYTES);
  private final HashCrew crew;
  private final SealerPump sealer;
  private final CheckpointPump checkpoints;
  private final NoteKey logKey;
  private final TrustFile.Own trust;
  private final List<DevicePin> pins;
  private final Upkeep upkeep;
  private final NodeClock time;
  private final ListeningBoard board;
  private final LiveBoard live = new LiveBoard();
  private final LoggedIntake listeners;
  private final Projections projections;
  private final Devices devices;
  private final Anchors anchors;
  private final DevicePump blocks;
  private final Bundles bundles;
  private final NodeListeners heard;
  private final NodeWitness witness;
  private final NodePlant plant;
  private final NodeDryRuns dryRuns;
  private final NodeGateway gateway;
  private final NodeCommands commands;

  // Requests are answered before it is known here.
  private volatile NodeWeb web = NodeWeb.NONE;
  private volatile NodeTrail trail = NodeTrail.NONE;
  private volatile @Nullable NodeNotices notices;
  private final OpenNotices openNotices = new OpenNotices(() -> Optional.ofNullable(notices));

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
      this.folder = parts.keep(DataFolder.open(path, machine));
      this.crew = parts.keep(HashCrew.ofThisMachine());
      this.commands = parts.keep(new NodeCommands());
      this.notes = folder.room("notes");
      this.time = new NodeClock(settings, machine, log, this::tellLedger);
      CryptoProviders signers = CryptoProviders.choose(needed(settings));
      NodeKeys keys = parts.keep(keys(settings, signers, machine));
      this.stores = parts.keep(Stores.open(folder, settings, machine, crew));
      remarks.addAll(stores.remarks());
      this.anchors = Anchors.of(stores, settings, log);
      keys.rotation(stores.ledger()).reconcile();
      var before = new RunNotes(notes);
      SealerNotes sealerNotes = before.sealer();
      long boot = before.nextBoot(sealerNotes);
      NumberingStart.Learnt learnt = before.numbering(stores.journal());
      List<TopicName> names = names(settings, learnt);
      this.devices = Devices.learn(stores, notes, keys.acks(), settings.devices());
      devices.remark().ifPresent(remarks::add);
      this.sealer = sealer(settings, sealerNotes, boot, keys, machine);
      this.payloads = stores.payloads();
      this.shredding = parts.keep(Shredding.open(folder, settings.shreddable(), machine.random()));
      var ways = new Ways(settings);
      this.intake = intake(ways, learnt, before.hearers(), machine);
      this.early = EarlyNotes.open(notes, learnt.numbering()::nextSeq);
      this.logKey = keys.log().key();
      this.trust = keys.trust();
      this.pins = settings.devices();
      this.checkpoints =
          new CheckpointPump(stores.ledger(), keys.log(), keys.logMlDsa44(), System::nanoTime);
      this.board = ListeningBoard.of(intake, notes, stores.ledger().view().head().size() == 0);
      this.listeners = new LoggedIntake(intake, board, log, live);
      BookKeeper keeper = before.keeper(settings, stores.ledger().view());
      this.projections = parts.keep(projections(path, settings, keys, machine, keeper));
      this.blocks = devices.pump(settings.devices(), signers, projections, stores, intake, machine);
      this.upkeep = upkeep(settings, keeper);
      this.bundles = bundles(keys, machine);
      startPumps(learnt.uncalled(), boot);
      startAnchors(settings, keys, machine, making, signers);
      this.heard = NodeListeners.start(settings, names, listeners, blocks, devices, machine, parts);
      this.witness =
          NodeWitness.open(
              settings, folder, keys, signers, clock, new NodeWitness.Alarm(intake, log));
      this.plant = plant(settings);
      this.gateway = parts.keep(gateway(settings, machine, ways));
      this.dryRuns =
          new NodeDryRuns(plant, projections.records(), gateway.links()::readingBy, clock);
      openDoors(path, settings, keys, signers, machine);
      isStarted = true;
    } finally {
      if (!isStarted) {
        // What failed first is what the operator must know.
        IOException _ = parts.closeQuietly();
      }
    }
  }

  /** To be asked before the intake's thread owns the numbering. */
  private static List<TopicName> names(NodeSettings settings, NumberingStart.Learnt learnt) {
    return settings.brokers().isEmpty() ? List.of() : learnt.numbering().names(Scope.MQTT);
  }

  /** Last of all: from now on people and commands reach it, and people are told. */
  private void openDoors(
      Path path, NodeSettings settings, NodeKeys keys, Signatures signers, Machine machine)
      throws IOException {
    settings.plant().file().flatMap(plant.kept()::begin).ifPresent(remarks::add);
    gateway.begin(plant).ifPresent(remarks::add);
    remarks.addAll(gateway.links().commands().remarks());
    Optional<Shredder> shredder =
        shredding.shredder(intake, projections.records(), machine, remarks::add);
    web =
        parts.keep(
            NodeWeb.start(settings.web(), webGround(settings, keys, signers, machine, shredder)));
    trail = parts.keep(trail(settings, machine));
    notices = notices(settings, machine);
    takeCommands(path, machine, shredder);
    parts.keep(new ObstacleWatch(this::obstacles, log)).start();
  }

  private NodePlant plant(NodeSettings settings) throws IOException {
    return NodePlant.open(folder.room(NodePlant.ROOM), settings.plant(), clock, this::state);
  }

  private NodeGateway gateway(NodeSettings settings, Machine machine, Ways ways)
      throws IOException {
    NodeGateway made =
        NodeGateway.open(
            settings,
            machine,
            new NodeGateway.Around(
                folder, notes, intake, listeners, stores, shredding.opening(), this::state));
    ways.know(made::naming);
    return made;
  }

  private NodeKeys keys(NodeSettings settings, CryptoProviders signers, Machine machine)
      throws IOException, StartException {
    return NodeKeys.open(
        folder.room("keys"),
        settings.passphraseFile(),
        settings.origin(),
        signers,
        machine.random());
  }

  private Bundles bundles(NodeKeys keys, Machine machine) throws KeyHomeException {
    return new Bundles(
        projections.sources(), stores.anchors(), keys.logMlDsa44(), this::trustOf, machine.clock());
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

  private IntakePump intake(
      Ways ways, NumberingStart.Learnt learnt, Hearers hearers, Machine machine) {
    return new IntakePump(
        stores.journal(),
        learnt.numbering(),
        learnt.position(),
        ways::naming,
        machine.clock(),
        IntakeLimits.DEFAULT,
        new Attendance(machine.clock().instant(), machine.ticks(), hearers),
        payloads,
        shredding.sealing());
  }

  private Upkeep upkeep(NodeSettings settings, BookKeeper keeper) {
    return new Upkeep(
        intake,
        sealer,
        stores,
        projections,
        devices,
        settings.retention(),
        notes,
        new PayloadUpkeep(payloads, intake, settings.payloadsBytes()),
        keeper);
  }

  private SealerPump sealer(
      NodeSettings settings, SealerNotes known, long boot, NodeKeys keys, Machine machine)
      throws IOException, KeyHomeException {
    var maker = new SealingMaker(settings.origin(), boot, keys.blocks(), machine.random(), crew);
    return new SealerStart(stores.journal(), stores.extents(), stores.ledger(), known)
        .resume(SealingRules.DEFAULT, maker, devices.memory(), time::closing, this::sealed, fresh);
  }

  /** The sealer starts when everybody is there who waits for blocks. */
  private void sealed(long first, List<ClosedBlock> closed) {
    blocks.sealed(first, closed);
  }

  private Projections projections(
      Path path, NodeSettings settings, NodeKeys keys, Machine machine, BookKeeper keeper)
      throws IOException, KeyHomeException {
    return Projections.start(
        path,
        folder.room(Projections.BLOBS),
        stores.ledger(),
        stores.journal(),
        stores.extents(),
        settings.origin(),
        keeper,
        fresh,
        new SilencePump(keeper, teller()::tell, machine.ticks()),
        new IndexedContinuity.Certifier(
            settings.origin(), Optional.of(keys.statements()), this::scope, machine.clock()));
  }

  private FindingTeller teller() {
    return new FindingTeller(
        intake, log, () -> projections.records(), () -> Optional.ofNullable(notices));
  }

  private void tellLedger(FindingMade finding) {
    boolean _ = intake.offer(finding, Receipt.NONE);
  }

  /** By which way the records of a source came, as far as that can be told. */
  private Optional<Scope> scope(SourceKnown source) {
    return Scope.ofProtocol(source.protocol().orElse(""), board.granted());
  }

  private void startPumps(List<RollCall> uncalled, long boot) {
    upkeep.start();
    var _ = parts.keep(upkeep);
    checkpoints.start();
    var _ = parts.keep(checkpoints);
    sealer.start();
    var _ = parts.keep(sealer);
    intake.start();
    var _ = parts.keep(intake);
    blocks.start();
    var _ = parts.keep(blocks);
    early.start(intake);
    var _ = parts.keep(early);
    for (RollCall call : uncalled) {
      boolean _ = intake.offer(call, Receipt.NONE);
    }
    boolean _ =
        intake.offer(
            new Boot(boot, "penstock", Boot.Before.UNKNOWN, null, Details.NONE), Receipt.NONE);
    time.start();
    var _ = parts.keep(time);
  }

  /** Those who ask end before what they need does. */
  private void startAnchors(
      NodeSettings settings,
      NodeKeys keys,
      Machine machine,
      AnchorMaking making,
      Signatures signatures)
      throws IOException, StartException, KeyHomeException {
    var _ = parts.keep(anchors.asking());
    List<NoteKey> logKeys = List.of(logKey, keys.logMlDsa44().key());
    anchors.start(
        settings,
        making,
        new AnchorMaking.Parts(
            keys,
            new HeadChecker(settings.origin(), signatures, logKeys),
            Growth.of(stores.ledger()::view),
            signatures,
            this::client,
            machine.clock(),
            machine.random()),
        new Anchors.Around(
            checkpoints, sealer, stores.ledger(), stores.journal(), intake::offer, machine));
  }

  private HttpClient client() {
    HttpClient client = AnchorMaking.client();
    AutoCloseable _ = parts.keep(client::shutdownNow);
    return client;
  }

  private NodeWeb.Ground webGround(
      NodeSettings settings,
      NodeKeys keys,
      Signatures signers,
      Machine machine,
      Optional<Shredder> shredder) {
    return new NodeWeb.Ground(
        settings.origin(),
        folder,
        keys,
        stores,
        payloads,
        projections,
        listeners,
        shredding,
        anchors,
        bundles,
        new NodeFacts(this, clock),
        witness.witness(),
        intake,
        live,
        signers,
        settings.people(),
        plant,
        gateway,
        shredder,
        openNotices,
        new NodeCommanding(gateway.links().commands()),
        new NodeMap(plant, settings.gateway().zone(), projections.records(), clock),
        dryRuns,
        machine,
        log);
  }

  private NodeTrail trail(NodeSettings settings, Machine machine) throws IOException {
    return NodeTrail.start(
        settings.people().trail(),
        new NodeTrail.Ground(
            notes,
            projections.records(),
            () -> stores.ledger().view().head().size(),
            web.people().reception(),
            settings.web().map(FrontDoor::host).orElse(NodeFacts.SOFTWARE),
            machine,
            log));
  }

  /** Where no channel is named, the console and the command line show them all the same. */
  private NodeNotices notices(NodeSettings settings, Machine machine) throws IOException {
    return parts.keep(
        NodeNotices.start(
            this,
            notes,
            settings.origin(),
            settings.notices(),
            machine,
            value -> {
              boolean _ = intake.offer(value, Receipt.NONE);
            }));
  }

  /** Sends a test notice; the only word names the channel. */
  ControlAnswer testNotice(List<String> words, LongCommand.Progress progress) {
    NodeNotices told = notices;
    return told == null
        ? new ControlAnswer.Refused("the node starts; try it again in a moment")
        : told.test(words, progress);
  }

  /** How many requests wait for a second person. */
  int approvalsOpen() {
    return web.people().reception().map(Reception::approvalsOpen).orElse(0);
  }

  /** Whose names wrong passwords have closed, by their pseudonyms. */
  List<String> namesClosed() {
    return web.people()
        .reception()
        .map(desk -> desk.closedNames().stream().map(PersonId::hex).toList())
        .orElse(List.of());
  }

  /** The certificates that the server shows, and who vouches for them; none without TLS. */
  List<CertificateShown> certificates() {
    return web.tls().map(NodeTls::certificates).orElse(List.of());
  }

  private void takeCommands(Path path, Machine machine, Optional<Shredder> shredder)
      throws IOException {
    var user = new NodeUser(this::state);
    List<NodeCommands.Named> more =
        List.of(
            new NodeCommands.Named("shred", new ShredCommand(shredder, user)),
            new NodeCommands.Named("plant", new DryRunCommand(plant, dryRuns, clock)),
            new NodeCommands.Named("connections", new KeptCommand(gateway.kept())),
            new NodeCommands.Named("links", new LinksCommand(gateway.links())),
            new NodeCommands.Named(
                "command", new GivenCommand(gateway.links().commands(), user, clock)),
            new NodeCommands.Named("notices", new NoticesCommand(openNotices, user)),
            new NodeCommands.Named(
                "certificate", new CertificateCommand(web.certificates(), user, machine.random())));
    commands
        .start(path, this, new NodeCommands.Ground(folder, stores, bundles, more, clock))
        .ifPresent(remarks::add);
  }

  /** Something about this node that must be in the journal before it is done. */
  private void state(RecordValue value) throws IOException {
    new LedgerAccessLog(intake::offer, () -> intake.figures().durable()).state(value);
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
    return commands.isStopWanted();
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

  /** Why blocks of devices do not go in, if so. */
  Optional<String> blocksObstacle() {
    return blocks.obstacle();
  }

  Upkeep upkeep() {
    return upkeep;
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
    return Optional.ofNullable(notices);
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
    return intake;
  }

  /** What destinations were shown that is not durable. */
  EarlyNotes early() {
    return early;
  }

  public SealerPump sealer() {
    return sealer;
  }

  public CheckpointPump checkpoints() {
    return checkpoints;
  }

  public Ledger ledger() {
    return stores.ledger();
  }

  public Journal journal() {
    return stores.journal();
  }

  /** What a device must be given to know this node's acks by. */
  public VerificationKey ackKey() {
    return devices.ackKey();
  }

  /** How this node is, in lines for people. */
  public List<String> statusLines() {
    return StatusLines.of(this);
  }

  /** The devices that sign their own blocks. */
  Devices devices() {
    return devices;
  }

  /** Where their blocks go in. */
  DeviceBlocks deviceBlocks() {
    return blocks;
  }

  /** What was done with their blocks. */
  DevicePump.Figures deviceFigures() {
    return blocks.figures();
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
    return trail;
  }

  /** How each listener stands. */
  ListeningBoard board() {
    return board;
  }

  /** Whose values are sealed, and what opens them. */
  Shredding shredding() {
    return shredding;
  }

  /** What can be asked about sealed records and continuity. */
  public Projections projections() {
    return projections;
  }

  /** The port of the HTTP API, where there is one. */
  public OptionalInt webPort() {
    return web.port();
  }

  /** The HTTP side of the node. */
  NodeWeb web() {
    return web;
  }

  /** Where the HTTP API is, as https://plant7.example:7640, where there is one. */
  public Optional<String> webAddress() {
    return web.address();
  }

  /** SHA-256 of the certificate of the site's authority, where the API is served over TLS. */
  public Optional<String> authorityFingerprint() {
    return web.tls().map(tls -> tls.authority().fingerprint());
  }

  /** What opens the set-up of people, where nobody has come yet: for who started the node. */
  public Optional<String> setUpCode() {
    return web.people().setUpCode();
  }

  /** A new one, in place of the one before. */
  ControlAnswer newSetUpCode() {
    return web.people().newSetUpCode();
  }

  /** The file with the token that opens the HTTP API, where there is one. */
  public Optional<Path> tokenFile() {
    return web.tokenFile();
  }

  /** Drops what the settings no longer keep; the node does so itself once a minute. */
  void dropOld() throws InterruptedException {
    upkeep.drop();
  }

  /** The key that an auditor pins. */
  public NoteKey logKey() {
    return logKey;
  }

  /** Whose word counts about this node, docs/formats/trust-file.md. */
  public String trust() {
    return trust.text(devices.keysOf(pins));
  }

  /** The same with no device but the one that is this source. */
  private String trustOf(String source) {
    return trust.text(
        devices.keysOf(pins.stream().filter(pin -> pin.source().equals(source)).toList()));
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
