package dev.penstock.web;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.Entries;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.PointName;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.TileStore;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.records.RecordGrammar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A sealed past for tests: real blocks in a real log, all in memory, and questions about it that
 * can be made slow, broken or pruned.
 */
final class Archive implements SealedRecords, TileStore {
  static final long SECOND = 1_000_000_000L;

  /** 2026-01-01T00:00:00Z. */
  static final long START = 1_767_225_600L * SECOND;

  static final String LOG = "plant7.example/log";

  private record Kept(Block block, ByteString key, RecordBatch batch, List<LedgerRecord> records) {}

  private final LeafTree log = new LeafTree(new TreeHasher());
  private final SaltedTree tree = new SaltedTree();
  private final NoteSigner signer;
  private final BlockBuilder builder;
  private final List<Kept> kept = new ArrayList<>();
  private final Map<String, Long> sources = new TreeMap<>();
  private final Map<Long, Map<String, Long>> points = new TreeMap<>();
  private final Map<Long, String> protocols = new TreeMap<>();
  private long ticks;
  private long seq;

  volatile Optional<Entries.Pruned> pruned = Optional.empty();
  volatile Optional<IOException> failure = Optional.empty();
  volatile Optional<RuntimeException> fault = Optional.empty();
  volatile Optional<CountDownLatch> gate = Optional.empty();
  volatile boolean isPublished = true;
  volatile boolean isBroken;
  volatile int portionMax = RecordQuery.LIMIT_MAX;

