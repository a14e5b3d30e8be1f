package dev.penstock.anchors.witness;

import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.witness.CosignatureChecker;
import dev.penstock.signature.VerificationKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A witness that is asked to cosign, as the settings name it.
 *
 * @param name what the settings call it
 * @param submission the prefix before {@code /add-checkpoint}
 * @param monitoring the prefix before {@code /<origin hash>/checkpoint}; often the same
 * @param keys its keys, which somebody compared by another way
 * @param timeout of one request, until its answer is whole
 */
public record WitnessPeer(
    String name, URI submission, URI monitoring, List<NoteKey> keys, Duration timeout) {
  /** A witness answers at once; a slow link may take its time. */
  public static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);

  /** One of each kind, and a new one of each while they are changed. */
  public static final int KEYS_MAX = 4;

  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(10);

  public WitnessPeer {
    keys = List.copyOf(keys);
    Optional<String> flaw = formFlaw(submission, monitoring, keys, timeout);
    if (flaw.isPresent()) {
      throw new IllegalArgumentException("witness " + name + ": " + flaw.get());
    }
  }

  /** Why settings that say this make no witness of a log, or empty. Never throws. */
  public static Optional<String> flaw(
      URI submission,
      URI monitoring,
      List<NoteKey> keys,
      Duration timeout,
      String origin,
      Set<VerificationKey> ownKeys) {
    return formFlaw(submission, monitoring, keys, timeout)
        .or(() ->
            keys.stream()
                .map(key -> CosignatureChecker.flaw(key, origin, ownKeys))
                .flatMap(Optional::stream)
                .findFirst());
  }

  private static Optional<String> formFlaw(
      URI submission, URI monitoring, List<NoteKey> keys, Duration timeout) {
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      return Optional.of(keys.size() + " keys, must be 1.." + KEYS_MAX);
    }
    Optional<NoteKey> other = keys.stream().filter(key -> !key.type().isCosignature()).findFirst();
    if (other.isPresent()) {
      return Optional.of(
          "key " + other.get() + " is a log's (type 0x01); a witness has one of type 0x04 or 0x06");
    }
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      return Optional.of("timeout " + timeout + ", must be 1 ms to 10 min");
    }
    return urlFlaw(submission).or(() -> urlFlaw(monitoring));
  }

  private static Optional<String> urlFlaw(URI url) {
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    return isHttp
            && url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
        ? Optional.empty()
        : Optional.of(
            "address "
                + url
                + " must be http:// or https:// with a host, and without user, query or fragment");
  }

  URI at(URI prefix, String path) {
    String text = prefix.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }
}
