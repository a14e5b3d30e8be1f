package dev.penstock.anchors.rfc3161;

import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which authority is asked, and how.
 *
 * @param name what people call it
 * @param url where it answers: http or https
 * @param policy the policy it shall stamp under, an object identifier; empty for its own choice
 * @param digest by which checkpoints are digested; another one than before begins a new chain at
 *     the next renewal
 * @param credentials where it asks for a name and a password
 * @param timeout for one question and its whole answer
 * @param renewAhead how long before a certificate expires a proof is renewed
 * @param isFetching whether missing certificates and revocation data are fetched from the addresses
 *     that certificates name; without them a proof says less
 */
public record TimestampSettings(
    String name,
    URI url,
    Optional<String> policy,
    DigestAlgorithm digest,
    Optional<Credentials> credentials,
    Duration timeout,
    Duration renewAhead,
    boolean isFetching) {
  /** Long enough for an operator to notice that an authority no longer answers. */
  public static final Duration RENEW_AHEAD_DEFAULT = Duration.ofDays(30);

  public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(10);
  private static final Duration RENEW_AHEAD_MAX = Duration.ofDays(3650);
  private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,18})){1,32}");

  /** For HTTP's basic authentication; its password is never shown. */
  public record Credentials(String user, String password) {
    public Credentials {
      if (user.isEmpty() || user.indexOf(':') >= 0) {
        throw new IllegalArgumentException("user \"" + user + "\" is empty or has a colon");
      }
    }

    @Override
    public String toString() {
      return "Credentials[user=" + user + "]";
    }
  }

  public TimestampSettings {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a time-stamping authority needs a name");
    }
    String scheme = url.getScheme();
    if (scheme == null
        || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
        || url.getHost() == null) {
      throw new IllegalArgumentException(
          "url of " + name + " is " + url + ", must be http://… or https://… with a host");
    }
    if (url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "url of " + name + " holds a name or a password; they have settings of their own");
    }
    if (policy.isPresent() && !OID.matcher(policy.get()).matches()) {
      throw new IllegalArgumentException(
          "policy of " + name + " is " + policy.get() + ", must be an object identifier: 1.3.6.…");
    }
    if (digest == DigestAlgorithm.SHA_384) {
      throw new IllegalArgumentException(
          "digest of " + name + " is " + digest.text() + ", must be SHA-256 or SHA-512");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new IllegalArgumentException(
          "timeout of " + name + " is " + timeout + ", must be above 0 and at most " + TIMEOUT_MAX);
    }
    if (renewAhead.isNegative() || renewAhead.compareTo(RENEW_AHEAD_MAX) > 0) {
      throw new IllegalArgumentException(
          "renew ahead of "
              + name
              + " is "
              + renewAhead
              + ", must be from 0 to "
              + RENEW_AHEAD_MAX.toDays()
              + " days");
    }
  }

  /** With defaults for all but name and address. */
  public static TimestampSettings of(String name, URI url) {
    return new TimestampSettings(
        name,
        url,
        Optional.empty(),
        DigestAlgorithm.SHA_256,
        Optional.empty(),
        TIMEOUT_DEFAULT,
        RENEW_AHEAD_DEFAULT,
        true);
  }
}
