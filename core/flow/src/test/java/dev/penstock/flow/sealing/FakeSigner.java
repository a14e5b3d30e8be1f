package dev.penstock.flow.sealing;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;

/**
 * Signs without signing, in no time, and fails when told to. The rules never look at signatures.
 */
final class FakeSigner implements Signer {
  private final VerificationKey key = VerificationKey.of(SignatureAlgorithm.ED25519, new byte[32]);

  /** So many signatures go well before each failure; negative: all. */
  int goodLeft = -1;

  @Override
  public VerificationKey key() {
    return key;
  }

  @Override
  public byte[] sign(byte[] message) throws SigningException {
    if (goodLeft == 0) {
      goodLeft = -1;
      throw new SigningException("the token is out", new IllegalStateException());
    }
    goodLeft--;
    return new byte[64];
  }
}
