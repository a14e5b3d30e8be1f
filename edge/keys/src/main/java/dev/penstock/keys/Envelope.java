package dev.penstock.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * The key file around its content, {@code docs/formats/keys.md}: header, header check, encrypted
 * content, checksum. Three layers, so that each thing that can be wrong is told from the others:
 *
 * <ul>
 *   <li>the checksum needs no passphrase and finds what disks and copies do to files;
 *   <li>the header check, under a key from the passphrase, finds the wrong passphrase;
 *   <li>the encryption's tag finds content that somebody changed and gave a new checksum.
 * </ul>
 */
final class Envelope {
  static final int VERSION = 1;

  /** One key file, far above a thousand keys. */
  static final int FILE_BYTES_MAX = 256 * 1024;

  private static final byte[] MAGIC = "PSTKKEYS".getBytes(StandardCharsets.US_ASCII);
  private static final int KDF_ARGON2ID = 1;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int CHECK_BYTES = 32;
  private static final int DIGEST_BYTES = 32;
  private static final int KEY_BYTES = 32;
  private static final int VERSION_AT = MAGIC.length;
  private static final int HEADER_BYTES =
      MAGIC.length + 1 + 1 + 3 * 4 + SALT_BYTES + NONCE_BYTES + 4;
  private static final int BODY_AT = HEADER_BYTES + CHECK_BYTES;
  private static final int FILE_BYTES_MIN = BODY_AT + TAG_BYTES + DIGEST_BYTES;

  private Envelope() {}

  /** What the passphrase gives with one salt. */
  static final class Keys implements AutoCloseable {
    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] check;
    private final byte[] content;

    private Keys(Argon2Cost cost, byte[] salt, byte[] derived) {
      this.cost = cost;
      this.salt = salt;
      this.check = Arrays.copyOf(derived, KEY_BYTES);
      this.content = Arrays.copyOfRange(derived, KEY_BYTES, 2 * KEY_BYTES);
      Arrays.fill(derived, (byte) 0);
    }

    static Keys derive(Passphrase passphrase, Argon2Cost cost, byte[] salt) {
      var parameters =
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(cost.memoryKib())
              .withIterations(cost.passes())
              .withParallelism(cost.lanes())
              .withSalt(salt)
              .build();
      var generator = new Argon2BytesGenerator();
      generator.init(parameters);
      byte[] derived = new byte[2 * KEY_BYTES];
      int _ = generator.generateBytes(passphrase.utf8(), derived);
      return new Keys(cost, salt.clone(), derived);
    }

