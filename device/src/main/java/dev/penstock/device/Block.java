package dev.penstock.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One block as it is sent (block.md §2 to §5), and its link, which the next block names as its
 * predecessor.
 */
final class Block {
  static final int RECORDS_MAX = 4096;
  static final int BYTES_MAX = 1 << 20;

  static final int BOOT = 1;
  static final int KEY_CHANGE = 4;
  static final int KEY_CONFIRM = 8;
  static final int CHAIN_RESET = 16;

  final byte[] link;
  final byte[] message;

  private Block(byte[] link, byte[] message) {
    this.link = link;
    this.message = message;
  }

  /**
   * What a header says beside its place in the chain: when, how sure, what evidence, which
   * challenge, which flags.
   */
  static final class About {
    long startTicks;
    long endTicks;
    @Nullable Long wallNanos;
    int clockQuality;
    byte @Nullable [] evidence;
    byte @Nullable [] echo;
    int flags;
  }

  /**
   * Signs the block that comes next after {@code state}.
   *
   * @param saltKey K, 32 fresh random bytes; not used where there are no records
   */
  static Block make(
      String origin,
      ChainState state,
      About about,
      List<byte[]> records,
      byte[] saltKey,
      DeviceKey key)
      throws IOException {
    var body = new ByteArrayOutputStream();
    records.forEach(body::writeBytes);
    Object[] fields = {
      1, origin, state.chain, state.boot, state.seq, state.first, records.size(), state.link,
      about.startTicks, about.endTicks, about.wallNanos, about.clockQuality, about.evidence,
      about.echo, about.flags, root(records, saltKey), body.size()
    };
    byte[] payload = Cbor.array(fields);
    byte[] kid = Cose.thumbprint(key.algorithm(), key.publicKey());
    byte[] header = Cose.protectedHeader(key.algorithm(), Cose.BLOCK, kid);
    byte[] signed = Cose.sigStructure(header, Cose.BLOCK, payload);
    byte[] cose = Cose.sign1(header, payload, key.sign(signed));
    byte[] sentKey = records.isEmpty() ? null : saltKey;
    byte[] message = Cbor.array(cose, sentKey, body.toByteArray());
    return new Block(Cose.sha256().digest(signed), message);
  }

  /** RFC 9162 §2.1.1 over the salted records. */
  private static byte[] root(List<byte[]> records, byte[] saltKey) {
    MessageDigest sha256 = Cose.sha256();
    if (records.isEmpty()) {
      return sha256.digest();
    }
    byte[] salts = salts(saltKey, records.size());
    byte[][] hashes = new byte[records.size()][];
    for (int i = 0; i < hashes.length; i++) {
      sha256.update((byte) 0);
      sha256.update(salts, 16 * i, 16);
      hashes[i] = sha256.digest(records.get(i));
    }
    return root(sha256, hashes, 0, hashes.length);
  }

  private static byte[] root(MessageDigest sha256, byte[][] hashes, int from, int count) {
    if (count == 1) {
      return hashes[from];
    }
    int split = Integer.highestOneBit(count - 1);
    byte[] left = root(sha256, hashes, from, split);
    byte[] right = root(sha256, hashes, from + split, count - split);
    sha256.update((byte) 1);
    sha256.update(left);
    return sha256.digest(right);
  }

  /**
   * AES-256(K, i) for each i, back to back. One AES block each, no two alike, so ECB is what is
   * meant.
   */
  @SuppressWarnings("InsecureCipherMode")
  private static byte[] salts(byte[] saltKey, int count) {
    var counters = ByteBuffer.allocate(16 * count);
    for (int i = 0; i < count; i++) {
      counters.putInt(16 * i + 12, i);
    }
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(saltKey, "AES"));
      return aes.doFinal(counters.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES-256", e);
    }
  }
}
