package dev.penstock.timestamp.x509;

import java.math.BigInteger;
import java.util.Optional;

/** The curves that count (SP 800-186 §3.2.1), with what is needed to check a point. */
enum Curve {
  P_256(
      "1.2.840.10045.3.1.7",
      "secp256r1",
      32,
      "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
      "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  P_384(
      "1.3.132.0.34",
      "secp384r1",
      48,
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe"
          + "ffffffff0000000000000000ffffffff",
      "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875a"
          + "c656398d8a2ed19d2a85c8edd3ec2aef",
      "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf"
          + "581a0db248b0a77aecec196accc52973"),
  P_521(
      "1.3.132.0.35",
      "secp521r1",
      66,
      "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
          + "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef1"
          + "09e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
      "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
          + "fffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409");

  private final String oid;
  private final String jdkName;
  private final int coordinateBytes;
  private final BigInteger field;
  private final BigInteger b;
  private final BigInteger order;

  Curve(String oid, String jdkName, int coordinateBytes, String field, String b, String order) {
    this.oid = oid;
    this.jdkName = jdkName;
    this.coordinateBytes = coordinateBytes;
    this.field = new BigInteger(field, 16);
    this.b = new BigInteger(b, 16);
    this.order = new BigInteger(order, 16);
  }

  static Optional<Curve> of(String oid) {
    for (Curve each : values()) {
      if (each.oid.equals(oid)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  String jdkName() {
    return jdkName;
  }

  int coordinateBytes() {
    return coordinateBytes;
  }

  /** SP 800-186 appendix D.1.1: coordinates in range and on the curve, whose a is -3. */
  boolean holds(BigInteger x, BigInteger y) {
    if (x.compareTo(field) >= 0 || y.compareTo(field) >= 0) {
      return false;
    }
    BigInteger right = x.multiply(x).subtract(BigInteger.valueOf(3)).multiply(x).add(b);
    return y.multiply(y).subtract(right).mod(field).signum() == 0;
  }

  /** FIPS 186-5 §6.4.2 step 1: r and s are in [1, n-1]. */
  boolean isScalar(BigInteger number) {
    return number.signum() > 0 && number.compareTo(order) < 0;
  }
}
