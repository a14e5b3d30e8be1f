package dev.penstock.timestamp.x509;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the way from a certificate up to one that is trusted, through certificates that are at hand
 * (RFC 5280 §6). Nothing is fetched. One thread at a time.
 */
public final class PathFinder {
  /** Longest path: no public hierarchy is half as deep. */
  public static final int LENGTH_MAX = 8;

  /** Signatures that are checked: enough for a renewal each year of a century. */
  private static final int CHECKS_MAX = 512;

  /** Steps that all searches take together: certificates that all sign each other make many. */
  private static final int STEPS_MAX = 4_000;

  private record Pair(Certificate issuer, Certificate subject) {}

  private final List<Certificate> atHand;
  private final Predicate<Certificate> trusted;
  // A signature is checked once, whichever path it stands in.
  private final Map<Pair, Boolean> issued = new LinkedHashMap<>();
  private int stepsLeft = STEPS_MAX;

  /**
   * A finder of paths.
   *
   * @param atHand certificates from anywhere, those that are trusted among them
   * @param trusted where a path may end
   */
  public PathFinder(List<Certificate> atHand, Predicate<Certificate> trusted) {
    this.atHand = List.copyOf(atHand);
    this.trusted = trusted;
  }

  /**
   * A path that starts with this certificate and ends with a trusted one; each certificate in it
   * passes {@code allowed}.
   */
  public Optional<List<Certificate>> path(
      Certificate from, String purpose, Predicate<Certificate> allowed) {
    List<Certificate> path = new ArrayList<>();
    return allowed.test(from)
            && from.unknownCritical().isEmpty()
            && extend(path, from, purpose, allowed)
        ? Optional.of(List.copyOf(path))
        : Optional.empty();
  }

  /** As far up as what is at hand leads, whether or not anybody is trusted. */
  public List<Certificate> chain(Certificate from) {
    List<Certificate> chain = new ArrayList<>(List.of(from));
    while (chain.size() < LENGTH_MAX) {
      Certificate last = chain.getLast();
      Optional<Certificate> next =
          atHand.stream()
              .filter(each -> !chain.contains(each) && hasIssued(each, last))
              .findFirst();
      if (next.isEmpty()) {
        break;
      }
      chain.add(next.get());
    }
    return List.copyOf(chain);
  }

  private boolean extend(
      List<Certificate> path, Certificate next, String purpose, Predicate<Certificate> allowed) {
    path.add(next);
    if (trusted.test(next)) {
      return true;
    }
    stepsLeft--;
    if (path.size() < LENGTH_MAX && stepsLeft > 0) {
      for (Certificate issuer : atHand) {
        if (!path.contains(issuer)
            && mayIssue(issuer, path, purpose)
            && allowed.test(issuer)
            && hasIssued(issuer, next)
            && extend(path, issuer, purpose, allowed)) {
          return true;
        }
      }
    }
    path.removeLast();
    return false;
  }

  private static boolean mayIssue(Certificate issuer, List<Certificate> below, String purpose) {
    // Of those below, the first is no authority and certificates issued to oneself do not count.
    long authorities =
        below.stream()
            .skip(1)
            .filter(each -> !each.issuer().der().equals(each.subject().der()))
            .count();
    return issuer.unknownCritical().isEmpty()
        && issuer.allowsPurpose(purpose)
        && authorities <= issuer.pathLengthMax().orElse(Integer.MAX_VALUE);
  }

  private boolean hasIssued(Certificate issuer, Certificate subject) {
    if (!subject.issuer().der().equals(issuer.subject().der())) {
      return false;
    }
    var pair = new Pair(issuer, subject);
    Boolean known = issued.get(pair);
    if (known == null) {
      known = issued.size() < CHECKS_MAX && issuer.issued(subject);
      issued.put(pair, known);
    }
    return known;
  }
}
