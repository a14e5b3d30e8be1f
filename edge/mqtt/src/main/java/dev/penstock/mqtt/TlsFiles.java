package dev.penstock.mqtt;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for TLS.
 *
 * @param trust the certificates of those who may vouch for the broker, or the broker's own; the
 *     machine's trust store is never asked
 * @param chain our certificate and those above it; null for none
 * @param key our private key, PKCS #8 without a passphrase; null exactly when {@code chain} is
 */
public record TlsFiles(Path trust, @Nullable Path chain, @Nullable Path key) {
  public TlsFiles {
    Objects.requireNonNull(trust, "trust");
    if ((chain == null) != (key == null)) {
      throw new IllegalArgumentException(
          (chain == null ? "chain" : "key") + " is missing: give both chain and key, or neither");
    }
  }
}
