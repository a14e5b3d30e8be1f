package dev.penstock.timestamp.x509;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What stored lists and answers say of the certificates in a path. Nothing is fetched. One thread
 * at a time.
 */
public final class Revocation {
  /** What was found out about one certificate. */
  public sealed interface Finding {
    /** For a person. */
    String text();

    /**
     * A list or answer that covers the time knows of no revocation.
     *
     * @param isFresh whether it covers the time, and is not older
     */
    record Good(String text, boolean isFresh) implements Finding {}

    /** It was revoked in a way that does not touch the time in question. */
    record RevokedLater(String text) implements Finding {}

    record Revoked(String text) implements Finding {}

    /** Nothing that is stored says anything about it. */
    record Unknown(String text) implements Finding {}
  }

  private record Pair(Certificate certificate, Certificate issuer) {}

  // A signature is checked once, however many time-stamps ask for it.
  private final Map<Pair, List<RevocationState>> known = new HashMap<>();
  private final List<RevocationList> lists;
  private final List<OcspAnswer> answers;

  public Revocation(List<RevocationList> lists, List<OcspAnswer> answers) {
    this.lists = List.copyOf(lists);
    this.answers = List.copyOf(answers);
  }

  /**
   * About a certificate that was used at a time.
   *
   * @param used when a signature was made with it
   * @param seen when that signature was known to exist, by other evidence
   */
  public Finding of(Certificate certificate, Certificate issuer, Instant used, Instant seen) {
    List<RevocationState> states =
        known.computeIfAbsent(new Pair(certificate, issuer), this::states);
    @Nullable Finding worst = null;
    for (RevocationState state : states) {
      if (state instanceof RevocationState.Revoked revoked && !(worst instanceof Finding.Revoked)) {
        worst = judged(certificate, revoked, used, seen);
      }
    }
    if (worst != null) {
      return worst;
    }
    Optional<RevocationState.Good> newest =
        states.stream()
            .filter(RevocationState.Good.class::isInstance)
            .map(RevocationState.Good.class::cast)
            .max((a, b) -> a.asOf().compareTo(b.asOf()));
    if (newest.isEmpty()) {
      return new Finding.Unknown(certificate.text() + ": nothing about revocation is stored");
    }
    RevocationState.Good good = newest.get();
    // Lists forget certificates that have expired.
    boolean isFresh = !good.next().isBefore(used) && !good.asOf().isAfter(certificate.notAfter());
    return new Finding.Good(
        certificate.text()
            + ": not revoked, "
            + good.source()
            + (isFresh ? "" : ", which does not cover the time of the time-stamp"),
        isFresh);
  }

  private List<RevocationState> states(Pair pair) {
    Certificate certificate = pair.certificate;
    Certificate issuer = pair.issuer;
    List<RevocationState> states = new ArrayList<>();
    answers.forEach(answer -> answer.stateOf(certificate, issuer).ifPresent(states::add));
    lists.forEach(list -> list.stateOf(certificate, issuer).ifPresent(states::add));
    return states;
  }

  /**
   * RFC 3161 §4: when the reason says that the key was not stolen, what it signed before stays
   * good. Otherwise a thief could have set the time back, and only what was seen before the
   * revocation stays good.
   */
  private static Finding judged(
      Certificate certificate, RevocationState.Revoked revoked, Instant used, Instant seen) {
    boolean isKeySafe = revoked.reason().isPresent() && isHarmless(revoked.reason());
    Instant until = isKeySafe ? used : seen;
    String text =
        certificate.text()
            + ": revoked on "
            + revoked.since()
            + " ("
            + reasonText(revoked.reason())
            + "), "
            + revoked.source();
    return until.isBefore(revoked.since())
        ? new Finding.RevokedLater(text + "; the time-stamp was there before")
        : new Finding.Revoked(text);
  }

  private static boolean isHarmless(OptionalInt reason) {
    return switch (reason.orElse(-1)) {
      case 0, 3, 4, 5 -> true;
      default -> false;
    };
  }

  private static String reasonText(OptionalInt reason) {
    return switch (reason.orElse(-1)) {
      case -1 -> "no reason stated";
      case 0 -> "unspecified";
      case 1 -> "key compromise";
      case 2 -> "compromise of the authority";
      case 3 -> "affiliation changed";
      case 4 -> "superseded";
      case 5 -> "cessation of operation";
      case 6 -> "on hold";
      case 9 -> "privilege withdrawn";
      case 10 -> "compromise of the attribute authority";
      default -> "reason " + reason.getAsInt();
    };
  }
}
