package dev.penstock.timestamp.x509;

import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** A public key that is strong enough to count, held to its rules before any provider sees it. */
sealed interface SubjectKey {
  /** From 2,048 bits on; the upper bound keeps a check below some tens of milliseconds. */
  record Rsa(BigInteger modulus, BigInteger exponent) implements SubjectKey {}

  record Ec(Curve curve, BigInteger x, BigInteger y) implements SubjectKey {}

  record Ed25519(Encoded info) implements SubjectKey {}

  int RSA_BITS_MIN = 2048;
  int RSA_BITS_MAX = 8192;
  int RSA_EXPONENT_BITS_MAX = 64;

  String RSA = "1.2.840.113549.1.1.1";
  String EC = "1.2.840.10045.2.1";
  String ED25519 = "1.3.101.112";

  /** The key in a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), or empty when it does not count. */
  static Optional<SubjectKey> of(Encoded info) {
    DerReader in = DerReader.of(info).enter(Tag.SEQUENCE);
    DerReader algorithm = in.enter(Tag.SEQUENCE);
    String oid = algorithm.oid();
    Optional<SubjectKey> key =
        switch (oid) {
          case RSA -> {
            var _ = algorithm.element(Tag.NULL);
            yield rsa(in.bytesOfBits());
          }
          case EC -> ec(algorithm.oid(), in.bytesOfBits());
          case ED25519 -> ed25519(info, in.bytesOfBits());
          default -> Optional.empty();
        };
    algorithm.done();
    in.done();
    return in.isRefused() ? Optional.empty() : key;
  }

  private static Optional<SubjectKey> rsa(byte[] bits) {
    DerReader in = DerReader.of(bits, 1 << 16);
    DerReader numbers = in.enter(Tag.SEQUENCE);
    BigInteger modulus = numbers.integer(RSA_BITS_MAX / 8 + 1);
    BigInteger exponent = numbers.integer(RSA_EXPONENT_BITS_MAX / 8 + 1);
    numbers.done();
    in.done();
    boolean isGood =
        !in.isRefused()
            && modulus.signum() > 0
            && modulus.testBit(0)
            && modulus.bitLength() >= RSA_BITS_MIN
            && modulus.bitLength() <= RSA_BITS_MAX
            && exponent.compareTo(BigInteger.valueOf(3)) >= 0
            && exponent.testBit(0)
            && exponent.bitLength() <= RSA_EXPONENT_BITS_MAX;
    return isGood ? Optional.of(new Rsa(modulus, exponent)) : Optional.empty();
  }

  private static Optional<SubjectKey> ec(String curveOid, byte[] bits) {
    Optional<Curve> found = Curve.of(curveOid);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Curve curve = found.get();
    int bytes = curve.coordinateBytes();
    if (bits.length != 1 + 2 * bytes || bits[0] != 0x04) {
      return Optional.empty();
    }
    var x = new BigInteger(1, bits, 1, bytes);
    var y = new BigInteger(1, bits, 1 + bytes, bytes);
    return curve.holds(x, y) ? Optional.of(new Ec(curve, x, y)) : Optional.empty();
  }

  private static Optional<SubjectKey> ed25519(Encoded info, byte[] bits) {
    // The eight points of small order, with which anybody can sign, have one of these y.
    byte[] y = bits.clone();
    if (y.length != 32) {
      return Optional.empty();
    }
    y[31] = (byte) (y[31] & 0x7f);
    return SmallOrder.holds(y) ? Optional.empty() : Optional.of(new Ed25519(info));
  }

  /** The key as the JDK wants it; empty when the JDK takes it for none. */
  default Optional<PublicKey> toJdk() {
    try {
      return Optional.of(
          switch (this) {
            case Rsa(var modulus, var exponent) ->
                KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, exponent));
            case Ec(var curve, var x, var y) -> {
              var parameters = AlgorithmParameters.getInstance("EC");
              parameters.init(new ECGenParameterSpec(curve.jdkName()));
              yield KeyFactory.getInstance("EC")
                  .generatePublic(
                      new ECPublicKeySpec(
                          new ECPoint(x, y), parameters.getParameterSpec(ECParameterSpec.class)));
            }
            case Ed25519(var info) ->
                KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(info.bytes()));
          });
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /**
   * The y coordinates, little-endian without the sign of x, of the points whose order divides 8.
   */
  final class SmallOrder {
    private static final BigInteger FIELD =
        BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER_8 =
        new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);

    private SmallOrder() {}

    static boolean holds(byte[] littleEndian) {
      byte[] reversed = new byte[littleEndian.length];
      for (int i = 0; i < reversed.length; i++) {
        reversed[i] = littleEndian[reversed.length - 1 - i];
      }
      var y = new BigInteger(1, reversed);
      // A y beyond the field is another spelling of one within it.
      return y.compareTo(FIELD) >= 0
          || y.signum() == 0
          || y.equals(BigInteger.ONE)
          || y.equals(FIELD.subtract(BigInteger.ONE))
          || y.equals(ORDER_8)
          || y.equals(FIELD.subtract(ORDER_8));
    }
  }
}
