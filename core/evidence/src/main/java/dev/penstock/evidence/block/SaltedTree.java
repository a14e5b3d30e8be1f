package dev.penstock.evidence.block;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.Hands;
import dev.penstock.merkle.TreeHasher;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tree of a block's records, docs/formats/block.md §2: {@code salt_i = AES-256(K, i)} and
 * {@code leaf_i = H(0x00 || salt_i || record_i)}. The salt keeps a withheld record from being
 * guessed from its hash. Allocates nothing per record. One thread at a time.
 */
public final class SaltedTree {
  /** Bytes of K. */
  public static final int KEY_BYTES = 32;

  /** Bytes of a salt: one AES block. */
  public static final int SALT_BYTES = 16;

  /** Before the record in a leaf's input: the prefix of the hasher, and the salt. */
  private static final int LEAF_HEAD_BYTES = 1 + SALT_BYTES;

  private static final byte[] COUNTERS = counters();

  /** Leaves of a subtree that one hand hashes: a tenth of a millisecond. */
  private static final int SLICE = 256;

  private final Hands hands;
  private final Hand[] each;
  private final Cipher aes = aes();
  private final CborReader reader = new CborReader(CborLimits.ofBytes(RecordBatch.BYTES_MAX));
  private final int[] starts = new int[RecordBatch.COUNT_MAX + 1];

  private byte[] salts = new byte[64 * SALT_BYTES];
  private byte[] hashes = new byte[64 * Digest.BYTES];

  /** What one hand needs for itself. */
  private static final class Hand {
    private final TreeHasher hasher = new TreeHasher();

    /** Holds one leaf's input, so that it is hashed from one place. */
    private byte[] leaf = new byte[LEAF_HEAD_BYTES + 512];
  }

  public SaltedTree() {
    this(Hands.ONE);
  }

  /** With hands that hash the parts of a large block at once. */
  public SaltedTree(Hands hands) {
    this.hands = hands;
    this.each = new Hand[hands.count()];
    Arrays.setAll(each, _ -> new Hand());
  }

  /** The root over a batch; of no records, the hash of nothing. */
  public Digest root(byte[] key, RecordBatch batch) {
    if (batch.count() == 0) {
      return hasher().emptyRoot();
    }
    mustBeKey(key);
    salt(key, batch.count());
    int slices = (batch.count() + SLICE - 1) / SLICE;
    hands.each(slices, (hand, slice) -> hashSlice(each[hand], slice, batch));
    // The root of each slice stands where the slice begins.
    for (int slice = 1; slice < slices; slice++) {
      System.arraycopy(
          hashes, slice * SLICE * Digest.BYTES, hashes, slice * Digest.BYTES, Digest.BYTES);
    }
    hasher().rootInPlace(hashes, 0, slices);
    return Digest.at(hashes, 0);
  }

  /**
   * RFC 9162 §2.1.1: whatever the number of leaves, no subtree of this size or below reaches over
   * the end of a slice, so each comes to its root without the others.
   */
  private void hashSlice(Hand hand, int slice, RecordBatch batch) {
    int from = slice * SLICE;
    int to = Math.min(batch.count(), from + SLICE);
    for (int i = from; i < to; i++) {
      hashLeaf(hand, i, batch.buffer(), batch.startOf(i), batch.startOf(i + 1));
    }
    hand.hasher.rootInPlace(hashes, from * Digest.BYTES, to - from);
  }

  /**
   * True when these bytes are exactly the records that the header commits to: as many items of
   * strict CBOR, as many bytes, and the same root.
   *
   * @param keyAt where K stands, or -1 when there is none
   */
  boolean matches(BlockHeader header, byte[] source, int keyAt, int recordsAt, int recordsBytes) {
    if (recordsBytes != header.sizeBytes() || (keyAt < 0) != (header.count() == 0)) {
      return false;
    }
    if (header.count() == 0) {
      return true;
    }
    if (!split(header.count(), source, recordsAt, recordsBytes)) {
      return false;
    }
    salt(Arrays.copyOfRange(source, keyAt, keyAt + KEY_BYTES), header.count());
    for (int i = 0; i < header.count(); i++) {
      hashLeaf(each[0], i, source, starts[i], starts[i + 1]);
    }
    hasher().rootInPlace(hashes, 0, header.count());
    return Digest.at(hashes, 0).equals(header.root());
  }

