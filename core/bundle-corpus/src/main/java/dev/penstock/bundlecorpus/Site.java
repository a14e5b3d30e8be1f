package dev.penstock.bundlecorpus;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseKey;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.continuity.CertificateMaker;
import dev.penstock.flow.continuity.ChainCollector;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A site with a gateway that seals two sources into a log in memory: the same bytes for the same
 * number, and another site with other keys for another.
 */
public final class Site {
  static final long SECOND = 1_000_000_000L;

  /** 2026-03-03T10:00:00Z. */
  public static final long START = 1_772_532_000L * SECOND;

  static final String ORIGIN = "plant7.example";
  static final String LOG = "plant7.example/log";
  static final String DEVICE = "tank9.example";
  static final long PUMP = 1;
  static final long VALVE = 2;
  static final int INTERVALS = 12;

  /** A block with what is needed to show its records. */
  @SuppressWarnings("ArrayRecordComponent") // Made once, compared never.
  record Sealed(
      Block block, byte[] key, List<byte[]> records, List<LedgerRecord> plain, long leaf) {}

  final int number;
  final Signer blockKey;
  final Signer statementKey;
  final NoteSigner logKey;
  final NoteSigner first;
  final NoteSigner second;
  final LeafTree log = new LeafTree(new TreeHasher());
  final List<Sealed> group = new ArrayList<>();
  final List<Sealed> own = new ArrayList<>();
  final List<Sealed> others = new ArrayList<>();
  private final Map<Long, Long> seqs = new HashMap<>();
  private final TreeHasher hasher = new TreeHasher();

  final List<Sealed> device = new ArrayList<>();

  /** What the gateway states of itself. */
  final List<Sealed> stated = new ArrayList<>();

  private final List<List<RecordValue>> states;
  private final Odd odd;

  /** What else a site does. */
  private enum Odd {
    NOTHING,
    /** Its gateway gives a number twice, and it has a device beside. */
    CROOKED,
    /** Its gateway encrypts a value, so that it can be shredded. */
    SEALING
  }

  /** Makes a site; its keys come from the number. */
  public Site(int number) {
    this(number, Odd.NOTHING, List.of());
  }

  /** One whose gateway states this of itself, a block for each list. */
  static Site stating(int number, List<List<RecordValue>> blocks) {
    return new Site(number, Odd.NOTHING, blocks);
  }

  /** One whose gateway gave a number twice, and which has a device beside. */
  static Site crooked(int number) {
    return new Site(number, Odd.CROOKED, List.of());
  }

  /** One with a value that only the holder of a key can read. */
  static Site sealing(int number) {
    return new Site(number, Odd.SEALING, List.of());
  }

  private Site(int number, Odd odd, List<List<RecordValue>> blocks) {
    this.number = number;
    this.odd = odd;
    this.blockKey = TestKeys.ed25519(number + 1);
    this.statementKey = TestKeys.ed25519(number + 2);
    this.logKey = NoteSigner.ofLog(LOG, TestKeys.ed25519(number + 3));
    this.first = NoteSigner.ofCosigner("witness.example/one", TestKeys.ed25519(number + 4));
    this.second = NoteSigner.ofCosigner("witness.example/two", TestKeys.mlDsa44(number + 5));
    this.states = blocks;
    run();
  }

