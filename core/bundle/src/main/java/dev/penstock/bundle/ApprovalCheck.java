package dev.penstock.bundle;

import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.passkeys.Agreement;
import dev.penstock.passkeys.AgreementOutcome;
import dev.penstock.passkeys.Challenge;
import dev.penstock.passkeys.Refused;
import dev.penstock.passkeys.Step;
import dev.penstock.signature.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges one record of an approval by itself: that its words are those of the request that it names
 * and of its time, that two people stand behind it, and that what a passkey is said to have signed
 * is signed. Whose passkey it is, other records say.
 *
 * <p>Req: 62443-4-2 CR 2.12
 */
public final class ApprovalCheck {
  private static final long NANOS = 1_000_000_000L;

  private ApprovalCheck() {}

  /** Why it does not show what it says, as the end of a sentence; empty when nothing is wrong. */
  public static Optional<String> flaw(Agreed agreed, Signatures signatures) {
    Agreed.Request request = agreed.request();
    if (request.author().equals(agreed.person())) {
      return Optional.of("who asked for it and who agreed are one person");
    }
    if (request.words().isPresent()) {
      String words = request.words().get();
      if (!Sha256.of(words.getBytes(StandardCharsets.UTF_8)).equals(request.digest())) {
        return Optional.of("the words of the request have another hash");
      }
      if (!words.startsWith(head(request))) {
        return Optional.of("the words are those of another request");
      }
      if (!words.endsWith(tail(request))) {
        return Optional.of("the words are of another time");
      }
    }
    return switch (agreed.shown()) {
      case Agreed.Shown.Attested _ -> Optional.empty();
      case Agreed.Shown.Signed signed -> flaw(request, signed, signatures);
    };
  }

  /**
   * How the words of each request begin: members of canonical JSON are sorted (RFC 8785 §3.2.3).
   */
  private static String head(Agreed.Request request) {
    return "{\"approval\":\""
        + request.approval()
        + "\",\"author\":\""
        + request.author()
        + "\",\"kind\":\""
        + request.kind()
        + "\",\"request\":";
  }

  /** How they end. Nothing within them can be it: a quotation mark in a text is escaped. */
  private static String tail(Agreed.Request request) {
    Instant at =
        Instant.ofEpochSecond(
            Math.floorDiv(request.from(), NANOS), Math.floorMod(request.from(), NANOS));
    return ",\"requested_at\":\"" + at + "\"}";
  }

  private static Optional<String> flaw(
      Agreed.Request request, Agreed.Shown.Signed signed, Signatures signatures) {
    Agreement agreement =
        Agreement.of(
            signed.party(),
            signed.publicKey().bytes(),
            signed.clientData().bytes(),
            signed.authenticatorData().bytes(),
            signed.signature().bytes());
    // WebAuthn Level 3 §13.4.3 wants a challenge that nobody can foresee: the request holds the
    // 16 random bytes of its id.
    return switch (agreement.check(Challenge.of(request.digest().bytes()), signatures)) {
      case AgreementOutcome.Signed _ -> Optional.empty();
      case Refused(var step, var _) -> Optional.of(words(step));
    };
  }

  private static String words(Step step) {
    return switch (step) {
      case CLIENT_DATA -> "the client data cannot be read";
      case TYPE -> "the client data is of another ceremony";
      case CHALLENGE -> "what was signed is not the hash of the request";
      case ORIGIN -> "it was signed at a page of another domain";
      case CROSS_ORIGIN, TOP_ORIGIN -> "it was signed in a page within another";
      case AUTHENTICATOR_DATA -> "the authenticator data cannot be read";
      case RELYING_PARTY -> "it was signed for another relying party";
      case USER_PRESENT -> "nobody was there when it was signed";
      case USER_VERIFIED -> "who was there when it was signed was not verified";
      case BACKUP_STATE -> "the authenticator contradicts itself";
      case ALGORITHM -> "the key cannot be read";
      case SIGNATURE -> "the signature is not the key's";
      case ALLOWED, OWNER, BACKUP_ELIGIBILITY, CREDENTIAL_ID, CREDENTIAL_UNKNOWN_YET ->
          throw new IllegalStateException(step + " is no step of an agreement");
    };
  }
}
