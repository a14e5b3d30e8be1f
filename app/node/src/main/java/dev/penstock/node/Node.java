package dev.penstock.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.cbor.Decoded;
import dev.penstock.clock.KernelClock;
import dev.penstock.clock.TimeReport;
import dev.penstock.clock.TimeWatch;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.index.IndexedContinuity;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.SealerNotes;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlServer;
import dev.penstock.pump.Attendance;
import dev.penstock.pump.CheckpointPump;
import dev.penstock.pump.DevicePump;
import dev.penstock.pump.IntakeLimits;
import dev.penstock.pump.IntakePump;
import dev.penstock.pump.NumberingStart;
import dev.penstock.pump.SealerPump;
import dev.penstock.pump.SealerStart;
import dev.penstock.signature.VerificationKey;
import dev.penstock.storage.Storage;
import dev.penstock.web.AccessToken;
import dev.penstock.web.WebParts;
import dev.penstock.web.WebServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running node: everything in its data folder is open and the pumps run. Parts are opened in the
 * order of the fields and closed in reverse.
 */
public final class Node implements Closeable {
  private static final int NOTES_BYTES_MAX = 256 << 20;

  /** The monotonic clock of this run starts here, so that its times are small. */
  private static final long NANOS_AT_START = System.nanoTime();

  private static final System.Logger LOGGER = System.getLogger("dev.penstock.node");

  private static final int SMALL_BYTES_MAX = 1 << 10;
  static final String NUMBERING = "numbering";
  static final String SEALER = "sealer";
  private static final String BOOT = "boot";

  private final OpenParts parts = new OpenParts("the node");
  private final List<String> remarks = new ArrayList<>();
  private final DataFolder folder;
  private final Storage notes;
  private final Stores stores;
  private final IntakePump intake;
  private final SealerPump sealer;
  private final CheckpointPump checkpoints;
  private final NoteKey logKey;
  private final Upkeep upkeep;
  private final TimeWatch time;
  private final ListeningBoard board;
  private final Projections projections;
  private final Devices devices;
  private final DevicePump blocks;
  private @Nullable Path tokenFile;
  private @Nullable WebServer web;
  private Optional<String> webObstacle = Optional.empty();
  private @Nullable ControlServer control;
  private volatile boolean isStopWanted;
  private final Map<String, BrokerLink> links = new LinkedHashMap<>();

  /** What a node takes from the machine it runs on. */
  public record Machine(InstantSource clock, SecureRandom random, String holder) {
    /** This one. */
    public static Machine here() {
      return new Machine(
          InstantSource.system(), new SecureRandom(), Holder.describe(ProcessHandle.current()));
    }
  }

  private Node(Path path, NodeSettings settings, Machine machine)
      throws IOException, StartException, KeyHomeException, NoProviderException {
    boolean isStarted = false;
    try {
      this.folder = parts.keep(DataFolder.open(path, machine.holder()));
      AutoCloseable _ = parts.keep(this::endCommands);
      this.notes = folder.room("notes");
      this.time = timeWatch(settings, machine);
      CryptoProviders signers = CryptoProviders.choose();
      NodeKeys keys =
          parts.keep(
              NodeKeys.open(
                  folder.room("keys"),
                  settings.passphraseFile(),
                  settings.origin(),
                  signers,
                  machine.random()));
      this.stores = parts.keep(Stores.open(folder, settings, machine));
      remarks.addAll(stores.remarks());
      keys.rotation(stores.ledger()).reconcile();
      SealerNotes sealerNotes = sealerNotes();
      long boot = nextBoot(sealerNotes);
      NumberingStart.Learnt learnt =
          NumberingStart.learn(
              stores.journal(), ReplacedFile.read(notes, NUMBERING, NOTES_BYTES_MAX));
      this.devices = Devices.learn(stores, notes, keys.acks(), settings.devices());
      devices.remark().ifPresent(remarks::add);
      this.sealer = sealer(settings, sealerNotes, boot, keys, machine);
      this.intake =
          new IntakePump(
              stores.journal(),
              learnt.numbering(),
              learnt.position(),
              listener ->
                  new Naming(null, listener.equals(WebServer.LISTENER) ? Scope.HTTP : Scope.MQTT),
              machine.clock(),
              IntakeLimits.DEFAULT,
              new Attendance(machine.clock().instant(), System::nanoTime));
      this.logKey = keys.log().key();
      this.checkpoints =
          new CheckpointPump(stores.ledger(), keys.log(), keys.logMlDsa44(), System::nanoTime);
      this.board = ListeningBoard.of(intake, notes, stores.ledger().view().head().size() == 0);
      this.projections = parts.keep(projections(path, settings, keys, machine));
      this.blocks = devices.pump(settings.devices(), signers, projections, stores, intake, machine);
      this.upkeep =
          new Upkeep(intake, sealer, stores, projections, devices, settings.retention(), notes);
      startPumps(learnt.uncalled(), boot);
      listen(settings, machine);
      serve(path, settings, machine);
      takeCommands(path, machine);
      isStarted = true;
    } finally {
      if (!isStarted) {
        // What failed first is what the operator must know.
        IOException _ = parts.closeQuietly();
      }
    }
  }

