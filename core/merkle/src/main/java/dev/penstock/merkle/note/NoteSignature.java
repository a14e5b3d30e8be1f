package dev.penstock.merkle.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** One signature line of a note: who claims to have signed, and the bytes. */
public final class NoteSignature {
  private final String name;
  private final int keyId;
  private final byte[] signature;

  private NoteSignature(String name, int keyId, byte[] signature) {
    this.name = name;
    this.keyId = keyId;
    this.signature = signature;
  }

  /** A line of these; throws when the name is no key name or there is no byte of signature. */
  public static NoteSignature of(String name, int keyId, byte[] signature) {
    if (!StrictText.isKeyName(name) || signature.length == 0) {
      throw new IllegalArgumentException(
          "signature of " + signature.length + " bytes by \"" + name + "\"");
    }
    return new NoteSignature(name, keyId, signature.clone());
  }

  public String name() {
    return name;
  }

  public int keyId() {
    return keyId;
  }

  /** A copy of what stands behind the key id; in a cosignature the time comes first. */
  public byte[] signature() {
    return signature.clone();
  }

  /** The line as it stands in the note, with its newline. */
  public String line() {
    byte[] blob =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
    return Note.SIGNATURE_MARK + name + " " + StrictText.toBase64(blob) + "\n";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && name.equals(that.name)
        && keyId == that.keyId
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + keyId) + Arrays.hashCode(signature);
  }

  @Override
  public String toString() {
    return name + "+" + HexFormat.of().toHexDigits(keyId) + ", " + signature.length + " bytes";
  }
}