  /** Finds where each record starts; false when they are not this many whole records. */
  private boolean split(int count, byte[] source, int at, int length) {
    reader.reset(source, at, length);
    for (int i = 0; i < count; i++) {
      starts[i] = reader.at();
      reader.skip();
      if (reader.at() - starts[i] > LedgerRecord.BYTES_MAX) {
        return false;
      }
    }
    starts[count] = reader.at();
    return reader.end().isEmpty();
  }

  /** The leaf hashes of a batch, back to back: what proofs are made from. */
  public byte[] leafHashes(byte[] key, RecordBatch batch) {
    mustBeKey(key);
    salt(key, batch.count());
    for (int i = 0; i < batch.count(); i++) {
      hashLeaf(each[0], i, batch.buffer(), batch.startOf(i), batch.startOf(i + 1));
    }
    return Arrays.copyOf(hashes, batch.count() * Digest.BYTES);
  }

  /** The salt of one record: what a partial bundle carries in place of K. */
  public byte[] saltOf(byte[] key, int index) {
    mustBeKey(key);
    if (index < 0 || index >= RecordBatch.COUNT_MAX) {
      throw new IllegalArgumentException("record " + index + ", must be 0..4095");
    }
    byte[] salt = new byte[SALT_BYTES];
    encrypt(key, index, 1, salt);
    return salt;
  }

  /** The hash of a leaf whose salt is known. */
  public Digest leafHash(byte[] salt, byte[] record) {
    byte[] entry = Arrays.copyOf(salt, salt.length + record.length);
    System.arraycopy(record, 0, entry, salt.length, record.length);
    return hasher().leaf(entry);
  }

  /** The hasher, for proofs over the same tree. */
  TreeHasher hasher() {
    return each[0].hasher;
  }

  private void hashLeaf(Hand hand, int index, byte[] source, int from, int to) {
    int length = to - from;
    if (LEAF_HEAD_BYTES + length > hand.leaf.length) {
      hand.leaf = new byte[Math.max(2 * hand.leaf.length, LEAF_HEAD_BYTES + length)];
    }
    byte[] leaf = hand.leaf;
    System.arraycopy(salts, index * SALT_BYTES, leaf, 1, SALT_BYTES);
    System.arraycopy(source, from, leaf, LEAF_HEAD_BYTES, length);
    hand.hasher.leafBehind(leaf, 0, LEAF_HEAD_BYTES + length, hashes, index * Digest.BYTES);
  }

  /** All salts of a block in one call to the cipher, which costs less than a call for each. */
  private void salt(byte[] key, int count) {
    if (salts.length < count * SALT_BYTES) {
      int room = Math.min(RecordBatch.COUNT_MAX, 2 * count);
      salts = new byte[room * SALT_BYTES];
      hashes = new byte[room * Digest.BYTES];
    }
    encrypt(key, 0, count, salts);
  }

  private void encrypt(byte[] key, int from, int count, byte[] into) {
    try {
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
      int written = aes.doFinal(COUNTERS, from * SALT_BYTES, count * SALT_BYTES, into, 0);
      if (written != count * SALT_BYTES) {
        throw new IllegalStateException("AES gave " + written + " bytes");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256 refused a key of " + key.length + " bytes", e);
    }
  }

  private static void mustBeKey(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("K has " + key.length + " bytes, must have 32");
    }
  }

  /** 0, 1, 2 … as 16 bytes each, big-endian. */
  private static byte[] counters() {
    byte[] counters = new byte[RecordBatch.COUNT_MAX * SALT_BYTES];
    for (int i = 0; i < RecordBatch.COUNT_MAX; i++) {
      counters[i * SALT_BYTES + 14] = (byte) (i >>> 8);
      counters[i * SALT_BYTES + 15] = (byte) i;
    }
    return counters;
  }

  /**
   * ECB on a counter is a keyed permutation of it, which is what a salt must be; no data is hidden.
   */
  private static Cipher aes() {
    try {
      return Cipher.getInstance("AES/ECB/NoPadding");
    } catch (GeneralSecurityException e) {
      // Every Java platform must offer AES/ECB (javax.crypto.Cipher).
      throw new IllegalStateException("this Java has no AES", e);
    }
  }
}