  private SealerPump sealer(
      NodeSettings settings, SealerNotes known, long boot, NodeKeys keys, Machine machine)
      throws IOException, KeyHomeException {
    var maker = new SealingMaker(settings.origin(), boot, keys.blocks(), machine.random());
    return new SealerStart(stores.journal(), stores.extents(), stores.ledger(), known)
        .resume(
            SealingRules.DEFAULT,
            maker,
            devices.memory(),
            () -> closing(machine.clock(), time.report().quality()),
            this::sealed);
  }

  /** The sealer starts when everybody is there who waits for blocks. */
  private void sealed(long first, List<ClosedBlock> closed) {
    blocks.sealed(first, closed);
  }

  private Projections projections(Path path, NodeSettings settings, NodeKeys keys, Machine machine)
      throws IOException, KeyHomeException {
    return Projections.start(
        path,
        folder.room(Projections.BLOBS),
        stores.ledger(),
        stores.journal(),
        stores.extents(),
        settings.origin(),
        new IndexedContinuity.Certifier(
            settings.origin(), Optional.of(keys.statements()), this::scope, machine.clock()));
  }

  /** By which way the records of a source came, as far as that can be told. */
  private Optional<Scope> scope(SourceKnown source) {
    return Scope.ofProtocol(source.protocol().orElse(""), board.granted());
  }

