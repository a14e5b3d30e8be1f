package dev.penstock.syslog;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for TLS, read anew when they change.
 *
 * @param chain our certificate and those above it
 * @param key our private key, PKCS #8 without a passphrase
 * @param clients who may vouch for senders; each must then show a certificate. Null: whoever
 *     reaches the port is heard, and has no name but its address
 */
public record TlsFiles(Path chain, Path key, @Nullable Path clients) {
  public TlsFiles {
    Objects.requireNonNull(chain, "chain");
    Objects.requireNonNull(key, "key");
  }
}
