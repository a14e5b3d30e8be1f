package dev.penstock.projections;

import dev.penstock.blobs.FileBlobs;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.IndexFollower;
import dev.penstock.flow.index.IndexStore;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.PayloadSource;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.sealing.BlockExtents;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.FreshBlocks;
import dev.penstock.flow.sealing.Sealing;
import dev.penstock.flow.sealing.SealingMaker;
import dev.penstock.flow.sealing.SealingRules;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.SimDisk;
import dev.penstock.testkit.records.RecordGrammar;
import java.io.Closeable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A gateway: journal, extents and log, sealed when a test says so. */
final class TestGateway implements Closeable {
  static final long SECOND = 1_000_000_000L;
  static final long START = 1_767_225_600L * SECOND;
  static final String ORIGIN = "gateway.example/log";
  static final JdkSignatures SIGNATURES = new JdkSignatures();

  /** Records that fit into one batch of the journal. */
  private static final int BATCH = 1_000;

  /** A disk in memory: a test seals a thousand times. The index is on a real one. */
  private final Map<String, SimDisk> rooms = new HashMap<>();

  final FakeClock clock = FakeClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  final FileJournal journal;
  final FileJournal extents;
  final FileLedger ledger;
  final FileBlobs blobs;
  final NoteSigner logSigner;
  final Signer statements;
  final Signer blocks;

  private final JournalCursor cursor;
  private final Sealing sealing;
  private final List<ClosedBlock> closed = new ArrayList<>();
  private final List<LedgerRecord> waiting = new ArrayList<>();
  private final Map<Long, Long> nextSeq = new HashMap<>();
  private final List<LedgerRecord> all = new ArrayList<>();
  private final List<LedgerRecord> sealed = new ArrayList<>();
  private long ticks = 1;

  TestGateway() throws IOException {
    this(64 << 10);
  }

  TestGateway(int segmentBytes) throws IOException {
    this(segmentBytes, new FreshBlocks(0));
  }

  TestGateway(int segmentBytes, FreshBlocks fresh) throws IOException {
    this.logSigner = NoteSigner.ofLog(ORIGIN, signer());
    this.statements = signer();
    this.blocks = signer();
    this.journal = journal("journal", segmentBytes);
    this.extents = journal("extents", 64 << 10);
    var options = LedgerOptions.of(clock, new SplittableRandom(3), "a test", PublishedHead.NONE);
    this.ledger =
        ((LedgerOpening.Opened) FileLedger.create(room("ledger"), ORIGIN, 1 << 20, options))
            .ledger();
    this.blobs = new FileBlobs(room("blobs"));
    this.cursor =
        ((CursorOpening.Opened)
                journal.cursor("sealer", EnumSet.allOf(RecordClass.class), 0, Overtaking.NEVER))
            .cursor();
    var maker = new SealingMaker(ORIGIN, 1, blocks, new SplittableRandom(4));
    this.sealing = new Sealing(SealingRules.DEFAULT, maker, 0, 0, closed::add, fresh);
  }

  private Storage room(String name) {
    return rooms.computeIfAbsent(name, _ -> SimDisk.calm());
  }

  private FileJournal journal(String name, int segmentBytes) throws IOException {
    var options = JournalOptions.of(clock, new SplittableRandom(name.length()), "a test");
    return ((JournalOpening.Opened) FileJournal.create(room(name), segmentBytes, options))
        .journal();
  }

