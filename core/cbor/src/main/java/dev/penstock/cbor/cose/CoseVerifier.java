package dev.penstock.cbor.cose;

import dev.penstock.signature.SignatureCheck;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;

/**
 * Checks messages against one key, which is prepared once. Safe for use by several threads if its
 * {@link SignatureCheck} is.
 */
public final class CoseVerifier {
  private final VerificationKey key;
  private final SignatureCheck check;

  public CoseVerifier(Signatures signatures, VerificationKey key) {
    this.key = key;
    check = signatures.check(key);
  }

  public VerificationKey key() {
    return key;
  }

  /** Checks a message that holds its payload. */
  public CoseVerdict verify(CoseSign1 message, byte[] externalAad) {
    return message.isDetached()
        ? CoseVerdict.PAYLOAD_MISPLACED
        : verify(message.sigStructure(externalAad), message.signature());
  }

  /** Checks a message whose payload came another way. */
  public CoseVerdict verify(CoseSign1 message, byte[] externalAad, byte[] detachedPayload) {
    return message.isDetached()
        ? verify(message.sigStructure(externalAad, detachedPayload), message.signature())
        : CoseVerdict.PAYLOAD_MISPLACED;
  }

  /** Checks a signature over bytes that are there already, for example because they were hashed. */
  public CoseVerdict verify(SigStructure structure, byte[] signature) {
    if (structure.algorithm().algorithm() != key.algorithm()) {
      return CoseVerdict.OTHER_ALGORITHM;
    }
    boolean isGood =
        signature.length == key.algorithm().signatureBytes()
            && check.accepts(structure.shared(), signature);
    return isGood ? CoseVerdict.VERIFIED : CoseVerdict.SIGNATURE_INVALID;
  }
}
