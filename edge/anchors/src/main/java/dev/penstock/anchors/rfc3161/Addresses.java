package dev.penstock.anchors.rfc3161;

import dev.penstock.timestamp.x509.Certificate;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;

/** Where a certificate says that its issuer, and word of its revocation, are to be had. */
final class Addresses {
  /** Of each kind; more are never needed. */
  private static final int COUNT_MAX = 3;

  private Addresses() {}

  static List<URI> issuers(Certificate certificate) {
    return access(certificate, AccessDescription.id_ad_caIssuers);
  }

  static List<URI> responders(Certificate certificate) {
    return access(certificate, AccessDescription.id_ad_ocsp);
  }

  private static List<URI> access(Certificate certificate, ASN1ObjectIdentifier method) {
    List<URI> found = new ArrayList<>();
    try {
      Optional<Extensions> extensions = extensions(certificate);
      var access =
          extensions.isEmpty() ? null : AuthorityInformationAccess.fromExtensions(extensions.get());
      if (access != null) {
        for (AccessDescription each : access.getAccessDescriptions()) {
          if (each.getAccessMethod().equals(method)) {
            address(each.getAccessLocation()).ifPresent(found::add);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // An extension that cannot be read names no address.
      return List.of();
    }
    return found.stream().limit(COUNT_MAX).toList();
  }

  static List<URI> lists(Certificate certificate) {
    List<URI> found = new ArrayList<>();
    try {
      Optional<Extensions> extensions = extensions(certificate);
      var points = extensions.isEmpty() ? null : CRLDistPoint.fromExtensions(extensions.get());
      if (points != null) {
        for (DistributionPoint point : points.getDistributionPoints()) {
          DistributionPointName name = point.getDistributionPoint();
          if (name != null && name.getType() == DistributionPointName.FULL_NAME) {
            for (GeneralName each : GeneralNames.getInstance(name.getName()).getNames()) {
              address(each).ifPresent(found::add);
            }
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      // An extension that cannot be read names no address.
      return List.of();
    }
    return found.stream().limit(COUNT_MAX).toList();
  }

  private static Optional<Extensions> extensions(Certificate certificate) throws IOException {
    return Optional.ofNullable(
        new X509CertificateHolder(certificate.der().bytes()).getExtensions());
  }

  private static Optional<URI> address(GeneralName name) {
    if (name.getTagNo() != GeneralName.uniformResourceIdentifier) {
      return Optional.empty();
    }
    try {
      var uri = new URI(((ASN1String) name.getName()).getString());
      return "http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
