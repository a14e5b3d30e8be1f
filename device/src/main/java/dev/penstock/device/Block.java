package dev.penstock.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * One block as a device stores it: its place, which is chain, seq and link, and the message that it
 * sends (block.md §2 to §5).
 */
final class Block {
  static final int RECORDS_MAX = 4096;
  static final int BYTES_MAX = 1 << 20;

  static final int BOOT = 1;
  static final int KEY_CHANGE = 4;
  static final int KEY_CONFIRM = 8;
  static final int CHAIN_RESET = 16;

  static final int PLACE_BYTES = 16 + Long.BYTES + 32;

  private Block() {}

  static byte[] place(byte[] chain, long seq, byte[] link) {
    return ByteBuffer.allocate(PLACE_BYTES).put(chain).putLong(seq).put(link).array();
  }

  static boolean isAt(byte[] place, byte[] stored) {
    return Arrays.equals(place, Arrays.copyOf(stored, PLACE_BYTES));
  }

  /** What the next block names as its predecessor. */
  static byte[] link(byte[] stored) {
    return Arrays.copyOfRange(stored, PLACE_BYTES - 32, PLACE_BYTES);
  }

  /** True for the first block of a chain that is not this one. */
  static boolean isFirst(byte[] stored, byte[] otherChain) {
    boolean isOther = !Arrays.equals(otherChain, Arrays.copyOf(stored, 16));
    return isOther && stored.length > PLACE_BYTES && ByteBuffer.wrap(stored).getLong(16) == 0;
  }

  /**
   * The block that comes next in the chain, signed, as it is stored.
   *
   * @param about fields 8 to 14 of its header: when, how sure, evidence, echo, flags
   * @param salt K, 32 fresh random bytes; not used where there are no records
   */
  static byte[] make(
      String origin, ChainState at, Object about, List<byte[]> records, byte[] salt, DeviceKey key)
      throws IOException {
    var body = new ByteArrayOutputStream();
    records.forEach(body::writeBytes);
    int count = records.size();
    var place = Cbor.sequence(1, origin, at.chain, at.boot, at.seq, at.first, count, at.link);
    byte[] root = root(records, salt);
    byte[] payload = Cbor.item(Cbor.arrayOf(17, place, about, root, body.size()));
    byte[] header = Cose.protectedHeader(key.algorithm(), Cose.BLOCK, key.publicKey());
    byte[] signed = Cose.sigStructure(header, Cose.BLOCK, payload);
    byte[] signature = key.sign(signed);
    int raw = Cose.signatureBytes(key.algorithm());
    long ignored = Cbor.inRange("bytes of raw signature", signature.length, raw, raw);
    byte[] cose = Cose.sign1(header, payload, signature);
    byte[] message = Cbor.array(cose, count == 0 ? null : salt, body.toByteArray());
    byte[] link = Cose.sha256().digest(signed);
    var stored = ByteBuffer.allocate(PLACE_BYTES + message.length);
    return stored.put(place(at.chain, at.seq, link)).put(message).array();
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
    // Level by level from the left, which splits where the RFC does.
    for (int count = hashes.length; count > 1; count = (count + 1) / 2) {
      for (int i = 0; i + 1 < count; i += 2) {
        sha256.update((byte) 1);
        sha256.update(hashes[i]);
        hashes[i / 2] = sha256.digest(hashes[i + 1]);
      }
      hashes[(count - 1) / 2] = hashes[count % 2 == 1 ? count - 1 : (count - 1) / 2];
    }
    return hashes[0];
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