  /**
   * The API is how people look at a node; one that cannot have its port takes in and seals all the
   * same, and says what is missing.
   */
  private void serve(Path path, NodeSettings settings, Machine machine) {
    if (settings.web().isEmpty()) {
      return;
    }
    try {
      Path vault = Files.createDirectories(path.resolve("vault"));
      Path _ = Files.setPosixFilePermissions(vault, PosixFilePermissions.fromString("rwx------"));
      Path token = vault.resolve("api-token");
      var asked =
          new WebParts(
              AccessToken.open(token, machine.random()),
              projections.records(),
              projections.continuity(),
              intake,
              intake,
              new TileView(new LedgerTiles(stores.ledger())),
              new NodeFacts(this, machine.clock().instant()),
              Node::report,
              machine.clock());
      web = parts.keep(WebServer.start(settings.web().get(), asked));
      tokenFile = token;
    } catch (IOException e) {
      webObstacle = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void report(long number, String request, Throwable why) {
    LOGGER.log(System.Logger.Level.ERROR, "incident " + number + " at " + request, why);
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
    for (RollCall call : uncalled) {
      boolean _ = intake.offer(call, Receipt.NONE);
    }
    boolean _ =
        intake.offer(
            new Boot(boot, "penstock", Boot.Before.UNKNOWN, null, Details.NONE), Receipt.NONE);
    state(time.report());
    time.start();
    var _ = parts.keep(time);
  }

  private void listen(NodeSettings settings, Machine machine) {
    for (BrokerOptions broker : settings.brokers()) {
      BrokerLink link =
          parts.keep(
              BrokerLink.start(broker, intake, blocks, board, machine.clock(), machine.random()));
      links.put(broker.name(), link);
      devices.reachedBy(broker.name(), link::publish);
    }
  }

  private void takeCommands(Path path, Machine machine) throws IOException {
    Optional<ControlServer> server =
        ControlServer.start(
            path,
            Map.of(
                "status", words -> new ControlAnswer.Done(StatusLines.of(this)),
                "stop",
                    words -> {
                      isStopWanted = true;
                      return new ControlAnswer.Done(List.of("the node will end in order"));
                    }),
            Map.of("backup", new BackupCommand(folder, stores, machine.clock())));
    control = server.orElse(null);
    if (server.isEmpty()) {
      remarks.add("the folder's path is too long for commands to reach this node");
    }
  }

  /** Last of all: that its socket is gone says that the node has ended. */
  private void endCommands() throws IOException {
    ControlServer server = control;
    if (server != null) {
      server.close();
    }
  }

  /**
   * Opens a data folder and starts.
   *
   * @throws StartException when it cannot, with one line for the operator
   */
  public static Node start(Path folder, NodeSettings settings, Machine machine)
      throws StartException {
    try {
      return new Node(folder, settings, machine);
    } catch (IOException e) {
      throw new StartException(folder + " cannot be opened: " + e.getMessage());
    } catch (NoProviderException e) {
      throw new StartException("nobody here can sign: " + e.getMessage() + "; run doctor");
    } catch (KeyHomeException e) {
      throw new StartException("the node's keys cannot be used: " + e.getMessage());
    }
  }

  private SealerNotes sealerNotes() throws IOException {
    byte[] stored = ReplacedFile.read(notes, SEALER, NOTES_BYTES_MAX);
    return switch (SealerNotes.decode(stored)) {
      case Decoded.Value<SealerNotes>(var read) -> read;
      case Decoded.Refused<SealerNotes> _ -> SealerNotes.NONE;
    };
  }

  /** One more than any run before: no block with this counter can have left before. */
  private long nextBoot(SealerNotes known) throws IOException {
    long last = known.tips().values().stream().mapToLong(ChainTip::boot).max().orElse(0);
    String stored = new String(ReplacedFile.read(notes, BOOT, SMALL_BYTES_MAX), US_ASCII).strip();
    if (stored.matches("[0-9]{1,18}")) {
      last = Math.max(last, Long.parseLong(stored));
    }
    ReplacedFile.write(notes, BOOT, (last + 1 + "\n").getBytes(US_ASCII));
    return last + 1;
  }

  private TimeWatch timeWatch(NodeSettings settings, Machine machine) {
    return new TimeWatch(
        settings.timeServers(),
        KernelClock.ofThisMachine(),
        machine.clock(),
        machine.random(),
        this::state);
  }

  /** What is known of the clock goes into the ledger: without it no time there means much. */
  private void state(TimeReport report) {
    boolean _ = intake.offer(ClockStatement.of(report), Receipt.NONE);
  }

  private static Closing closing(InstantSource clock, int quality) {
    Instant wall = clock.instant();
    long nanos = Math.max(0, wall.getEpochSecond()) * 1_000_000_000L + wall.getNano();
    return Closing.at(System.nanoTime() - NANOS_AT_START, nanos, quality);
  }

  /** Whether somebody on this machine asked it to end; whoever started it closes it then. */
  public boolean isStopWanted() {
    return isStopWanted;
  }

  /** What is known of the clock. */
  TimeReport clock() {
    return time.report();
  }

  /** What is in the way of some part now, each in one line for the operator. */
  public List<String> obstacles() {
    return Stream.of(
            intake.obstacle().map(finding -> "nothing is taken in: " + finding),
            sealer.obstacle().map(why -> "nothing is sealed: " + why),
            blocks.obstacle(),
            projections.pump().obstacle().map(why -> "the index does not go on: " + why),
            checkpoints.obstacle().map(why -> "no checkpoint is published: " + why),
            upkeep.obstacle(),
            upkeep.kept(),
            webObstacle)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The links to brokers, by name. */
  public Map<String, BrokerLink> links() {
    return Map.copyOf(links);
  }

  /** Where everything that is heard goes in. */
  public IntakePump intake() {
    return intake;
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

  /** The devices that sign their own blocks. */
  Devices devices() {
    return devices;
  }

  /** What a device must be given to know this node's acks by. */
  public VerificationKey ackKey() {
    return devices.ackKey();
  }

  /** Where their blocks go in. */
  DeviceBlocks deviceBlocks() {
    return blocks;
  }

  /** What was done with their blocks. */
  DevicePump.Figures deviceFigures() {
    return blocks.figures();
  }

  /** How each listener stands. */
  ListeningBoard board() {
    return board;
  }

  /** What can be asked about sealed records and continuity. */
  public Projections projections() {
    return projections;
  }

  /** The port of the HTTP API, where there is one. */
  public OptionalInt webPort() {
    WebServer server = web;
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  /** The file with the token that opens the HTTP API, where there is one. */
  public Optional<Path> tokenFile() {
    return Optional.ofNullable(tokenFile);
  }

  /** Drops what the settings no longer keep; the node does so itself once a minute. */
  void dropOld() throws InterruptedException {
    upkeep.drop();
  }

  /** The key that an auditor pins. */
  public NoteKey logKey() {
    return logKey;
  }

  /** What the operator should know although the node runs. */
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Everything is brought to disk, and all parts end in the reverse order of their start. */
  @Override
  public void close() throws IOException {
    parts.close();
  }
}
