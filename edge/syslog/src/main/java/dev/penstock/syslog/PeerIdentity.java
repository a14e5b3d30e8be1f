package dev.penstock.syslog;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/**
 * Who a certificate is for, in one name: its first DNS name (RFC 5425 §5.2), else its common name,
 * else its first address; else its fingerprint, which is never wrong.
 */
final class PeerIdentity {
  /** RFC 5280 §4.2.1.6, GeneralName. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  private PeerIdentity() {}

  static String of(X509Certificate certificate) {
    String name = alternative(certificate, DNS_NAME);
    if (name != null && isOfOne(name)) {
      return name.toLowerCase(Locale.ROOT);
    }
    name = commonName(certificate);
    if (name != null && isOfOne(name)) {
      return name;
    }
    name = alternative(certificate, IP_ADDRESS);
    return name != null && PeerNames.isUsable(name) ? name : fingerprint(certificate);
  }

  /** A name with a wildcard is that of many. */
  private static boolean isOfOne(String name) {
    return name.indexOf('*') < 0 && PeerNames.isUsable(name);
  }

  private static @Nullable String alternative(X509Certificate certificate, int wanted) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all == null) {
        return null;
      }
      for (List<?> each : all) {
        if (each.get(0).equals(wanted) && each.get(1) instanceof String name) {
          return name;
        }
      }
      return null;
    } catch (CertificateParsingException e) {
      return null; // an extension that cannot be read names nobody
    }
  }

  private static @Nullable String commonName(X509Certificate certificate) {
    try {
      List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      for (Rdn each : parts.reversed()) { // the name itself stands last
        if (each.getType().equalsIgnoreCase("CN") && each.getValue() instanceof String name) {
          return name;
        }
      }
      return null;
    } catch (InvalidNameException e) {
      return null; // a subject that cannot be read names nobody
    }
  }

  /** RFC 5425 §4.2.2, with SHA-256. */
  private static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return "sha-256:" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was checked has no bytes", e);
    }
  }
}
