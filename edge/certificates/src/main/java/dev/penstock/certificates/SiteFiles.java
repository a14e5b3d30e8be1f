package dev.penstock.certificates;

import dev.penstock.storage.Storage;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What the files of a site's authority say to somebody who may only read them.
 *
 * @param fingerprint SHA-256 of the authority's certificate
 * @param authorityEnd when the authority ends
 * @param serverEnd when the node's own certificate ends, where there is one
 */
public record SiteFiles(String fingerprint, Instant authorityEnd, Optional<Instant> serverEnd) {
  private static final int BYTES_MAX = 64 << 10;

  /**
   * Reads them; empty where no authority was made.
   *
   * @param folder of keys
   */
  public static Optional<SiteFiles> of(Storage folder) throws IOException {
    Optional<X509Certificate> authority = first(folder, SiteAuthority.CERTIFICATE_FILE);
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SiteFiles(
            Pem.fingerprint(authority.get()),
            end(authority.get()),
            first(folder, SiteServerIdentity.FILE).map(SiteFiles::end)));
  }

  private static Optional<X509Certificate> first(Storage folder, String name) throws IOException {
    Optional<byte[]> content = new SmallFile(folder, name, BYTES_MAX).read();
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(Pem.certificates(content.get(), name).getFirst());
  }

  private static Instant end(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }
}
