package dev.penstock.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The certificate that must lie beside a private key on a token, because Java finds keys there by
 * their certificates. It is signed by its own key, trusted by nobody, and says only the label. It
 * names no real time, so none is asked for (RFC 5280 §4.1.2.5 for the end that is no end).
 */
final class CarrierCertificate {
  private CarrierCertificate() {}

  static X509Certificate of(KeyPair pair, String label, Provider token)
      throws GeneralSecurityException {
    var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    var name = new X500Name("CN=" + label);
    var generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setSignature(algorithm);
    generator.setIssuer(name);
    generator.setSubject(name);
    generator.setStartDate(new Time(new ASN1UTCTime("000101000000Z")));
    generator.setEndDate(new Time(new ASN1GeneralizedTime("99991231235959Z")));
    generator.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    TBSCertificate content = generator.generateTBSCertificate();
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA", token);
      signature.initSign(pair.getPrivate());
      signature.update(content.getEncoded(ASN1Encoding.DER));
      var certificate = new ASN1EncodableVector();
      certificate.add(content);
      certificate.add(algorithm);
      certificate.add(new DERBitString(signature.sign()));
      byte[] der = new DERSequence(certificate).getEncoded(ASN1Encoding.DER);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (IOException e) {
      throw new GeneralSecurityException("carrier certificate of " + label + " has no DER", e);
    }
  }
}
