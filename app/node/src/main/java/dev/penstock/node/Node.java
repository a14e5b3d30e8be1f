package dev.penstock.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.cbor.Decoded;
import dev.penstock.clock.KernelClock;
import dev.penstock.clock.TimeReport;
import dev.penstock.clock.TimeWatch;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.Ledger;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.sealing.SealerNotes;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.BrokerOptions;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlServer;
import dev.penstock.pump.Attendance;
import dev.penstock.pump.CheckpointPump;
import dev.penstock.pump.IntakeLimits;
import dev.penstock.pump.IntakePump;
import dev.penstock.pump.NumberingStart;
import dev.penstock.pump.SealedWatch;
import dev.penstock.pump.SealerPump;
import dev.penstock.pump.SealerStart;
import dev.penstock.signature.Signers;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What the dictionary says of a source that a broker brings. */
  private static final String PROTOCOL = "mqtt";

  private static final int SMALL_BYTES_MAX = 1 << 10;
  static final String NUMBERING = "numbering";
  static final String SEALER = "sealer";
  private static final String BOOT = "boot";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final List<String> remarks = new ArrayList<>();
  private final DataFolder folder;
  private final Storage notes;
  private final FileLedger ledger;
  private final FileJournal journal;
  private final IntakePump intake;
  private final SealerPump sealer;
  private final CheckpointPump checkpoints;
  private final NoteKey logKey;
  private final Upkeep upkeep;
  private final TimeWatch time;
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
      this.folder = keep(DataFolder.open(path, machine.holder()));
      opened.push(this::endCommands);
      this.notes = folder.room("notes");
      this.time = timeWatch(settings, machine);
      Signers signers = CryptoProviders.choose();
      NodeKeys keys =
          keep(
              NodeKeys.open(
                  folder.room("keys"),
                  settings.passphraseFile(),
                  settings.origin(),
                  signers,
                  machine.random()));
      this.ledger = keep(openLedger(folder.room("ledger"), settings, machine, remarks));
      keys.rotation(ledger).reconcile();
      this.journal = keep(openJournal(folder.room("journal"), machine));
      FileJournal extents = keep(openJournal(folder.room("extents"), machine));
      SealerNotes sealerNotes = sealerNotes();
      long boot = nextBoot(sealerNotes);
      var maker = new SealingMaker(settings.origin(), boot, keys.blocks(), machine.random());
      NumberingStart.Learnt learnt =
          NumberingStart.learn(journal, ReplacedFile.read(notes, NUMBERING, NOTES_BYTES_MAX));
      this.sealer =
          new SealerStart(journal, extents, ledger, sealerNotes)
              .resume(
                  SealingRules.DEFAULT,
                  maker,
                  () -> closing(machine.clock(), time.report().quality()),
                  SealedWatch.NONE);
      this.intake =
          new IntakePump(
              journal,
              learnt.numbering(),
              learnt.position(),
              listener -> new Naming(null, PROTOCOL),
              machine.clock(),
              IntakeLimits.DEFAULT,
              new Attendance(machine.clock().instant(), System::nanoTime));
      this.logKey = keys.log().key();
      this.checkpoints =
          new CheckpointPump(ledger, keys.log(), keys.logMlDsa44(), System::nanoTime);
      this.upkeep = new Upkeep(intake, sealer, journal, settings.retention(), notes);
      startPumps(learnt.uncalled(), boot);
      listen(settings, machine);
      takeCommands(path);
      isStarted = true;
    } finally {
      if (!isStarted) {
        // What failed first is what the operator must know.
        var _ = closeAll();
      }
    }
  }

  private void startPumps(List<RollCall> uncalled, long boot) {
    upkeep.start();
    var _ = keep(upkeep);
    checkpoints.start();
    var _ = keep(checkpoints);
    sealer.start();
    var _ = keep(sealer);
    intake.start();
    var _ = keep(intake);
    for (RollCall call : uncalled) {
      boolean _ = intake.offer(call, Receipt.NONE);
    }
    boolean _ =
        intake.offer(
            new Boot(boot, "penstock", Boot.Before.UNKNOWN, null, Details.NONE), Receipt.NONE);
    state(time.report());
    time.start();
    var _ = keep(time);
  }

  private void listen(NodeSettings settings, Machine machine) {
    for (BrokerOptions broker : settings.brokers()) {
      BrokerLink link =
          keep(
              BrokerLink.start(
                  broker,
                  intake,
                  new UnpinnedDevices(intake),
                  intake,
                  machine.clock(),
                  machine.random()));
      links.put(broker.name(), link);
    }
  }

  private void takeCommands(Path path) throws IOException {
    Optional<ControlServer> server =
        ControlServer.start(
            path,
            Map.of(
                "status", words -> new ControlAnswer.Done(NodeStatus.of(this)),
                "stop",
                    words -> {
                      isStopWanted = true;
                      return new ControlAnswer.Done(List.of("the node will end in order"));
                    }));
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

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  static FileLedger openLedger(
      Storage room, NodeSettings settings, Machine machine, List<String> remarks)
      throws IOException, StartException {
    PublishedHead head = PublishedHead.NONE;
    if (settings.publishedHead().isPresent()) {
      Path outside = Files.createDirectories(settings.publishedHead().get());
      head = new FilePublishedHead(FileStorage.open(outside));
    }
    var options = LedgerOptions.of(machine.clock(), machine.random(), machine.holder(), head);
    LedgerOpening opening =
        room.exists("format")
            ? FileLedger.open(room, options)
            : FileLedger.create(room, settings.origin(), FileLedger.SEGMENT_BYTES_DEFAULT, options);
    return switch (opening) {
      case LedgerOpening.Opened(var open, var seen) -> {
        remarks.addAll(seen);
        if (!open.origin().equals(settings.origin())) {
          open.close();
          throw new StartException(
              "origin is "
                  + settings.origin()
                  + " in the settings and "
                  + open.origin()
                  + " in the log; a log keeps its origin for ever");
        }
        yield open;
      }
      case LedgerOpening.Refused(var finding) -> throw new StartException(finding.toString());
    };
  }

  private FileJournal openJournal(Storage room, Machine machine)
      throws IOException, StartException {
    var options = JournalOptions.of(machine.clock(), machine.random(), machine.holder());
    JournalOpening opening =
        room.exists("format")
            ? FileJournal.open(room, options)
            : FileJournal.create(room, FileJournal.SEGMENT_BYTES_DEFAULT, options);
    return switch (opening) {
      case JournalOpening.Opened(var open, var seen) -> {
        remarks.addAll(seen);
        yield open;
      }
      case JournalOpening.Refused(var finding) -> throw new StartException(finding.toString());
    };
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
            checkpoints.obstacle().map(why -> "no checkpoint is published: " + why),
            upkeep.obstacle(),
            upkeep.kept())
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
    return ledger;
  }

  public Journal journal() {
    return journal;
  }

  /** Drops what the settings no longer keep; the node does so itself once a minute. */
  void dropOld() {
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
    IOException failure = closeAll();
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private IOException closeAll() {
    var failure = new IOException("the node did not end in order");
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // Owner of all parts: each is closed whatever became of the others.
        failure.addSuppressed(e);
      }
    }
    return failure;
  }
}