    @Override
    public void close() {
      Arrays.fill(check, (byte) 0);
      Arrays.fill(content, (byte) 0);
    }
  }

  /** What came out of opening an envelope. */
  sealed interface Opened {
    /** The content, which the caller wipes, and the keys to write the next version with. */
    record Content(Secret content, Keys keys) implements Opened {}

    record Damaged(String why) implements Opened {}

    record Truncated(int bytes, int bytesExpected) implements Opened {}

    record NewerVersion(int version) implements Opened {}

    record WrongPassphrase() implements Opened {}

    record Tampered() implements Opened {}
  }

  /** Closes content into the bytes of a file. The nonce must never have been used before. */
  static byte[] seal(byte[] content, Keys keys, byte[] nonce) {
    ByteBuffer file = ByteBuffer.allocate(BODY_AT + content.length + TAG_BYTES + DIGEST_BYTES);
    file.put(MAGIC).put((byte) VERSION).put((byte) KDF_ARGON2ID);
    file.putInt(keys.cost.memoryKib()).putInt(keys.cost.passes()).putInt(keys.cost.lanes());
    file.put(keys.salt).put(nonce).putInt(content.length + TAG_BYTES);
    byte[] bytes = file.array();
    file.put(headerCheck(bytes, keys));
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, bytes, keys);
      file.put(cipher.doFinal(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot encrypt with AES-256-GCM", e);
    }
    byte[] checksum = sha256(bytes, bytes.length - DIGEST_BYTES);
    file.put(checksum);
    return bytes;
  }

  /** Opens the bytes of a file; never throws for any bytes. */
  static Opened open(byte[] file, Passphrase passphrase) {
    if (!Arrays.equals(
        file,
        0,
        Math.min(file.length, MAGIC.length),
        MAGIC,
        0,
        Math.min(file.length, MAGIC.length))) {
      return new Opened.Damaged("it does not begin like a key file");
    }
    if (file.length <= VERSION_AT) {
      return new Opened.Truncated(file.length, FILE_BYTES_MIN);
    }
    // Before anything else: a newer version may look different everywhere behind this byte.
    int version = file[VERSION_AT] & 0xff;
    if (version > VERSION) {
      return new Opened.NewerVersion(version);
    }
    if (file.length < FILE_BYTES_MIN) {
      return new Opened.Truncated(file.length, FILE_BYTES_MIN);
    }
    ByteBuffer header = ByteBuffer.wrap(file, VERSION_AT + 1, HEADER_BYTES - VERSION_AT - 1);
    int kdf = header.get() & 0xff;
    int memoryKib = header.getInt();
    int passes = header.getInt();
    int lanes = header.getInt();
    byte[] salt = new byte[SALT_BYTES];
    header.get(salt);
    int bodyBytes = header.getInt(HEADER_BYTES - Integer.BYTES);
    if (bodyBytes < TAG_BYTES || bodyBytes > FILE_BYTES_MAX - FILE_BYTES_MIN) {
      return new Opened.Damaged("its content length " + bodyBytes + " is out of range");
    }
    int bytesExpected = BODY_AT + bodyBytes + DIGEST_BYTES;
    if (file.length < bytesExpected) {
      return new Opened.Truncated(file.length, bytesExpected);
    }
    if (file.length > bytesExpected) {
      return new Opened.Damaged((file.length - bytesExpected) + " bytes follow its end");
    }
    byte[] checksum = Arrays.copyOfRange(file, file.length - DIGEST_BYTES, file.length);
    if (!MessageDigest.isEqual(checksum, sha256(file, file.length - DIGEST_BYTES))) {
      return new Opened.Damaged("its checksum does not match");
    }
    if (version < 1 || kdf != KDF_ARGON2ID || !Argon2Cost.isInRange(memoryKib, passes, lanes)) {
      return new Opened.Damaged("its passphrase parameters are out of range");
    }
    return unlock(file, Keys.derive(passphrase, new Argon2Cost(memoryKib, passes, lanes), salt));
  }

  private static Opened unlock(byte[] file, Keys keys) {
    byte[] check = Arrays.copyOfRange(file, HEADER_BYTES, BODY_AT);
    if (!MessageDigest.isEqual(check, headerCheck(file, keys))) {
      keys.close();
      return new Opened.WrongPassphrase();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, file, keys);
      byte[] content = cipher.doFinal(file, BODY_AT, file.length - BODY_AT - DIGEST_BYTES);
      return new Opened.Content(Secret.taking(content), keys);
    } catch (AEADBadTagException _) {
      keys.close();
      return new Opened.Tampered();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot decrypt with AES-256-GCM", e);
    }
  }

  /** AES-256-GCM with everything before the content as associated data. */
  private static Cipher cipher(int mode, byte[] file, Keys keys) throws GeneralSecurityException {
    byte[] nonce =
        Arrays.copyOfRange(
            file, HEADER_BYTES - Integer.BYTES - NONCE_BYTES, HEADER_BYTES - Integer.BYTES);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(keys.content, "AES"), new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(file, 0, BODY_AT);
    return cipher;
  }

  private static byte[] headerCheck(byte[] file, Keys keys) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.check, "HmacSHA256"));
      mac.update(file, 0, HEADER_BYTES);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  private static byte[] sha256(byte[] bytes, int count) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, count);
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
