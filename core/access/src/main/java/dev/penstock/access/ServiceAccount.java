package dev.penstock.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that may do something, with a secret and roles of its own.
 *
 * @param id 16 digits of hexadecimal, part of the token
 * @param until the first instant at which the token is no longer accepted
 * @param isApproved false while the second person has not agreed; the token opens nothing then
 *     <p>Req: 62443-4-2 CR 1.2
 */
public record ServiceAccount(
    String id,
    String label,
    SecretHash secret,
    List<Grant> grants,
    Instant until,
    Instant createdAt,
    PersonId createdBy,
    boolean isApproved,
    @Nullable Instant revokedAt) {
  public static final int LABEL_MAX = 100;
  private static final int ID_BYTES = 8;
  private static final int SECRET_BYTES = 32;
  private static final Pattern TOKEN = Pattern.compile("penstock_s_([0-9a-f]{16})_([0-9a-f]{64})");

  public ServiceAccount {
    Checks.mustBeIn("characters of a service account's id", id.length(), 16, 16);
    Checks.mustBeText("a service account's label", label, LABEL_MAX);
    Checks.mustHold("roles", grants, GrantRules.COUNT_MAX);
    grants = List.copyOf(grants);
  }

  /** A token as a program shows it: which account, and the secret. */
  public record Token(String id, String secret) {
    /** One drawn by chance. */
    public static Token random(RandomGenerator random) {
      return new Token(
          Bytes.random(random, ID_BYTES).hex(), Bytes.random(random, SECRET_BYTES).hex());
    }

    /** Taken apart, if it has the form of one. */
    public static Optional<Token> parse(String text) {
      Matcher match = TOKEN.matcher(text);
      return match.matches()
          ? Optional.of(new Token(match.group(1), match.group(2)))
          : Optional.empty();
    }

    /** As it is shown, once. */
    public String text() {
      return "penstock_s_" + id + "_" + secret;
    }

    public SecretHash hash() {
      return SecretHash.of(secret);
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
      return "Token[" + id + "]";
    }
  }

  public boolean isInForce(Instant now) {
    return isApproved && revokedAt == null && now.isBefore(until);
  }

  /** True when it never opens anything again. */
  public boolean isOver(Instant now) {
    return revokedAt != null || !now.isBefore(until);
  }

  public ServiceAccount approved() {
    return new ServiceAccount(
        id, label, secret, grants, until, createdAt, createdBy, true, revokedAt);
  }

  public ServiceAccount revoked(Instant at) {
    return new ServiceAccount(
        id, label, secret, grants, until, createdAt, createdBy, isApproved, at);
  }

  /** Holds these roles from now on. */
  public ServiceAccount withGrants(List<Grant> changed) {
    return new ServiceAccount(
        id, label, secret, changed, until, createdAt, createdBy, isApproved, revokedAt);
  }
}
