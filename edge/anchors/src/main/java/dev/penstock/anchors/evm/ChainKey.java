package dev.penstock.anchors.evm;

import dev.penstock.evm.Address;
import dev.penstock.evm.AnchorTransaction;
import dev.penstock.evm.Keccak;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A private key on secp256k1 and what chains want of its signatures: the nonce from the message
 * (RFC 6979), the smaller of the two s (EIP-2), and which of the two points it was.
 */
final class ChainKey {
  static final int BYTES = 32;

  private static final int COORDINATES_BYTES = 64;

  private static final ECDomainParameters CURVE = curve();

  private final BigInteger secret;
  private final ECPoint point;

  private ChainKey(BigInteger secret) {
    this.secret = secret;
    point = CURVE.getG().multiply(secret).normalize();
  }

  /**
   * A signature.
   *
   * @param yParity 1 when the y coordinate of its point is odd
   */
  record Signature(int yParity, BigInteger r, BigInteger s) {}

  /** The key of these 32 bytes: a number from 1 to the order of the curve less one. */
  static Optional<ChainKey> of(byte[] bytes) {
    var secret = new BigInteger(1, bytes);
    boolean isKey =
        bytes.length == BYTES && secret.signum() != 0 && secret.compareTo(CURVE.getN()) < 0;
    return isKey ? Optional.of(new ChainKey(secret)) : Optional.empty();
  }

  /** Whose transactions these are. */
  Address address() {
    return Address.ofKey(Arrays.copyOfRange(point.getEncoded(false), 1, 1 + COORDINATES_BYTES));
  }

  byte[] sign(AnchorTransaction transaction) {
    Signature signature = sign(transaction.signingHash());
    return transaction.signed(signature.yParity(), signature.r(), signature.s());
  }

  Signature sign(Keccak hash) {
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, CURVE));
    BigInteger[] parts = signer.generateSignature(hash.bytes());
    BigInteger r = parts[0];
    boolean isLow = parts[1].compareTo(CURVE.getN().shiftRight(1)) <= 0;
    BigInteger s = isLow ? parts[1] : CURVE.getN().subtract(parts[1]);
    for (int parity = 0; parity <= 1; parity++) {
      if (recovered(hash, parity, r, s).equals(point)) {
        return new Signature(parity, r, s);
      }
    }
    throw new IllegalStateException("a signature from which its own key does not follow");
  }

  /** SEC 1 §4.1.6: the public key that a signature comes from, given which point it was. */
  private static ECPoint recovered(Keccak hash, int parity, BigInteger r, BigInteger s) {
    byte[] compressed = new byte[1 + BYTES];
    compressed[0] = (byte) (2 + parity);
    byte[] x = r.toByteArray();
    int length = Math.min(x.length, BYTES);
    System.arraycopy(x, x.length - length, compressed, compressed.length - length, length);
    ECPoint signed = CURVE.getCurve().decodePoint(compressed);
    BigInteger inverse = r.modInverse(CURVE.getN());
    BigInteger message = new BigInteger(1, hash.bytes()).negate();
    return signed
        .multiply(s.multiply(inverse).mod(CURVE.getN()))
        .add(CURVE.getG().multiply(message.multiply(inverse).mod(CURVE.getN())))
        .normalize();
  }

  private static ECDomainParameters curve() {
    X9ECParameters parameters = CustomNamedCurves.getByName("secp256k1");
    return new ECDomainParameters(
        parameters.getCurve(), parameters.getG(), parameters.getN(), parameters.getH());
  }
}
