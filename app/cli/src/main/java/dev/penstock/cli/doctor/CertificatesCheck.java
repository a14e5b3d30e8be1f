package dev.penstock.cli.doctor;

import dev.penstock.node.CertificateSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** Whether the certificates of TLS are good for a while. */
public final class CertificatesCheck implements Check {
  private static final String NEW_AUTHORITY = "docs/tls.md says how to make a new authority";
  private static final String OVERDUE =
      "start the node, which renews it, and see penstock status if it does not";

  private final InstantSource clock;

  public CertificatesCheck(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "certificates";
  }

  @Override
  public Finding look(Path data) {
    try {
      return CertificateSummary.of(data)
          .map(summary -> of(summary, clock.instant()))
          .orElseGet(() -> new Finding.Good("TLS is not used here"));
    } catch (IOException e) {
      return new Finding.Notice(
          "the certificates cannot be looked at: " + e, "run as the node's user");
    }
  }

  /** What the ends of certificates mean to their operator. */
  static Finding of(CertificateSummary summary, Instant now) {
    String authority = "the site's authority ends at " + summary.authorityEnd();
    if (summary.isOver(now)) {
      return new Finding.Bad(authority, NEW_AUTHORITY);
    }
    if (summary.isEnding(now)) {
      return new Finding.Notice(authority, NEW_AUTHORITY);
    }
    if (summary.isOverdue(now)) {
      return new Finding.Notice(
          "the node's certificate ends at " + summary.serverEnd().orElseThrow(), OVERDUE);
    }
    return new Finding.Good(authority + ", SHA-256 " + summary.fingerprint());
  }
}
