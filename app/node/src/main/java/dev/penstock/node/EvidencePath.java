package dev.penstock.node;

import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.index.BookKeeper;
import dev.penstock.flow.index.IndexedContinuity;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.TopicName;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.FreshBlocks;
import dev.penstock.flow.sealing.SealerNotes;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.people.LedgerAccessLog;
import dev.penstock.pump.Attendance;
import dev.penstock.pump.CheckpointPump;
import dev.penstock.pump.DevicePump;
import dev.penstock.pump.IntakeLimits;
import dev.penstock.pump.IntakePump;
import dev.penstock.pump.NumberingStart;
import dev.penstock.pump.SealerPump;
import dev.penstock.pump.SealerStart;
import dev.penstock.pump.SilencePump;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How what is heard becomes evidence: it is numbered and journaled, sealed in blocks, published in
 * checkpoints, and indexed for who asks. Made from what the last run left; its pumps begin with
 * {@link #start}.
 */
final class EvidencePath {
  /** At a million records a second a quarter of a second; the index looks ten times in one. */
  private static final long FRESH_BYTES = 32 << 20;

  private final NodeGround ground;
  private final NodeClock time;
  private final long boot;
  private final List<TopicName> names;
  private final List<RollCall> uncalled;
  private final FreshBlocks fresh = new FreshBlocks(FRESH_BYTES);
  private final Devices devices;
  private final SealerPump sealer;
  private final Shredding shredding;
  private final Ways ways;
  private final IntakePump intake;
  private final EarlyNotes early;
  private final NodeTrust trust;
  private final CheckpointPump checkpoints;
  private final ListeningBoard board;
  private final LiveBoard live = new LiveBoard();
  private final LoggedIntake listeners;
  private final Projections projections;
  private final DevicePump blocks;
  private final Upkeep upkeep;

  /**
   * Nothing runs yet but the index, which reads what is there.
   *
   * @param time of blocks
   * @param notices who tells people, where there is anybody to tell
   * @param parts take what must be closed
   */
  EvidencePath(
      NodeGround ground, NodeClock time, Supplier<Optional<NodeNotices>> notices, OpenParts parts)
      throws IOException, KeyHomeException {
    this.ground = ground;
    this.time = time;
    NodeSettings settings = ground.settings();
    Stores stores = ground.stores();
    NodeKeys keys = ground.keys();
    var before = new RunNotes(ground.notes());
    SealerNotes sealerNotes = before.sealer();
    this.boot = before.nextBoot(sealerNotes);
    NumberingStart.Learnt learnt = before.numbering(stores.journal());
    this.names = names(settings, learnt);
    this.uncalled = learnt.uncalled();
    this.devices = Devices.learn(stores, ground.notes(), keys.acks(), settings.devices());
    this.sealer = sealer(sealerNotes);
    this.shredding =
        parts.keep(
            Shredding.open(ground.folder(), settings.shreddable(), ground.machine().random()));
    this.ways = new Ways(settings);
    this.intake = intake(learnt, before.hearers());
    this.early = EarlyNotes.open(ground.notes(), learnt.numbering()::nextSeq);
    this.trust = NodeTrust.of(keys, settings.devices(), devices);
    this.checkpoints =
        new CheckpointPump(stores.ledger(), keys.log(), keys.logMlDsa44(), System::nanoTime);
    boolean isNew = stores.ledger().view().head().size() == 0;
    this.board = ListeningBoard.of(intake, ground.notes(), isNew);
    this.listeners = new LoggedIntake(intake, board, ground.log(), live);
    BookKeeper keeper = before.keeper(settings, stores.ledger().view());
    this.projections = parts.keep(projections(keeper, notices));
    this.blocks =
        devices.pump(
            settings.devices(), ground.signers(), projections, stores, intake, ground.machine());
    this.upkeep = upkeep(keeper);
  }

  /** To be asked before the intake's thread owns the numbering. */
  private static List<TopicName> names(NodeSettings settings, NumberingStart.Learnt learnt) {
    return settings.brokers().isEmpty() ? List.of() : learnt.numbering().names(Scope.MQTT);
  }

  private SealerPump sealer(SealerNotes known) throws IOException, KeyHomeException {
    Stores stores = ground.stores();
    var maker =
        new SealingMaker(
            ground.settings().origin(),
            boot,
            ground.keys().blocks(),
            ground.machine().random(),
            ground.crew());
    return new SealerStart(stores.journal(), stores.extents(), stores.ledger(), known)
        .resume(SealingRules.DEFAULT, maker, devices.memory(), time::closing, this::sealed, fresh);
  }

  /** The sealer starts when everybody is there who waits for blocks. */
  private void sealed(long first, List<ClosedBlock> closed) {
    blocks.sealed(first, closed);
  }

  private IntakePump intake(NumberingStart.Learnt learnt, Hearers hearers) {
    Node.Machine machine = ground.machine();
    return new IntakePump(
        ground.stores().journal(),
        learnt.numbering(),
        learnt.position(),
        ways::naming,
        machine.clock(),
        IntakeLimits.DEFAULT,
        new Attendance(machine.clock().instant(), machine.ticks(), hearers),
        ground.stores().payloads(),
        shredding.sealing());
  }

  private Projections projections(BookKeeper keeper, Supplier<Optional<NodeNotices>> notices)
      throws IOException, KeyHomeException {
    Stores stores = ground.stores();
    String origin = ground.settings().origin();
    var teller = new FindingTeller(intake, ground.log(), () -> projections.records(), notices);
    return Projections.start(
        ground.path(),
        ground.folder().room(Projections.BLOBS),
        stores.ledger(),
        stores.journal(),
        stores.extents(),
        origin,
        keeper,
        fresh,
        new SilencePump(keeper, teller::tell, ground.machine().ticks()),
        new IndexedContinuity.Certifier(
            origin, Optional.of(ground.keys().statements()), this::scope, ground.clock()));
  }

  /** By which way the records of a source came, as far as that can be told. */
  private Optional<Scope> scope(SourceKnown source) {
    return Scope.ofProtocol(source.protocol().orElse(""), board.granted());
  }

  private Upkeep upkeep(BookKeeper keeper) {
    NodeSettings settings = ground.settings();
    return new Upkeep(
        intake,
        sealer,
        ground.stores(),
        projections,
        devices,
        settings.retention(),
        ground.notes(),
        new PayloadUpkeep(ground.stores().payloads(), intake, settings.payloadsBytes()),
        keeper);
  }

  /**
   * Begins; all end in the reverse order. What goes into the journal first is what the last run
   * could not say, that this one began, and what is known of the clock.
   */
  void start(OpenParts parts) {
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
    uncalled.forEach(this::tell);
    tell(new Boot(boot, "penstock", Boot.Before.UNKNOWN, null, Details.NONE));
    time.start();
    var _ = parts.keep(time);
  }

  /** Something about this node for the journal; nobody waits for it, and it may find no room. */
  void tell(RecordValue value) {
    boolean _ = intake.offer(value, Receipt.NONE);
  }

  /** Something about this node that must be in the journal before it is done. */
  void state(RecordValue value) throws IOException {
    new LedgerAccessLog(intake::offer, () -> intake.figures().durable()).state(value);
  }

  /** What brokers' topics were called in earlier runs. */
  List<TopicName> names() {
    return names;
  }

  Devices devices() {
    return devices;
  }

  SealerPump sealer() {
    return sealer;
  }

  /** Whose values are sealed, and what opens them. */
  Shredding shredding() {
    return shredding;
  }

  /** By which way each listener hears. */
  Ways ways() {
    return ways;
  }

  /** Where everything that is heard goes in. */
  IntakePump intake() {
    return intake;
  }

  /** What destinations were shown that is not durable. */
  EarlyNotes early() {
    return early;
  }

  NodeTrust trust() {
    return trust;
  }

  CheckpointPump checkpoints() {
    return checkpoints;
  }

  /** How each listener stands. */
  ListeningBoard board() {
    return board;
  }

  /** The newest values, for screens. */
  LiveBoard live() {
    return live;
  }

  /** Where listeners hand in what they hear. */
  LoggedIntake listeners() {
    return listeners;
  }

  /** What can be asked about sealed records and continuity. */
  Projections projections() {
    return projections;
  }

  /** Where blocks of devices go in. */
  DevicePump blocks() {
    return blocks;
  }

  Upkeep upkeep() {
    return upkeep;
  }
}
