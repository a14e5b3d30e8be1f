package dev.penstock.signature;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The statement that one signing key follows another: the old key signs that it hands over, the new
 * key signs that it takes over, so neither can be named against its owner's will.
 *
 * <p>It becomes the entry of index {@code lastSize} in the log whose key it is, and counts nowhere
 * else: so the old key is the one for every tree that does not hold this entry, and the new one for
 * every tree that does. {@code docs/formats/keys.md} gives the bytes.
 *
 * @param name what the keys sign under: for a log its origin; 1 to 255 bytes of UTF-8
 * @param lastSize the last tree size that the old key signs for, and the entry's index
 */
public record KeyRotation(
    String name, VerificationKey oldKey, VerificationKey newKey, long lastSize) {
  /** The first bytes of each statement: they keep its signatures apart from all others. */
  private static final byte[] MAGIC =
      "penstock-key-rotation-v1".getBytes(StandardCharsets.US_ASCII);

  private static final int NAME_BYTES_MAX = 255;

  public KeyRotation {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    if (utf8.length == 0
        || utf8.length > NAME_BYTES_MAX
        || !new String(utf8, StandardCharsets.UTF_8).equals(name)) {
      throw new IllegalArgumentException("name \"" + name + "\" must be 1..255 bytes of UTF-8");
    }
    if (oldKey.equals(newKey)) {
      throw new IllegalArgumentException("a key cannot follow itself: " + oldKey);
    }
    if (lastSize < 0) {
      throw new IllegalArgumentException("tree size " + lastSize + " is negative");
    }
  }

  /** What both keys sign. */
  public byte[] content() {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    int bytes =
        MAGIC.length
            + 1
            + utf8.length
            + 1
            + oldKey.algorithm().publicKeyBytes()
            + 1
            + newKey.algorithm().publicKeyBytes()
            + Long.BYTES;
    ByteBuffer content = ByteBuffer.allocate(bytes);
    content.put(MAGIC).put((byte) utf8.length).put(utf8);
    content.put((byte) code(oldKey.algorithm())).put(oldKey.raw());
    content.put((byte) code(newKey.algorithm())).put(newKey.raw());
    return content.putLong(lastSize).array();
  }

  /** The signed statement: the content, the old key's signature, the new key's signature. */
  public byte[] sign(Signer oldSigner, Signer newSigner) throws SigningException {
    if (!oldSigner.key().equals(oldKey) || !newSigner.key().equals(newKey)) {
      throw new IllegalArgumentException(
          "signers of " + oldSigner.key() + ", " + newSigner.key() + " for " + this);
    }
    byte[] content = content();
    byte[] oldSignature = oldSigner.sign(content);
    byte[] newSignature = newSigner.sign(content);
    return ByteBuffer.allocate(content.length + oldSignature.length + newSignature.length)
        .put(content)
        .put(oldSignature)
        .put(newSignature)
        .array();
  }

  /** True when the bytes claim to be such a statement; {@link #check} says whether they are. */
  public static boolean isClaimedBy(byte[] statement) {
    return isClaimedBy(statement, 0, statement.length);
  }

  /** The same for bytes that stand inside others. */
  public static boolean isClaimedBy(byte[] bytes, int from, int length) {
    return length >= MAGIC.length
        && Arrays.equals(bytes, from, from + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /** Reads a statement and checks both signatures. Never throws for any bytes. */
  public static KeyRotationCheck check(byte[] statement, Signatures signatures) {
    var reader = new Reader(statement);
    if (!isClaimedBy(statement)) {
      return new KeyRotationCheck.Malformed(0, "not a key rotation of version 1");
    }
    KeyRotation rotation;
    byte[] oldSignature;
    byte[] newSignature;
    try {
      reader.skip(MAGIC.length);
      String name = reader.name();
      VerificationKey oldKey = reader.key();
      VerificationKey newKey = reader.key();
      long lastSize = reader.size();
      if (oldKey.equals(newKey)) {
        return new KeyRotationCheck.Malformed(reader.at(), "both keys are the same");
      }
      rotation = new KeyRotation(name, oldKey, newKey, lastSize);
      oldSignature = reader.bytes(oldKey.algorithm().signatureBytes());
      newSignature = reader.bytes(newKey.algorithm().signatureBytes());
      reader.end();
    } catch (Reader.Refused e) {
      return new KeyRotationCheck.Malformed(reader.at(), e.why);
    }
    byte[] content = rotation.content();
    if (!signatures.check(rotation.oldKey()).accepts(content, oldSignature)) {
      return new KeyRotationCheck.BadSignature(rotation, rotation.oldKey());
    }
    if (!signatures.check(rotation.newKey()).accepts(content, newSignature)) {
      return new KeyRotationCheck.BadSignature(rotation, rotation.newKey());
    }
    return new KeyRotationCheck.Signed(rotation);
  }

  /** The code of an algorithm in this format: fixed for ever, whatever happens to the enum. */
  private static int code(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> 1;
      case ECDSA_P256 -> 2;
      case ML_DSA_44 -> 3;
      case ML_DSA_65 -> 4;
    };
  }

  /** Walks a statement from front to back; every length is known before it is used. */
  private static final class Reader {
    private final ByteBuffer bytes;

    Reader(byte[] statement) {
      this.bytes = ByteBuffer.wrap(statement);
    }

    int at() {
      return bytes.position();
    }

    void skip(int count) throws Refused {
      byte[] _ = bytes(count);
    }

    byte[] bytes(int count) throws Refused {
      if (bytes.remaining() < count) {
        throw new Refused("ends " + (count - bytes.remaining()) + " bytes too early");
      }
      byte[] taken = new byte[count];
      bytes.get(taken);
      return taken;
    }

    String name() throws Refused {
      int length = bytes(1)[0] & 0xff;
      byte[] utf8 = bytes(length);
      try {
        String name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        if (name.isEmpty()) {
          throw new Refused("name is empty");
        }
        return name;
      } catch (CharacterCodingException _) {
        // The only way the decoder has to say that the bytes are no UTF-8.
        throw new Refused("name is not UTF-8");
      }
    }

    VerificationKey key() throws Refused {
      int code = bytes(1)[0] & 0xff;
      for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
        if (code(algorithm) == code) {
          byte[] raw = bytes(algorithm.publicKeyBytes());
          if (!VerificationKey.hasForm(algorithm, raw)) {
            throw new Refused("a P-256 key is no uncompressed point");
          }
          return VerificationKey.of(algorithm, raw);
        }
      }
      throw new Refused("unknown algorithm " + code);
    }

    long size() throws Refused {
      long size = ByteBuffer.wrap(bytes(Long.BYTES)).getLong();
      if (size < 0) {
        throw new Refused("tree size is out of range");
      }
      return size;
    }

    void end() throws Refused {
      if (bytes.hasRemaining()) {
        throw new Refused(bytes.remaining() + " bytes too many");
      }
    }

    private static final class Refused extends Exception {
      private static final long serialVersionUID = 1L;

      private final String why;

      Refused(String why) {
        super(why, null, false, false);
        this.why = why;
      }
    }
  }
}
