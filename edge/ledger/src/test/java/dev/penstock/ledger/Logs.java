package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.Entries;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import dev.penstock.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** What the tests of the ledger say again and again. */
final class Logs {
  static final String ORIGIN = "plant7.example/log";
  static final int SEGMENT_BYTES = 16 * 1024;
  static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");

  private static final ConcurrentHashMap<Long, Digest> ROOTS = new ConcurrentHashMap<>();

  private Logs() {}

  static LedgerOptions options(long seed, PublishedHead head) {
    return LedgerOptions.of(InstantSource.fixed(NOW), new SplittableRandom(seed), "test", head)
        .withUpkeep(4 * 1024, 64);
  }

  static LedgerOptions options(long seed) {
    return options(seed, PublishedHead.NONE);
  }

  static FileLedger create(Storage storage, LedgerOptions options) {
    return running(FileLedger.create(storage, ORIGIN, SEGMENT_BYTES, options));
  }

  static FileLedger open(Storage storage, LedgerOptions options) {
    return running(FileLedger.open(storage, options));
  }

  static FileLedger running(LedgerOpening opening) {
    FileLedger ledger = opened(opening);
    assertThat(ledger.state()).isEqualTo(new LedgerState.Running());
    return ledger;
  }

  static FileLedger opened(LedgerOpening opening) {
    assertThat(opening).isInstanceOf(LedgerOpening.Opened.class);
    return ((LedgerOpening.Opened) opening).ledger();
  }

  static LedgerFinding finding(FileLedger ledger) {
    assertThat(ledger.state()).isInstanceOf(LedgerState.Stopped.class);
    return ((LedgerState.Stopped) ledger.state()).finding();
  }

  /** The entry that tests put at this index: content and length follow from it. */
  static byte[] entry(long index) {
    byte[] entry = new byte[(int) (index * 37 % 300)];
    new SplittableRandom(index).nextBytes(entry);
    return entry;
  }

  static EntryBatch batch(long from, int count) {
    var batch = new EntryBatch.Builder();
    for (long index = from; index < from + count; index++) {
      batch = batch.add(entry(index));
    }
    return batch.build();
  }

  /** Appends test entries until the log has this size, in batches of this many. */
  static void grow(FileLedger ledger, long size, int perBatch) throws InterruptedException {
    long at = ledger.view().head().size();
    while (at < size) {
      int count = (int) Math.min(perBatch, size - at);
      AppendOutcome outcome = ledger.append(batch(at, count), 1000 + at);
      assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
      assertThat(((AppendOutcome.Appended) outcome).firstIndex()).isEqualTo(at);
      at += count;
    }
  }

  /** The root that a log of this many test entries must have, by the plainest means. */
  static Digest root(long size) {
    // Asked for again and again by the crash tests; the same sizes each time.
    return ROOTS.computeIfAbsent(
        size,
        asked -> {
          List<byte[]> leaves = leaves(asked);
          return leaves.isEmpty() ? new TreeHasher().emptyRoot() : root(leaves);
        });
  }

  /** MTH of RFC 9162 §2.1.1, as it is written there. */
  static Digest root(List<byte[]> leaves) {
    var hasher = new TreeHasher();
    if (leaves.size() == 1) {
      return hasher.leaf(leaves.getFirst());
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return hasher.node(root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  static List<byte[]> leaves(long size) {
    var entries = new ArrayList<byte[]>();
    for (long index = 0; index < size; index++) {
      entries.add(entry(index));
    }
    return entries;
  }

  /** All entries from one index on, as the view hands them out. */
  static List<byte[]> entries(FileLedger ledger, long from, long to) throws Exception {
    var found = new ArrayList<byte[]>();
    long at = from;
    while (at < to) {
      Entries entries = ledger.view().entries(at, (int) Math.min(1000, to - at));
      assertThat(entries).isInstanceOf(Entries.Found.class);
      EntryBatch batch = ((Entries.Found) entries).batch();
      batch.forEach((position, source, start, length) ->
          found.add(Arrays.copyOfRange(source, start, start + length)));
      at += batch.count();
    }
    return found;
  }

  static void assertHoldsTestEntries(FileLedger ledger, long size) throws Exception {
    assertHoldsTestEntries(ledger, 0, size);
  }

  static void assertHoldsTestEntries(FileLedger ledger, long from, long size) throws Exception {
    assertThat(ledger.view().head().size()).isEqualTo(size);
    assertThat(entries(ledger, from, size).toArray(byte[][]::new))
        .isDeepEqualTo(leaves(size).stream().skip(from).toArray(byte[][]::new));
    assertThat(ledger.view().root(size)).isEqualTo(ledger.view().head().root());
  }

  static NoteSigner signer() {
    return signer(ORIGIN, SignatureAlgorithm.ED25519, "Ed25519");
  }

  /** The key of RFC 8032 §7.1 test 1, for processes that must sign with the same one. */
  static NoteSigner sameSigner() {
    try {
      byte[] seed =
          HexFormat.of()
              .parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
      byte[] raw =
          HexFormat.of()
              .parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
      var key = VerificationKey.of(SignatureAlgorithm.ED25519, raw);
      return NoteSigner.ofLog(ORIGIN, new JdkSignatures().signer(key, seed));
    } catch (SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  static NoteSigner mlDsaSigner() {
    return signer(ORIGIN, SignatureAlgorithm.ML_DSA_44, "ML-DSA-44");
  }

  static NoteSigner signer(String name, SignatureAlgorithm algorithm, String jcaName) {
    try {
      var pair = KeyPairGenerator.getInstance(jcaName).generateKeyPair();
      var signer = new JdkSignatures().signer(algorithm, pair);
      return algorithm == SignatureAlgorithm.ED25519
          ? NoteSigner.ofLog(name, signer)
          : NoteSigner.ofCosigner(name, signer);
    } catch (NoSuchAlgorithmException | SigningException e) {
      throw new IllegalStateException(e);
    }
  }

  static PublishedCheckpoint published(Publication publication) {
    assertThat(publication).isInstanceOf(Publication.Published.class);
    return ((Publication.Published) publication).checkpoint();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(utf8(text));
  }
}
