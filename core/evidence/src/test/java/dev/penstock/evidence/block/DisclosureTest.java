package dev.penstock.evidence.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.records.RecordGrammar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Some records of a block can be shown, and what is not shown cannot be guessed. */
class DisclosureTest {
  private final SaltedTree tree = new SaltedTree();
  private final byte[] key = new byte[32];

  private static byte[] bool(long seq, boolean value) {
    var sample = new Sample(SampleValue.of(value));
    return RecordGrammar.checked(
        new LedgerRecord(seq, 3, 9L, 1_000L * seq, null, 0, sample).encode());
  }

  private RecordBatch batch(int count, long seed) {
    var random = new SplittableRandom(seed);
    random.nextBytes(key);
    var batch = new RecordBatch();
    for (int i = 0; i < count; i++) {
      byte[] record = bool(i, random.nextBoolean());
      assertThat(batch.addEncoded(3, record, 0, record.length)).isTrue();
    }
    return batch;
  }

  private BlockHeader header(RecordBatch batch) {
    return new BlockHeader(
        "gw",
        ChainId.of(new byte[16]),
        1,
        0,
        0,
        batch.count(),
        BlockHeader.NO_LINK,
        0,
        1,
        null,
        0,
        null,
        null,
        BlockFlag.BOOT.bit(),
        tree.root(key, batch),
        batch.sizeBytes());
  }

  @Test
  void everyRecordAndEveryRangeOfABlockCanBeShown() {
    for (int count : new int[] {1, 2, 3, 7, 8, 13}) {
      RecordBatch batch = batch(count, count);
      BlockHeader header = header(batch);
      for (int start = 0; start < count; start++) {
        for (int end = start + 1; end <= count; end++) {
          Disclosure shown = Disclosure.of(tree, key, batch, start, end);
          assertThat(shown.check(header, tree)).isEqualTo(new ProofCheck.Verified());
          assertThat(shown.records()).hasSize(end - start);
        }
      }
    }
  }

  @Test
  void oneSourceOfAGroupBlockIsOneRange() {
    byte[] k = {
      1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8
    };
    System.arraycopy(k, 0, key, 0, 32);
    var batch = new RecordBatch();
    for (int i = 0; i < 300; i++) {
      assertThat(batch.sample(i / 30, i % 30, 5, i, i, 0, i)).isTrue();
    }
    batch.sortBySource();
    int start = 0;
    while (batch.sourceOf(start) != 17) {
      start++;
    }
    Disclosure shown = Disclosure.of(tree, key, batch, start, start + 10);
    assertThat(shown.check(header(batch), tree)).isEqualTo(new ProofCheck.Verified());
    for (int i = 0; i < 10; i++) {
      assertThat(batch.sourceOf(start + i)).isEqualTo(17);
    }
  }

  @Test
  void eachChangeOfADisclosureIsCaught() {
    RecordBatch batch = batch(13, 99);
    BlockHeader header = header(batch);
    Disclosure shown = Disclosure.of(tree, key, batch, 4, 7);
    for (int i = 0; i < 3; i++) {
      for (int bit = 0; bit < 8 * shown.records().get(i).size(); bit++) {
        var records = new ArrayList<>(shown.records());
        records.set(i, flipped(records.get(i), bit));
        assertRejected(new Disclosure(4, shown.salts(), records, shown.path()), header);
      }
      for (int bit = 0; bit < 8 * 16; bit++) {
        var salts = new ArrayList<>(shown.salts());
        salts.set(i, flipped(salts.get(i), bit));
        assertRejected(new Disclosure(4, salts, shown.records(), shown.path()), header);
      }
    }
    byte[] path = shown.path().bytes();
    for (int bit = 0; bit < 8 * path.length; bit++) {
      HashPath changed = HashPath.of(flipped(ByteString.of(path), bit).bytes());
      assertRejected(new Disclosure(4, shown.salts(), shown.records(), changed), header);
    }
    for (long start : new long[] {0, 3, 5, 12, 4096, Long.MAX_VALUE}) {
      assertRejected(new Disclosure(start, shown.salts(), shown.records(), shown.path()), header);
    }
  }

  private void assertRejected(Disclosure disclosure, BlockHeader header) {
    assertThat(disclosure.check(header, tree)).isInstanceOf(ProofCheck.Rejected.class);
  }

  private static ByteString flipped(ByteString bytes, int bit) {
    byte[] changed = bytes.bytes();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return ByteString.of(changed);
  }

  /**
   * The holder of a bundle knows all of a withheld record but its one bit: source, point, times and
   * seq follow from the neighbours. It has every hash of the proof and tries both values.
   */
  @Test
  void aWithheldBooleanCannotBeDecidedFromAnythingInTheBundle() {
    for (int withheld = 0; withheld < 8; withheld++) {
      RecordBatch batch = batch(8, Seed.value() + withheld);
      Set<Digest> disclosed = new HashSet<>();
      Set<ByteString> salts = new HashSet<>();
      disclose(batch, 0, withheld, disclosed, salts);
      disclose(batch, withheld + 1, 8, disclosed, salts);
      assertThat(salts).hasSize(7);
      for (boolean guess : new boolean[] {false, true}) {
        byte[] record = bool(withheld, guess);
        assertThat(disclosed).doesNotContain(new TreeHasher().leaf(record));
        for (ByteString salt : salts) {
          assertThat(disclosed).doesNotContain(tree.leafHash(salt.bytes(), record));
        }
      }
      // With the withheld salt the guess is decided: the salt alone hides it, so this test can
      // fail.
      byte[] itsSalt = tree.saltOf(key, withheld);
      assertThat(disclosed)
          .containsAnyOf(
              tree.leafHash(itsSalt, bool(withheld, false)),
              tree.leafHash(itsSalt, bool(withheld, true)));
    }
  }

  /** Shows a range one record at a time, so that every hash a proof can hold is disclosed. */
  private void disclose(
      RecordBatch batch, int start, int end, Set<Digest> hashes, Set<ByteString> salts) {
    for (int i = start; i < end; i++) {
      Disclosure shown = Disclosure.of(tree, key, batch, i, i + 1);
      salts.addAll(shown.salts());
      for (int h = 0; h < shown.path().count(); h++) {
        hashes.add(shown.path().hash(h));
      }
    }
  }

  @Test
  void withoutSaltsTheSameGuessWouldBeDecided() {
    var hasher = new TreeHasher();
    boolean secret = true;
    Digest sibling = hasher.leaf(bool(1, secret));
    List<Boolean> guesses = new ArrayList<>();
    for (boolean guess : new boolean[] {false, true}) {
      if (hasher.leaf(bool(1, guess)).equals(sibling)) {
        guesses.add(guess);
      }
    }
    assertThat(guesses).containsExactly(secret);
  }

  @Test
  void aDisclosureOfNothingIsNoDisclosure() {
    RecordBatch batch = batch(4, 1);
    assertThatThrownBy(() -> Disclosure.of(tree, key, batch, 2, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Disclosure.of(tree, key, batch, 2, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
