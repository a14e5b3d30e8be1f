package dev.penstock.merkle.note;

import dev.penstock.merkle.Decoded;
import dev.penstock.signature.VerificationKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key that signs notes under a name: a <em>vkey</em> of C2SP signed-note. Name and {@link
 * #id} together say which key made a signature.
 */
public record NoteKey(String name, NoteKeyType type, VerificationKey key) {
  /** An ML-DSA-44 vkey has 1,764 characters behind its name. */
  private static final int VKEY_CHARS_MAX = 4_096;

  private static final int ID_HEX_CHARS = 8;

  public NoteKey {
    if (!StrictText.isKeyName(name)) {
      throw new IllegalArgumentException(
          "key name \"" + name + "\" is empty or holds a space, control character or plus");
    }
    if (key.algorithm() != type.algorithm()) {
      throw new IllegalArgumentException(
          "key of " + key.algorithm() + " cannot make signatures of type " + type);
    }
  }

  /** True when this text may be the name of a key. */
  public static boolean isName(String text) {
    return StrictText.isKeyName(text);
  }

  /** {@code SHA-256(name || 0x0A || type || public key)[:4]}, read as a big-endian number. */
  public int id() {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update((byte) type.code());
    return ByteBuffer.wrap(sha256.digest(key.raw())).getInt();
  }

  /** {@code name+hex(id)+base64(type || public key)}. */
  public String vkey() {
    byte[] raw = key.raw();
    byte[] typed = new byte[1 + raw.length];
    typed[0] = (byte) type.code();
    System.arraycopy(raw, 0, typed, 1, raw.length);
    return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + StrictText.toBase64(typed);
  }

  /** Reads a vkey. The key id in it must be the one that follows from name, type and key. */
  public static Decoded<NoteKey> decode(String vkey) {
    if (vkey.length() > VKEY_CHARS_MAX) {
      return new Decoded.Malformed<>("vkey is longer than " + VKEY_CHARS_MAX + " characters");
    }
    int first = vkey.indexOf('+');
    int second = first < 0 ? -1 : vkey.indexOf('+', first + 1);
    if (second < 0) {
      return new Decoded.Malformed<>("vkey is not name+id+key");
    }
    String name = vkey.substring(0, first);
    if (!StrictText.isKeyName(name)) {
      return new Decoded.Malformed<>("vkey has no valid key name");
    }
    Optional<byte[]> typed = StrictText.base64(vkey.substring(second + 1));
    if (typed.isEmpty() || typed.get().length == 0) {
      return new Decoded.Malformed<>("vkey's key is not base64");
    }
    return decode(name, vkey.substring(first + 1, second), typed.get());
  }

  private static Decoded<NoteKey> decode(String name, String idHex, byte[] typed) {
    Optional<NoteKeyType> type = NoteKeyType.of(typed[0] & 0xFF);
    if (type.isEmpty()) {
      return new Decoded.Malformed<>(
          "vkey's signature type 0x" + HexFormat.of().toHexDigits(typed[0]) + " is not supported");
    }
    int keyBytes = type.get().algorithm().publicKeyBytes();
    if (typed.length != 1 + keyBytes) {
      return new Decoded.Malformed<>(
          "vkey's key has " + (typed.length - 1) + " bytes, must be " + keyBytes);
    }
    byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
    var key = new NoteKey(name, type.get(), VerificationKey.of(type.get().algorithm(), raw));
    // Comparing the spelling makes sure of 8 lower-case digits too.
    return idHex.length() == ID_HEX_CHARS && idHex.equals(HexFormat.of().toHexDigits(key.id()))
        ? new Decoded.Value<>(key)
        : new Decoded.Malformed<>("vkey's key id does not follow from its name and key");
  }

  @Override
  public String toString() {
    return name + "+" + HexFormat.of().toHexDigits(id());
  }
}
