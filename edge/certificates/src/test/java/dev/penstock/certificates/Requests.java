package dev.penstock.certificates;

import java.security.KeyPair;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Requests for certificates, as clients make them. */
final class Requests {
  private Requests() {}

  /** Signed by the key of {@code signing}, about the public half of {@code about}. */
  static byte[] of(KeyPair about, KeyPair signing, String algorithm) throws Exception {
    return new JcaPKCS10CertificationRequestBuilder(
            new X500Name("CN=administrator, O=somebody else"), about.getPublic())
        .build(new JcaContentSignerBuilder(algorithm).build(signing.getPrivate()))
        .getEncoded();
  }

  static byte[] of(KeyPair pair) throws Exception {
    return of(pair, pair, "SHA256withECDSA");
  }
}