  Archive() {
    try {
      var signatures = new JdkSignatures();
      var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      var key = signatures.signer(SignatureAlgorithm.ED25519, keys);
      this.signer = NoteSigner.ofLog(LOG, key);
      this.builder =
          new BlockBuilder(
              ChainTip.start("plant7.example", ChainId.of(new byte[16]), 1),
              key,
              SealingPace.DEFAULT,
              false,
              0);
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  String logKey() {
    return signer.key().vkey();
  }

  NoteSigner signer() {
    return signer;
  }

  long sourceNumber(String name, String protocol) {
    Long known = sources.get(name);
    if (known == null) {
      known = sources.size() + 1L;
      sources.put(name, known);
      protocols.put(known, protocol);
    }
    return known;
  }

  long numberOf(long source, String name) {
    Map<String, Long> ofSource = points.computeIfAbsent(source, _ -> new TreeMap<>());
    Long known = ofSource.get(name);
    if (known == null) {
      known = (long) ofSource.size();
      ofSource.put(name, known);
    }
    return known;
  }

  LedgerRecord sample(String source, String point, SampleValue value) {
    long number = sourceNumber(source, "mqtt");
    long at = START + seq * SECOND;
    return new LedgerRecord(
        seq++, number, numberOf(number, point), at - 5, at, 0, new Sample(value));
  }

  LedgerRecord ofGateway(RecordValue value) {
    long at = START + seq * SECOND;
    return new LedgerRecord(seq++, 0, null, null, at, 0, value);
  }

  /** Seals these as the next block. */
  synchronized void seal(LedgerRecord... records) {
    var batch = new RecordBatch();
    for (LedgerRecord record : records) {
      var _ = RecordGrammar.checked(record.encode());
      if (!batch.add(record) || !builder.add(record, ticks)) {
        throw new AssertionError("no room in the block");
      }
    }
    ticks += SECOND;
    byte[] key = Sha256.of(("K " + ticks).getBytes(StandardCharsets.UTF_8)).bytes();
    try {
      long wall = START + seq * SECOND;
      Block block = builder.close(Closing.at(ticks, wall, 20), key).block();
      byte[] hash = new byte[32];
      new TreeHasher().leaf(block.leaf(), 0, block.leaf().length, hash, 0);
      log.append(hash, 0, 1);
      kept.add(new Kept(block, ByteString.of(key), batch, List.of(records)));
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized PublishedCheckpoint published() {
    try {
      var head = new Checkpoint(LOG, log.size(), log.root());
      var note = new Note(head.text(), List.of(signer.sign(head, 0)));
      return new PublishedCheckpoint(0, head, Instant.ofEpochSecond(START / SECOND), note);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  Optional<PublishedCheckpoint> checkpointNow() {
    return kept.isEmpty() ? Optional.empty() : Optional.of(published());
  }

  private void pass() throws IOException {
    Optional<CountDownLatch> closed = gate;
    if (closed.isPresent()) {
      try {
        closed.get().await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new java.io.InterruptedIOException("interrupted");
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (fault.isPresent()) {
      throw fault.get();
    }
  }

  @Override
  public synchronized long indexed() {
    return kept.size();
  }

  @Override
  public RecordPage find(RecordQuery query) throws IOException {
    pass();
    List<SealedRecord> all = new ArrayList<>();
    synchronized (this) {
      for (int entry = 0; entry < kept.size(); entry++) {
        for (int i = 0; i < kept.get(entry).records().size(); i++) {
          all.add(sealed(new RecordPlace(entry, i)));
        }
      }
    }
    boolean isNewest = query.order() == RecordQuery.Order.NEWEST_FIRST;
    List<SealedRecord> wanted = new ArrayList<>();
    for (SealedRecord one : isNewest ? all.reversed() : all) {
      LedgerRecord record = one.record();
      long time = Objects.requireNonNull(record.receivedTime());
      boolean isAfter =
          query.after().isEmpty()
              || (isNewest
                  ? one.place().compareTo(query.after().get()) < 0
                  : one.place().compareTo(query.after().get()) > 0);
      boolean isWanted =
          isAfter
              && query.source().map(number -> number == record.source()).orElse(true)
              && query.point().map(number -> number.equals(record.point())).orElse(true)
              && time >= query.from()
              && time < query.to();
      if (isWanted) {
        wanted.add(one);
      }
    }
    int count = Math.min(wanted.size(), Math.min(query.limit(), portionMax));
    List<SealedRecord> page = wanted.subList(0, count);
    Optional<RecordPlace> next =
        wanted.size() > count && count > 0 ? Optional.of(page.getLast().place()) : Optional.empty();
    return new RecordPage(page, next, pruned, indexed());
  }

  private SealedRecord sealed(RecordPlace place) {
    Kept one = kept.get((int) place.entry());
    LedgerRecord record = one.records().get(place.record());
    return new SealedRecord(
        place, one.block().header(), record, record.source(), record.receivedTime());
  }

  @Override
  public Optional<SealedRecord> at(RecordPlace place) throws IOException {
    pass();
    return isThere(place) && pruned.isEmpty() ? Optional.of(sealed(place)) : Optional.empty();
  }

  private boolean isThere(RecordPlace place) {
    return place.entry() < kept.size()
        && place.record() < kept.get((int) place.entry()).records().size();
  }

  @Override
  public RecordProof prove(RecordPlace place) throws IOException {
    pass();
    if (!isThere(place)) {
      return new RecordProof.Unknown(place);
    }
    if (pruned.isPresent()) {
      return new RecordProof.Pruned(
          pruned.get().policy(), pruned.get().at().getEpochSecond() * SECOND);
    }
    if (!isPublished) {
      return new RecordProof.NotPublished(place);
    }
    Kept one = kept.get((int) place.entry());
    PublishedCheckpoint head = published();
    var inclusion =
        new ProofMaker(new TreeHasher(), log).inclusion(place.entry(), head.checkpoint().size());
    byte[] header = one.block().leaf();
    if (isBroken) {
      header[header.length - 1] ^= 1;
    }
    return new RecordProof.Proven(
        place,
        ByteString.of(header),
        Disclosure.of(tree, one.key().bytes(), one.batch(), place.record(), place.record() + 1),
        inclusion,
        head);
  }

  @Override
  public Optional<SourceKnown> source(String name) throws IOException {
    pass();
    return Optional.ofNullable(sources.get(name)).map(number -> known(name, number));
  }

  @Override
  public Optional<SourceKnown> source(long number) throws IOException {
    pass();
    return sources.entrySet().stream()
        .filter(one -> one.getValue() == number)
        .findFirst()
        .map(one -> known(one.getKey(), number));
  }

  private SourceKnown known(String name, long number) {
    long records =
        kept.stream()
            .flatMap(one -> one.records().stream())
            .filter(record -> record.source() == number)
            .count();
    return new SourceKnown(
        number,
        name,
        Optional.of("zone-a"),
        Optional.ofNullable(protocols.get(number)),
        points.getOrDefault(number, Map.of()).size(),
        records,
        Optional.of(START));
  }

  @Override
  public List<SourceKnown> sources(String afterName, int limit) throws IOException {
    pass();
    return sources.entrySet().stream()
        .filter(one -> one.getKey().compareTo(afterName) > 0)
        .limit(limit)
        .map(one -> known(one.getKey(), one.getValue()))
        .toList();
  }

  @Override
  public Optional<PointKnown> point(long source, String name) throws IOException {
    pass();
    return Optional.ofNullable(points.getOrDefault(source, Map.of()).get(name))
        .map(number -> point(source, number, name));
  }

  @Override
  public Optional<String> pointName(long source, long number) throws IOException {
    return pointNames(source, "", Integer.MAX_VALUE).stream()
        .filter(one -> one.number() == number)
        .map(PointName::name)
        .findFirst();
  }

  @Override
  public Optional<Long> pointNumber(long source, String name) throws IOException {
    pass();
    return Optional.ofNullable(points.getOrDefault(source, Map.of()).get(name));
  }

  @Override
  public List<PointName> pointNames(long source, String afterName, int limit) throws IOException {
    pass();
    return points.getOrDefault(source, Map.of()).entrySet().stream()
        .filter(one -> one.getKey().compareTo(afterName) > 0)
        .limit(limit)
        .map(one -> new PointName(one.getValue(), one.getKey()))
        .toList();
  }

  private PointKnown point(long source, long number, String name) {
    Optional<SealedRecord> last = Optional.empty();
    for (int entry = 0; entry < kept.size(); entry++) {
      for (int i = 0; i < kept.get(entry).records().size(); i++) {
        LedgerRecord record = kept.get(entry).records().get(i);
        if (record.source() == source && Long.valueOf(number).equals(record.point())) {
          last = Optional.of(sealed(new RecordPlace(entry, i)));
        }
      }
    }
    return new PointKnown(
        source,
        number,
        name,
        Optional.of("float64"),
        Optional.of("bar"),
        Optional.empty(),
        last,
        Optional.empty());
  }

  @Override
  public List<PointKnown> points(long source, String afterName, int limit) throws IOException {
    pass();
    return points.getOrDefault(source, Map.of()).entrySet().stream()
        .filter(one -> one.getKey().compareTo(afterName) > 0)
        .limit(limit)
        .map(one -> point(source, one.getValue(), one.getKey()))
        .toList();
  }

  @Override
  public long publishedSize() {
    return log.size();
  }

  @Override
  public Optional<Pruning> pruning() {
    return pruned.map(gone -> new Pruning(gone.minimumIndex(), "by policy " + gone.policy()));
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return checkpointNow().map(head -> head.note().encode());
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) {
    byte[] hashes = new byte[width * 32];
    log.read(level, number * 256, width, hashes, 0);
    return Optional.of(hashes);
  }

  @Override
  public Optional<byte[]> entries(long number, int width) {
    var out = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < width; i++) {
      byte[] leaf = kept.get((int) (number * 256) + i).block().leaf();
      out.write(leaf.length >> 8);
      out.write(leaf.length);
      out.writeBytes(leaf);
    }
    return Optional.of(out.toByteArray());
  }
}