  private void run() {
    var groupChain = new Maker(group, 1, true);
    var ownChain = new Maker(own, 2, false);
    var strange = new Maker(others, 3, false);
    groupChain.seal(
        0,
        name(PUMP, null, "pump"),
        name(PUMP, 1L, "flow"),
        name(PUMP, 2L, "speed"),
        name(VALVE, null, "valve"),
        name(VALVE, 1L, "angle"));
    for (int i = 1; i <= INTERVALS; i++) {
      strange.seal(i);
      long at = START + i * SECOND;
      var records = new ArrayList<LedgerRecord>();
      if (i != 5) {
        for (int n = 0; n < 3; n++) {
          records.add(sample(PUMP, 1 + n % 2, at + n, 20.5 + i));
          records.add(sample(VALVE, 1, at + n, i));
        }
        records.add(rollCall(i));
      }
      groupChain.seal(i, records.toArray(LedgerRecord[]::new));
    }
    for (int i = INTERVALS + 1; i <= INTERVALS + 3; i++) {
      long at = START + i * SECOND;
      ownChain.seal(i, sample(PUMP, 1, at, i), sample(PUMP, 2, at + 1, -i));
    }
    if (odd == Odd.SEALING) {
      ByteString keyId = ByteString.of(Arrays.copyOf(hash("key of a period"), 16));
      ByteString nonce = ByteString.of(Arrays.copyOf(hash("nonce"), 12));
      ByteString value = ByteString.of(hash("what only the holder of a key can read"));
      long at = START + (INTERVALS + 3) * SECOND + 5;
      RecordValue sealed =
          new dev.penstock.evidence.record.Sealed(RecordKind.SAMPLE, keyId, nonce, value);
      ownChain.seal(INTERVALS + 4, record(PUMP, 1L, at, sealed));
    }
    if (odd == Odd.CROOKED) {
      long at = START + (INTERVALS + 3) * SECOND + 5;
      Sample sample = new Sample(new SampleValue.One(new Scalar.Real(99)));
      ownChain.seal(INTERVALS + 4, new LedgerRecord(5, PUMP, 1L, null, at, 0, sample));
      var sensor = new Maker(device, 4, false);
      sensor.seal(INTERVALS + 4, new LedgerRecord(0, 0, 1L, at, null, 0, sample));
      sensor.seal(INTERVALS + 4, new LedgerRecord(1, 0, 1L, START - SECOND, null, 0, sample));
    }
    var itself = new Maker(stated, 5, false);
    for (int i = 0; i < states.size(); i++) {
      long at = START + (INTERVALS + 4) * SECOND + i;
      itself.seal(
          INTERVALS + 4,
          states.get(i).stream()
              .map(value -> record(0, null, at, value))
              .toArray(LedgerRecord[]::new));
    }
    for (int i = 0; i < 9; i++) {
      strange.seal(INTERVALS + 4 + i);
    }
  }

  private LedgerRecord record(long source, @Nullable Long point, long at, RecordValue value) {
    long seq = seqs.merge(source, 1L, Long::sum) - 1;
    return new LedgerRecord(seq, source, point, null, at, 0, value);
  }

  private LedgerRecord name(long source, @Nullable Long point, String name) {
    var entry =
        new DictionaryEntry(
            name, null, null, null, null, null, DictionaryEntry.State.DEFINED, Details.NONE);
    return record(source, point, START, entry);
  }

  private LedgerRecord sample(long source, long point, long at, double value) {
    return record(source, point, at, new Sample(new SampleValue.One(new Scalar.Real(value))));
  }

  private LedgerRecord rollCall(int i) {
    long from = START + (i - 1) * SECOND;
    var run = new RollCall.Run(PUMP, PUMP, RollCall.State.HEARD, 3, null);
    return record(0, null, START + i * SECOND, new RollCall(from, from + SECOND, List.of(run)));
  }

  /** Makes the blocks of one chain. */
  private final class Maker {
    private final List<Sealed> into;
    private final BlockBuilder builder;
    private final int chain;

    Maker(List<Sealed> into, int chain, boolean isGroup) {
      this.into = into;
      this.chain = chain;
      ChainId id = ChainId.of(Arrays.copyOf(hash("chain " + chain + " of " + number), 16));
      builder =
          new BlockBuilder(
              ChainTip.start(chain == 4 ? DEVICE : ORIGIN, id, 1),
              chain == 4 ? statementKey : blockKey,
              SealingPace.DEFAULT,
              isGroup,
              0);
    }