  private static Signer signer() {
    try {
      return SIGNATURES.signer(
          SignatureAlgorithm.ED25519, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  BlockReader.Evidence evidence() {
    return evidence(journal);
  }

  BlockReader.Evidence evidence(PayloadSource payload) {
    return new BlockReader.Evidence(ledger, payload, extents, ORIGIN);
  }

  /** Brings an index up to the log. */
  void follow(IndexStore index) throws IOException {
    try (IndexFollower follower = follower(index)) {
      while (!follower.step()) {
        // There is more.
      }
    }
  }

  IndexFollower follower(IndexStore index) {
    return new IndexFollower(evidence(), extents, index, blobs);
  }

  long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  /** Names a source and its points, which have the numbers 0, 1, ... */
  void name(long source, String name, String... points) {
    LedgerRecord _ = record(source, null, entry(name));
    for (int i = 0; i < points.length; i++) {
      LedgerRecord _ = record(source, (long) i, entry(points[i]));
    }
  }

  private static DictionaryEntry entry(String name) {
    return new DictionaryEntry(
        name, "zone1", "mqtt", null, null, null, DictionaryEntry.State.DEFINED, Details.NONE);
  }

  void sample(long source, long point, long value) {
    LedgerRecord _ = record(source, point, new Sample(SampleValue.of(value)));
  }

  /** A record that was received now; it is journalled with the next {@link #seal}. */
  LedgerRecord record(long source, Long point, RecordValue value) {
    long seq = nextSeq.merge(source, 1L, Long::sum) - 1;
    var record = new LedgerRecord(seq, source, point, null, now(), 0, value);
    waiting.add(record);
    all.add(record);
    return record;
  }

  /** Every record so far. */
  List<LedgerRecord> all() {
    return all;
  }

  /** Every record so far, in the order of the log: a block at a time, sorted by source. */
  List<LedgerRecord> allAsSealed() {
    return sealed;
  }

  /** Seq for a record that is journalled in another way. */
  long takeSeq(long source) {
    return nextSeq.merge(source, 1L, Long::sum) - 1;
  }

  void noted(LedgerRecord record) {
    all.add(record);
  }

  /** Journals what waits, and seals all of it in one block for each chain. */
  void seal() {
    try {
      journalWaiting();
      while (cursor.read(this::take, 1 << 20) instanceof Reading.Read) {
        // There is more.
      }
      ticks += SECOND;
      sealing.closeAll(closing());
      commit();
    } catch (SigningException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void journalWaiting() throws InterruptedException {
    for (int from = 0; from < waiting.size(); from += BATCH) {
      journal(waiting.subList(from, Math.min(waiting.size(), from + BATCH)));
    }
    waiting.stream()
        .sorted(Comparator.comparingLong(LedgerRecord::source).thenComparingLong(LedgerRecord::seq))
        .forEach(sealed::add);
    waiting.clear();
  }

  private void journal(List<LedgerRecord> records) throws InterruptedException {
    var batch = new FrameBatch();
    LedgerRecord before = null;
    for (LedgerRecord record : records) {
      boolean isSameFrame =
          before != null
              && before.source() == record.source()
              && before.kind().recordClass() == record.kind().recordClass()
              && before.seq() + 1 == record.seq();
      if (!isSameFrame) {
        var _ = batch.frame(record.kind().recordClass(), record.source(), record.seq());
      }
      var _ = batch.record(RecordGrammar.checked(record.encode()));
      before = record;
    }
    require(journal.append(batch) instanceof JournalOutcome.Appended);
  }

  private boolean take(Frame frame) {
    try {
      for (int i = 0; i < frame.count(); i++) {
        int at = frame.startOf(i);
        int length = frame.startOf(i + 1) - at;
        boolean _ =
            sealing.take(
                frame.source(),
                frame.firstSeq() + i,
                LedgerRecord.kindOf(frame.buffer(), at, length).orElseThrow(),
                frame.position(),
                BlockExtents.address(frame.recordClass(), frame.segment(), frame.offsetOf(i)),
                frame.buffer(),
                at,
                length,
                closing());
      }
      return true;
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  private Closing closing() {
    return Closing.at(ticks, now(), 0);
  }

  private void commit() throws InterruptedException {
    if (closed.isEmpty()) {
      return;
    }
    storeExtents(ledger.view().head().size());
    var batch = new EntryBatch.Builder();
    for (ClosedBlock block : closed) {
      batch = batch.add(block.block().leaf());
    }
    require(ledger.append(batch.build(), sealing.low()) instanceof AppendOutcome.Appended);
    cursor.settle(sealing.low());
    closed.clear();
  }

  private void storeExtents(long first) throws InterruptedException {
    var frames = new FrameBatch();
    var _ = frames.frame(RecordClass.CONTROL, 1, first);
    for (ClosedBlock block : closed) {
      var _ = frames.record(block.extents().encode());
    }
    require(extents.append(frames) instanceof JournalOutcome.Appended);
  }

  /** Extents of blocks that never come, as a crash between extents and header leaves them. */
  void strayExtents(int count) throws InterruptedException {
    var frames = new FrameBatch();
    var _ = frames.frame(RecordClass.CONTROL, 1, ledger.view().head().size());
    for (int i = 0; i < count; i++) {
      var _ = frames.record(new byte[] {(byte) 0xf6});
    }
    require(extents.append(frames) instanceof JournalOutcome.Appended);
  }

  void publish() {
    require(ledger.publish(logSigner) instanceof Publication.Published);
  }

  private static void require(boolean isSo) {
    if (!isSo) {
      throw new AssertionError("the gateway of a test failed");
    }
  }

  @Override
  public void close() throws IOException {
    cursor.close();
    ledger.close();
    extents.close();
    journal.close();
  }
}
