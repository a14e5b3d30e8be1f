package dev.penstock.node;

import dev.penstock.certificates.SiteFiles;
import dev.penstock.disk.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When what a node shows over TLS ends. The node renews its own certificate by itself, so one that
 * is near its end says that no node runs here, or that it could not.
 *
 * @param fingerprint SHA-256 of the certificate of the site's authority
 */
public record CertificateSummary(
    String fingerprint, Instant authorityEnd, Optional<Instant> serverEnd) {
  private static final Duration SERVER_WARNING = Duration.ofDays(20);
  private static final Duration AUTHORITY_WARNING = Duration.ofDays(365);

  /** What a folder says; empty where there is no authority. Takes no lock. */
  public static Optional<CertificateSummary> of(Path data) throws IOException {
    Path room = data.resolve("keys");
    return Files.isDirectory(room)
        ? SiteFiles.of(FileStorage.openForReading(room))
            .map(files ->
                new CertificateSummary(
                    files.fingerprint(), files.authorityEnd(), files.serverEnd()))
        : Optional.empty();
  }

  /** Whether the authority has ended: it can vouch for nobody any more. */
  public boolean isOver(Instant now) {
    return !now.isBefore(authorityEnd);
  }

  /** Whether the authority ends within a year. */
  public boolean isEnding(Instant now) {
    return now.isAfter(authorityEnd.minus(AUTHORITY_WARNING));
  }

  /** Whether the node's own certificate should have been renewed long ago. */
  public boolean isOverdue(Instant now) {
    return serverEnd.filter(end -> now.isAfter(end.minus(SERVER_WARNING))).isPresent();
  }
}
