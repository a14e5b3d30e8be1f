package dev.penstock.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Reads requests for certificates, PKCS #10: the key, if whoever asks has its private half. */
final class SigningRequest {
  private static final int BYTES_MAX = 16 << 10;
  private static final int RSA_BITS_MIN = 2_048;
  private static final int RSA_BITS_MAX = 4_096;
  private static final List<Integer> EC_BITS = List.of(256, 384);

  private SigningRequest() {}

  /** What came of reading one. */
  sealed interface Reading {
    record Good(PublicKey key) implements Reading {}

    record Bad(String why) implements Reading {}
  }

  static Reading read(byte[] request) {
    if (request.length > BYTES_MAX) {
      return new Reading.Bad("the request has more than " + BYTES_MAX + " bytes");
    }
    List<byte[]> parts = Pem.parts(request, "CERTIFICATE REQUEST");
    byte[] der = parts.size() == 1 ? parts.getFirst() : request;
    try {
      var read = new JcaPKCS10CertificationRequest(der);
      PublicKey key = read.getPublicKey();
      if (!isStrong(key)) {
        return new Reading.Bad(
            "the key is of another kind than EC P-256, P-384, Ed25519 or RSA of 2048..4096 bits");
      }
      return read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))
          ? new Reading.Good(key)
          : new Reading.Bad("the request is not signed by its own key");
    } catch (IOException
        | GeneralSecurityException
        | PKCSException
        | OperatorCreationException
        | RuntimeException _) {
      // The library throws anything at bytes from outside.
      return new Reading.Bad("the request is not PKCS #10 in DER or PEM");
    }
  }

  private static boolean isStrong(PublicKey key) {
    return switch (key) {
      case ECPublicKey ec ->
          EC_BITS.contains(ec.getParams().getCurve().getField().getFieldSize()) && isNamed(ec);
      case RSAPublicKey rsa ->
          rsa.getModulus().bitLength() >= RSA_BITS_MIN
              && rsa.getModulus().bitLength() <= RSA_BITS_MAX;
      default -> key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519");
    };
  }

  /** Not brainpool, nor a curve of somebody's own, of the same size. */
  private static boolean isNamed(ECPublicKey key) {
    String parameters = String.valueOf(key.getParams());
    return parameters.contains("secp256r1") || parameters.contains("secp384r1");
  }
}