    void seal(int second, LedgerRecord... records) {
      var batch = new RecordBatch();
      for (LedgerRecord record : records) {
        if (!batch.add(record) || !builder.add(record, second * SECOND)) {
          throw new IllegalStateException("no room in a block");
        }
      }
      if (chain == 1) {
        batch.sortBySource();
      }
      var bytes = new ArrayList<byte[]>();
      var plain = new ArrayList<LedgerRecord>();
      for (int i = 0; i < batch.count(); i++) {
        byte[] one = Arrays.copyOfRange(batch.buffer(), batch.startOf(i), batch.startOf(i + 1));
        bytes.add(one);
        plain.add(decode(one));
      }
      byte[] key = records.length == 0 ? null : hash("K " + chain + " " + second + " " + number);
      try {
        long end = second * SECOND + 1;
        Block block = builder.close(Closing.at(end, START + end, 20), key).block();
        byte[] hash = hasher.leaf(block.leaf()).bytes();
        long leaf = log.size();
        log.append(hash, 0, 1);
        into.add(new Sealed(block, key == null ? new byte[0] : key, bytes, plain, leaf));
      } catch (SigningException e) {
        throw new IllegalStateException("a key of the site did not sign", e);
      }
    }
  }

  private static LedgerRecord decode(byte[] bytes) {
    if (LedgerRecord.decode(bytes) instanceof Decoded.Value<LedgerRecord>(var record)) {
      return record;
    }
    throw new IllegalStateException("a record of the site does not decode");
  }

  static byte[] hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes();
  }

  /** The checkpoint at a size. */
  Checkpoint checkpoint(long size) {
    try {
      return new Checkpoint(LOG, size, new ProofMaker(hasher, log).root(size));
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  /** A head that the log and these witnesses signed, at seconds since 1970. */
  Note head(long size, long time, NoteSigner... witnesses) {
    Checkpoint checkpoint = checkpoint(size);
    try {
      Note note = new Note(checkpoint.text(), List.of(logKey.sign(checkpoint, 0)));
      for (NoteSigner witness : witnesses) {
        note = note.with(witness.sign(checkpoint, time));
      }
      return note;
    } catch (SigningException e) {
      throw new IllegalStateException("a key of the site did not sign", e);
    }
  }

  /** That the log grew, hashes back to back. */
  byte[] growth(long from, long to) {
    try {
      return new ProofMaker(hasher, log).consistency(from, to).path().bytes();
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  /** Inclusion of a leaf in the subtree {@code [from, to)} of the log, hashes back to back. */
  byte[] path(long index, long from, long to, long size) {
    try {
      return new ProofMaker(hasher, log).subtreeInclusion(index, from, to, size).path().bytes();
    } catch (IOException e) {
      throw new IllegalStateException("a tree in memory cannot fail to be read", e);
    }
  }

  /** The gateway's certificate about the pump from the first interval to the last but some. */
  byte[] certificate(long size) {
    var collector = new ChainCollector(PUMP);
    for (Sealed one : group) {
      var batch = new RecordBatch();
      for (LedgerRecord record : one.plain()) {
        if (!batch.add(record)) {
          throw new IllegalStateException("no room in a block");
        }
      }
      if (one.records().isEmpty()) {
        collector.add(one.block(), one.leaf());
      } else {
        collector.add(one.block(), one.leaf(), one.key(), batch);
      }
    }
    try {
      var maker = new ProofMaker(hasher, log);
      var chain = collector.shown(index -> maker.inclusion(index, size));
      return new CertificateMaker(ORIGIN, LOG)
          .make(
              new Scope(Scope.Way.MQTT, 1),
              PUMP,
              "pump",
              START,
              START + 18 * SECOND,
              START + 20 * SECOND,
              List.of(chain),
              head(size, 0))
          .sign(statementKey);
    } catch (IOException | SigningException e) {
      throw new IllegalStateException("no certificate", e);
    }
  }

  /** What an auditor of this site would write into a trust file. */
  String trust(String quorum) {
    return """
    log %s
    witness one %s
    witness two %s
    group both 2 one two
    quorum %s
    blocks %s %s
    statements %s %s
    """
        .formatted(
            logKey.key().vkey(),
            first.key().vkey(),
            second.key().vkey(),
            quorum,
            ORIGIN,
            hex(blockKey),
            ORIGIN,
            hex(statementKey));
  }

  /** What the gateway says of its keys. */
  String offered() {
    return """
    log %s
    quorum none
    blocks %s %s
    statements %s %s
    """
        .formatted(logKey.key().vkey(), ORIGIN, hex(blockKey), ORIGIN, hex(statementKey));
  }

  static String hex(Signer signer) {
    return HexFormat.of().formatHex(CoseKey.encode(signer.key()));
  }
}
