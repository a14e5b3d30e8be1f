package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.Moment;
import dev.penstock.access.Passkey;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PasswordRules;
import dev.penstock.access.Person;
import dev.penstock.access.Proof;
import dev.penstock.access.Totp;
import dev.penstock.access.TotpKept;
import dev.penstock.access.Way;
import dev.penstock.evidence.approval.Agreed;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges what people show, in two steps: the slow one without any lock, the quick one within the
 * change that uses it up, so that no code, count or password serves twice or after its time.
 *
 * <p>Req: 62443-4-2 CR 1.1, 62443-4-2 CR 1.10
 */
final class Prover {
  /** When hashing is busy, it is less so soon. */
  static final Duration BUSY_WAIT = Duration.ofSeconds(1);

  private final Desk desk;

  Prover(Desk desk) {
    this.desk = desk;
  }

  /** What was found good by itself. */
  sealed interface Shown {
    /**
     * The password of this hash, and perhaps a code, which is not judged yet.
     *
     * @param anew the same password hashed at today's cost; null where the hash is of that
     */
    record Password(String hash, @Nullable String totp, @Nullable String anew) implements Shown {
      /** Says nothing of the secrets. */
      @Override
      public String toString() {
        return "Password";
      }
    }

    /**
     * A signature by this passkey, with this count.
     *
     * @param signed all that is needed to check it again
     */
    record Key(Bytes id, long count, boolean isBackedUp, Agreed.Shown.Signed signed)
        implements Shown {}
  }

  /** The person with what was shown used up. */
  record Used(Person person, Proof proof) {}

  /** The slow step for a password; {@code person} is null when nobody has the name. */
  Answer<Shown> password(@Nullable Person person, String password, @Nullable String totp) {
    PasswordKept kept =
        person == null || !person.isActive() ? null : person.credentials().password();
    // Longer ones are never right; they are cut so that they cost what others cost.
    String normal = PasswordRules.normal(Trail.cut(password));
    PasswordHashing hashing = desk.ground().hashing();
    PasswordHashing.Checked checked =
        kept == null ? hashing.checkNothing(normal) : hashing.check(normal, kept.hash());
    return switch (checked) {
      case BUSY -> Answer.refused(new Refusal.TooManyTries(BUSY_WAIT));
      case WRONG -> Answer.refused(new Refusal.SignInRefused());
      case RIGHT ->
          kept == null
              ? Answer.refused(new Refusal.SignInRefused())
              : Answer.of(new Shown.Password(kept.hash(), totp, anew(normal, kept.hash())));
    };
  }

  /** A right password is the one moment at which it can be hashed anew. When busy, the next is. */
  private @Nullable String anew(String normal, String hash) {
    PasswordHashing hashing = desk.ground().hashing();
    return hashing.needsRehash(hash)
            && hashing.hash(normal) instanceof PasswordHashing.Hashed.Made(var made)
        ? made
        : null;
  }

  /** The slow step for a passkey of this person, over the challenge of a ticket taken before. */
  Answer<Shown.Key> passkey(Person person, Bytes challenge, PasskeyAnswer answer) {
    Optional<Passkey> passkey = person.credentials().passkey(answer.credentialId());
    Bytes handle = answer.userHandle();
    if (passkey.isEmpty() || (handle != null && !handle.equals(person.id().value()))) {
      return Answer.refused(new Refusal.SignInRefused());
    }
    return switch (desk.ground().passkeys().check(challenge, passkey.get(), answer)) {
      case PasskeyChecking.Asserted.Right(var party, var count, var isBackedUp) ->
          Answer.of(
              new Shown.Key(
                  passkey.get().id(), count, isBackedUp, signed(party, passkey.get(), answer)));
      case PasskeyChecking.Asserted.Wrong _ -> Answer.refused(new Refusal.SignInRefused());
    };
  }

  private static Agreed.Shown.Signed signed(String party, Passkey passkey, PasskeyAnswer answer) {
    return new Agreed.Shown.Signed(
        party,
        Agreements.bytes(passkey.publicKey()),
        Agreements.bytes(answer.clientDataJson()),
        Agreements.bytes(answer.authenticatorData()),
        Agreements.bytes(answer.signature()));
  }

  /** The slow step for a passkey that answers a challenge of the door. */
  Answer<Shown> atDoor(Person person, PasskeyAnswer answer) {
    return desk.tickets()
        .take(answer.ticket(), desk.now())
        .filter(begun ->
            begun.purpose() instanceof Tickets.Purpose.Door
                || begun.purpose() instanceof Tickets.Purpose.Again)
        .map(begun -> passkey(person, begun.challenge(), answer).<Shown>then(Answer::of))
        .orElseGet(() -> Answer.refused(new Refusal.SignInRefused()));
  }

  /** The quick step, with the person as the book that is being changed has it. */
  Answer<Used> use(Person person, Shown shown, Moment now) {
    if (!person.isActive()) {
      return Answer.refused(new Refusal.SignInRefused());
    }
    return switch (shown) {
      case Shown.Password password -> usePassword(person, password, now);
      case Shown.Key(var id, var count, var isBackedUp, var _) -> {
        Optional<Passkey> passkey = person.credentials().passkey(id);
        if (passkey.isEmpty() || !passkey.get().isNext(count)) {
          yield Answer.refused(new Refusal.SignInRefused());
        }
        Credentials used =
            person.credentials().withPasskey(passkey.get().used(count, isBackedUp, now.wall()));
        yield Answer.of(new Used(person.withCredentials(used), new Proof(Way.PASSKEY, now)));
      }
    };
  }

  private static Answer<Used> usePassword(Person person, Shown.Password shown, Moment now) {
    PasswordKept kept = person.credentials().password();
    if (kept == null || !kept.hash().equals(shown.hash()) || !kept.isInForce(now.wall())) {
      return Answer.refused(new Refusal.SignInRefused());
    }
    String anew = shown.anew();
    Credentials credentials =
        anew == null
            ? person.credentials()
            : person.credentials().withPassword(kept.hashedAnew(anew));
    TotpKept app = credentials.totp();
    if (app == null) {
      return Answer.of(new Used(person.withCredentials(credentials), proof(Way.PASSWORD, now)));
    }
    String totp = shown.totp();
    if (totp == null) {
      return Answer.refused(new Refusal.SecondFactorNeeded());
    }
    return switch (Totp.judge(app, totp, now.wall())) {
      case Totp.Judged.Wrong() -> Answer.refused(new Refusal.SignInRefused());
      case Totp.Judged.Right(var step) -> {
        Credentials used = credentials.withTotp(app.used(step));
        yield Answer.of(new Used(person.withCredentials(used), proof(Way.PASSWORD_TOTP, now)));
      }
    };
  }

  private static Proof proof(Way way, Moment now) {
    return new Proof(way, now);
  }

  /** True when a refusal must be written down: it tells of what was shown. */
  static boolean isOfProof(Refusal refusal) {
    return isWrong(refusal) || refusal instanceof Refusal.SecondFactorNeeded;
  }

  /** True when a refusal says that what was shown is wrong, and so counts against guessing. */
  static boolean isWrong(Refusal refusal) {
    return refusal instanceof Refusal.SignInRefused;
  }
}
