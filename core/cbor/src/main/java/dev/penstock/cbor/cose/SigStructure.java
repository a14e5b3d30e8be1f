package dev.penstock.cbor.cose;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.cbor.CborHead;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * The bytes that the signature of a COSE_Sign1 covers, RFC 9052 §4.4: the array {@code
 * ["Signature1", protected, external_aad, payload]}. Made in one array of exact length, into which
 * each part is copied once; the same array is hashed, signed and cut into a message.
 */
public final class SigStructure {
  private static final byte[] CONTEXT = "Signature1".getBytes(US_ASCII);
  private static final int SIGN1_TAG = 18;
  private static final byte EMPTY_MAP = (byte) 0xa0;
  private static final byte NULL = (byte) 0xf6;

  private final CoseAlgorithm algorithm;
  private final byte[] bytes;
  // Both with their heads: as they stand in a message too.
  private final int protectedAt;
  private final int protectedEnd;
  private final int payloadAt;

  private SigStructure(
      CoseAlgorithm algorithm, byte[] bytes, int protectedAt, int protectedEnd, int payloadAt) {
    this.algorithm = algorithm;
    this.bytes = bytes;
    this.protectedAt = protectedAt;
    this.protectedEnd = protectedEnd;
    this.payloadAt = payloadAt;
  }

  /** A part of an array, which is borrowed. */
  static final class Slice {
    private final byte[] source;
    private final int from;
    private final int length;

    Slice(byte[] source, int from, int length) {
      Objects.checkFromIndexSize(from, length, source.length);
      this.source = source;
      this.from = from;
      this.length = length;
    }

    static Slice of(byte[] whole) {
      return new Slice(whole, 0, whole.length);
    }

    /** Bytes as a byte string with its head. */
    int stringBytes() {
      return Math.addExact(CborHead.bytes(length), length);
    }

    int writeString(byte[] into, int at) {
      int contentAt = CborHead.write(CborHead.BYTES, length, into, at);
      System.arraycopy(source, from, into, contentAt, length);
      return contentAt + length;
    }
  }

  static SigStructure of(
      CoseAlgorithm algorithm, Slice protectedHeader, Slice externalAad, Slice payload) {
    int protectedAt = 2 + CONTEXT.length;
    int size =
        Math.addExact(
            protectedAt + protectedHeader.stringBytes(),
            Math.addExact(externalAad.stringBytes(), payload.stringBytes()));
    byte[] bytes = new byte[size];
    int at = CborHead.write(CborHead.ARRAY, 4, bytes, 0);
    at = CborHead.write(CborHead.TEXT, CONTEXT.length, bytes, at);
    System.arraycopy(CONTEXT, 0, bytes, at, CONTEXT.length);
    int protectedEnd = protectedHeader.writeString(bytes, protectedAt);
    int payloadAt = externalAad.writeString(bytes, protectedEnd);
    int end = payload.writeString(bytes, payloadAt);
    if (end != size) {
      throw new IllegalStateException("wrote " + end + " of " + size + " bytes");
    }
    return new SigStructure(algorithm, bytes, protectedAt, protectedEnd, payloadAt);
  }

  /** The algorithm that the protected header names. */
  public CoseAlgorithm algorithm() {
    return algorithm;
  }

  /** How many bytes are signed. */
  public int sizeBytes() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Feeds the bytes to a hash without a copy. */
  public void updateInto(MessageDigest digest) {
    digest.update(bytes);
  }

  /** The bytes themselves: for signers and checks, which only read them. */
  byte[] shared() {
    return bytes;
  }

  /**
   * The tagged message with this signature, the payload in it and an empty unprotected header. A
   * signature of wrong length throws.
   */
  public byte[] message(byte[] signature) {
    return message(signature, false);
  }

  /** The same without the payload. */
  public byte[] detachedMessage(byte[] signature) {
    return message(signature, true);
  }

  private byte[] message(byte[] signature, boolean isDetached) {
    int signatureBytes = algorithm.algorithm().signatureBytes();
    if (signature.length != signatureBytes) {
      throw new IllegalArgumentException(
          algorithm + " signature has " + signature.length + " bytes, must be " + signatureBytes);
    }
    Slice signatureSlice = Slice.of(signature);
    int protectedBytes = protectedEnd - protectedAt;
    int payloadBytes = isDetached ? 1 : bytes.length - payloadAt;
    // Tag 18, array of four and the empty map are one byte each.
    int size = Math.addExact(3 + protectedBytes + payloadBytes, signatureSlice.stringBytes());
    byte[] message = new byte[size];
    int at = CborHead.write(CborHead.TAG, SIGN1_TAG, message, 0);
    at = CborHead.write(CborHead.ARRAY, 4, message, at);
    System.arraycopy(bytes, protectedAt, message, at, protectedBytes);
    at += protectedBytes;
    message[at++] = EMPTY_MAP;
    if (isDetached) {
      message[at] = NULL;
    } else {
      System.arraycopy(bytes, payloadAt, message, at, payloadBytes);
    }
    int end = signatureSlice.writeString(message, at + payloadBytes);
    if (end != size) {
      throw new IllegalStateException("wrote " + end + " of " + size + " bytes");
    }
    return message;
  }
}
