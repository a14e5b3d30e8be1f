package dev.penstock.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks a second person to agree to, word for word.
 *
 * @param canonical the request as JSON in its one spelling (RFC 8785): what is carried out is this,
 *     and nothing that was said beside it
 * @param diff what it would change, for people to read
 * @param digestKept null while the request is here as it was made; what its digest was, once its
 *     words were taken out because they were about somebody who is forgotten
 */
public record ApprovalRequest(
    DualControl.Kind kind,
    PersonId author,
    Instant createdAt,
    Instant expiresAt,
    String canonical,
    List<Difference> diff,
    @Nullable Bytes digestKept) {
  public static final int CANONICAL_MAX = 65_536;
  public static final int DIFF_MAX = 256;
  private static final int DIGEST_BYTES = 32;

  public ApprovalRequest {
    Checks.mustBeText("a request", canonical, CANONICAL_MAX);
    Checks.mustHold("differences", diff, DIFF_MAX);
    if (!createdAt.isBefore(expiresAt)) {
      throw new IllegalArgumentException("a request of " + createdAt + " expires " + expiresAt);
    }
    if (digestKept != null) {
      Checks.mustBeIn("bytes of a digest", digestKept.sizeBytes(), DIGEST_BYTES, DIGEST_BYTES);
    }
    diff = List.copyOf(diff);
  }

  /** A request as it is made. */
  public ApprovalRequest(
      DualControl.Kind kind,
      PersonId author,
      Instant createdAt,
      Instant expiresAt,
      String canonical,
      List<Difference> diff) {
    this(kind, author, createdAt, expiresAt, canonical, diff, null);
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
    return digestKept == null ? SecretHash.sha256(canonical) : digestKept;
  }

  /**
   * The same without what it said: its digest stays, so that records of it can still be matched.
   *
   * @param left what stands there from now on
   */
  public ApprovalRequest wiped(String left) {
    return new ApprovalRequest(kind, author, createdAt, expiresAt, left, List.of(), digest());
  }
}
