package dev.penstock.cbor.cose;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import java.util.Arrays;
import java.util.Optional;

/**
 * One COSE_Sign1 message (RFC 9052 §4.2, tag 18) that is well-formed for its {@link CoseProfile}.
 * Whether its signature is good is another question, answered by {@link CoseVerifier}.
 *
 * <p>It holds one copy of the message and the places of the parts in it; nothing else is made until
 * it is asked for.
 */
public final class CoseSign1 {
  private static final int KEY_ID_ABSENT = -1;

  /** Where the parts of a message stand in it. Strings are given by their content. */
  record Places(
      int protectedAt,
      int protectedBytes,
      int unprotectedAt,
      int unprotectedEnd,
      boolean isDetached,
      int payloadAt,
      int payloadBytes,
      int signatureAt,
      int keyIdAt,
      int keyIdBytes) {}

  private final byte[] message;
  private final CoseAlgorithm algorithm;
  private final Places places;

  CoseSign1(byte[] message, CoseAlgorithm algorithm, Places places) {
    this.message = message;
    this.algorithm = algorithm;
    this.places = places;
  }

  /** Reads one message; to read many, keep a {@link CoseSign1Reader}. */
  public static Decoded<CoseSign1> decode(byte[] bytes, CoseProfile profile) {
    return new CoseSign1Reader(profile).decode(bytes);
  }

  /** The message as it was read. */
  public byte[] toByteArray() {
    return message.clone();
  }

  public int sizeBytes() {
    return message.length;
  }

  public CoseAlgorithm algorithm() {
    return algorithm;
  }

  /** The protected header. */
  public CoseHeader header() {
    return CoseHeader.checked(algorithm, map(places.protectedAt(), places.protectedBytes()));
  }

  /** The unprotected header, which nobody has signed. */
  public CborValue.Map unprotected() {
    return map(places.unprotectedAt(), places.unprotectedEnd() - places.unprotectedAt());
  }

  /** A copy of the key id in the protected header. */
  public Optional<byte[]> keyId() {
    return places.keyIdBytes() == KEY_ID_ABSENT
        ? Optional.empty()
        : Optional.of(copy(places.keyIdAt(), places.keyIdBytes()));
  }

  /** Whether the protected header has exactly this key id. */
  public boolean hasKeyId(byte[] keyId) {
    int at = places.keyIdAt();
    return places.keyIdBytes() == keyId.length
        && Arrays.equals(message, at, at + keyId.length, keyId, 0, keyId.length);
  }

  /** Whether the payload is missing from the message. */
  public boolean isDetached() {
    return places.isDetached();
  }

  /** A copy of the payload; throws when it is detached. */
  public byte[] payload() {
    mustBeAttached();
    return copy(places.payloadAt(), places.payloadBytes());
  }

  /** Sets a reader on the payload without copying it; throws when it is detached. */
  public void readPayload(CborReader reader) {
    mustBeAttached();
    reader.reset(message, places.payloadAt(), places.payloadBytes());
  }

  /** A copy of the raw signature. */
  public byte[] signature() {
    return copy(places.signatureAt(), algorithm.algorithm().signatureBytes());
  }

  /** What the signature must cover; throws when the payload is detached. */
  public SigStructure sigStructure(byte[] externalAad) {
    mustBeAttached();
    return sigStructure(
        externalAad, new SigStructure.Slice(message, places.payloadAt(), places.payloadBytes()));
  }

  /** What the signature must cover if this is the payload; throws when there is one already. */
  public SigStructure sigStructure(byte[] externalAad, byte[] detachedPayload) {
    if (!isDetached()) {
      throw new IllegalStateException("the payload is in the message");
    }
    return sigStructure(externalAad, SigStructure.Slice.of(detachedPayload));
  }

  private SigStructure sigStructure(byte[] externalAad, SigStructure.Slice payload) {
    return SigStructure.of(
        algorithm,
        new SigStructure.Slice(message, places.protectedAt(), places.protectedBytes()),
        SigStructure.Slice.of(externalAad),
        payload);
  }

  /** The message with this unprotected header in place of its own. The signature still holds. */
  public byte[] withUnprotected(CborValue.Map unprotected) {
    byte[] map = unprotected.encode();
    int before = places.unprotectedAt();
    int after = message.length - places.unprotectedEnd();
    byte[] changed = new byte[Math.addExact(before + map.length, after)];
    System.arraycopy(message, 0, changed, 0, before);
    System.arraycopy(map, 0, changed, before, map.length);
    System.arraycopy(message, places.unprotectedEnd(), changed, before + map.length, after);
    return changed;
  }

  /** The message with an empty unprotected header: what is hashed as a leaf. */
  public byte[] withoutUnprotected() {
    return withUnprotected(CborValue.map());
  }

  private void mustBeAttached() {
    if (isDetached()) {
      throw new IllegalStateException("the payload is detached");
    }
  }

  private byte[] copy(int at, int length) {
    return Arrays.copyOfRange(message, at, at + length);
  }

  /** A map that was checked when the message was read. */
  private CborValue.Map map(int at, int length) {
    var reader = new CborReader(CborLimits.ofBytes(Math.max(1, length)));
    reader.reset(message, at, length);
    CborValue value = CborValue.read(reader);
    if (reader.end().isPresent() || !(value instanceof CborValue.Map map)) {
      throw new IllegalStateException("a checked header is no map any more");
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CoseSign1 that && Arrays.equals(message, that.message);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(message);
  }

  @Override
  public String toString() {
    return "COSE_Sign1 " + algorithm + ", " + message.length + " bytes";
  }
}
