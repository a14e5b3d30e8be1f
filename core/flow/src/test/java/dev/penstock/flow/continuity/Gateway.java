package dev.penstock.flow.continuity;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockBuilder;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.block.SealedBlock;
import dev.penstock.evidence.block.SealingPace;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.chain.KeyBook;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.testkit.records.RecordGrammar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway for tests: seals real blocks into a log in memory, always the same for the same use.
 */
final class Gateway {
  static final long SECOND = 1_000_000_000L;

  /** 2026-01-01T00:00:00Z. */
  static final long START = 1_767_225_600L * SECOND;

  static final String ORIGIN = "gateway.example";
  static final String LOG = "gateway.example/log";
  static final JdkSignatures SIGNATURES = new JdkSignatures();

  /** A block as the gateway keeps it: with its records and K. */
  record Kept(
      Block block, ByteString key, RecordBatch batch, long leaf, List<LedgerRecord> records) {}

  /** One chain, of the gateway's own or of a device. */
  final class Chain {
    final String origin;
    final ChainId id;
    final Signer signer;
    final List<Kept> kept = new ArrayList<>();
    private final BlockBuilder builder;
    private long ticks;

    Chain(String origin, int number) {
      this.origin = origin;
      this.id = ChainId.of(Arrays.copyOf(hash(origin + number), ChainId.BYTES));
      this.signer = signer(number);
      builder =
          new BlockBuilder(
              ChainTip.start(origin, id, 1), signer, SealingPace.DEFAULT, false, ticks);
      keys.admit(signer.key(), origin, id, 0);
    }

    /** Seals the records as the next block, and appends it to the log. */
    Kept seal(LedgerRecord... records) {
      var batch = new RecordBatch();
      for (LedgerRecord record : records) {
        var _ = RecordGrammar.checked(record.encode());
        mustBe(batch.add(record) && builder.add(record, ticks));
      }
      ticks += 10 * SECOND;
      byte[] key = records.length == 0 ? null : hash("K of " + origin + " at " + ticks);
      try {
        SealedBlock sealed = builder.close(Closing.at(ticks, START + ticks, 20), key);
        long leaf = log.size();
        byte[] hash = new byte[32];
        byte[] bytes = sealed.block().leaf();
        new TreeHasher().leaf(bytes, 0, bytes.length, hash, 0);
        log.append(hash, 0, 1);
        ByteString keptKey = key == null ? ByteString.EMPTY : ByteString.of(key);
        var one = new Kept(sealed.block(), keptKey, batch, leaf, List.of(records));
        kept.add(one);
        return one;
      } catch (SigningException e) {
        throw new AssertionError(e);
      }
    }

    /** Shows blocks {@code [from, to)} with the records a certificate about a source needs. */
    ChainShown shown(int from, int to, long source) {
      var collector = new ChainCollector(source);
      for (Kept one : kept.subList(from, to)) {
        if (one.records().isEmpty()) {
          collector.add(one.block(), one.leaf());
        } else {
          collector.add(one.block(), one.leaf(), one.key().bytes(), one.batch());
        }
      }
      try {
        var maker = new ProofMaker(new TreeHasher(), log);
        return collector.shown(index -> maker.inclusion(index, log.size()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  final KeyBook keys = new KeyBook();
  final LeafTree log = new LeafTree(new TreeHasher());
  final NoteSigner logSigner = NoteSigner.ofLog(LOG, signer(1));
  final Signer statements = signer(2);
  final Chain control = new Chain(ORIGIN, 3);

  private final Map<Long, Long> seqs = new HashMap<>();

  /** A record of the gateway's, received now. */
  LedgerRecord record(long source, long at, RecordValue value) {
    long seq = seqs.merge(source, 1L, Long::sum) - 1;
    return new LedgerRecord(seq, source, null, null, at, 0, value);
  }

  /** The log's head as it is now, signed by the log alone. */
  Note head() {
    try {
      var checkpoint = new Checkpoint(LOG, log.size(), log.root());
      return new Note(checkpoint.text(), List.of(logSigner.sign(checkpoint, 0)));
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  /** An auditor who admits this gateway's keys. */
  CertificateTrust trust() {
    var policy =
        new TrustPolicy(
            List.of(new TrustPolicy.Log(logSigner.key(), Optional.empty())),
            List.of(),
            List.of(),
            TrustPolicy.NONE);
    return new CertificateTrust(
        policy, keys, List.of(new CertificateTrust.Gateway(ORIGIN, statements.key())));
  }

  CertificateChecker auditor() {
    return new CertificateChecker(SIGNATURES, trust());
  }

  static Signer signer(int number) {
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Numbered(number));
      return SIGNATURES.signer(SignatureAlgorithm.ED25519, generator.generateKeyPair());
    } catch (GeneralSecurityException | SigningException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).bytes();
  }

  private static void mustBe(boolean isSo) {
    if (!isSo) {
      throw new AssertionError("no room in the block");
    }
  }

  /** Gives a fixed stream of bytes where randomness is asked for: keys for tests only. */
  private static final class Numbered extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte number;

    Numbered(int number) {
      this.number = (byte) number;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, number);
    }
  }
}
