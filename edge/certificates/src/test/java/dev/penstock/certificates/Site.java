package dev.penstock.certificates;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** A site in a test: a key that stays the same, a clock that stands, and somebody who listens. */
final class Site implements CertificateWatch {
  static final String NAME = "plant7.example/log";

  final FakeClock clock = FakeClock.of();
  final SecureRandom random = new SecureRandom();
  final Signer signer;
  final List<String> heard = new ArrayList<>();

  Site() {
    this.signer = signerOf(EcKeys.generate(random));
  }

  static Signer signerOf(KeyPair pair) {
    try {
      return new JdkSignatures().signer(SignatureAlgorithm.ECDSA_P256, pair);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  SiteAuthority authority(Storage folder) throws IOException {
    return SiteAuthority.open(folder, signer, NAME, new SiteAuthority.Around(clock, random, this));
  }

  static X509Certificate issued(Issuing outcome) {
    if (outcome instanceof Issuing.Issued(var _, var certificate)) {
      return certificate;
    }
    throw new AssertionError("not issued: " + outcome);
  }

  static String hex(BigInteger serial) {
    return IssuedCertificate.hex(serial);
  }

  @Override
  public void authorityMade(X509Certificate certificate) {
    heard.add("made");
  }

  @Override
  public void issued(IssuedCertificate certificate) {
    heard.add("issued " + certificate.profile());
  }

  @Override
  public void revoked(IssuedCertificate certificate) {
    heard.add("revoked " + certificate.subject());
  }
}
