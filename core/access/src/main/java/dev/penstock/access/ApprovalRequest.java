package dev.penstock.access;

import java.time.Instant;
import java.util.List;

/**
 * What somebody asks a second person to agree to, word for word.
 *
 * @param canonical the request as JSON in its one spelling (RFC 8785): what is carried out is this,
 *     and nothing that was said beside it
 * @param diff what it would change, for people to read
 */
public record ApprovalRequest(
    DualControl.Kind kind,
    PersonId author,
    Instant createdAt,
    Instant expiresAt,
    String canonical,
    List<Difference> diff) {
  public static final int CANONICAL_MAX = 65_536;
  public static final int DIFF_MAX = 256;

  public ApprovalRequest {
    Checks.mustBeText("a request", canonical, CANONICAL_MAX);
    Checks.mustHold("differences", diff, DIFF_MAX);
    if (!createdAt.isBefore(expiresAt)) {
      throw new IllegalArgumentException("a request of " + createdAt + " expires " + expiresAt);
    }
    diff = List.copyOf(diff);
  }

  /**
   * One thing that would change.
   *
   * @param path where in the thing, with slashes
   * @param before empty when it is new
   * @param after empty when it goes
   */
  public record Difference(String path, String before, String after) {
    public static final int TEXT_MAX = 4096;

    public Difference {
      Checks.mustBeText("a path", path, TEXT_MAX);
      Checks.mustBeIn("characters before", before.length(), 0, TEXT_MAX);
      Checks.mustBeIn("characters after", after.length(), 0, TEXT_MAX);
    }
  }

  /** SHA-256 of the request's UTF-8 form: what an approver agrees to, and what a passkey signs. */
  public Bytes digest() {
    return SecretHash.sha256(canonical);
  }
}
