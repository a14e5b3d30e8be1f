package dev.penstock.people;

import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.BreakGlass;
import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.KnownPlace;
import dev.penstock.access.Language;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.Passkey;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.PersonState;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.SecretHash;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.SetUp;
import dev.penstock.access.SetUpCode;
import dev.penstock.access.TotpKept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Books by chance, with everything that a book can have, also at its bounds. */
final class Books {
  private static final List<String> TEXTS =
      List.of("a", "Ana Ek", "M\u00fcller", "\u5de5\u5834", "\ud83d\udd27", "line\nand\u0000nul");

  private final SplittableRandom random;

  Books(long seed) {
    this.random = new SplittableRandom(seed);
  }

  PeopleBook book() {
    return new PeopleBook(
        random.nextLong() >>> (1 + random.nextInt(62)),
        setUp(),
        list(6, this::person),
        list(4, this::service),
        orNull(this::breakGlass),
        list(4, this::approval),
        orNull(this::time));
  }

  private SetUp setUp() {
    return random.nextBoolean()
        ? new SetUp.Done(time())
        : new SetUp.Needed(orNull(this::hash), random.nextInt(SetUpCode.TRIES_MAX + 1));
  }

  Person person() {
    PersonState state = one(PersonState.values());
    boolean isErased = state == PersonState.ERASED;
    return new Person(
        id(),
        // Unlike any other, as the book wants it.
        isErased ? "" : Long.toHexString(random.nextLong()),
        isErased ? "" : text(1, 100),
        state,
        list(5, this::grant),
        list(random.nextInt(20) == 0 ? Person.HISTORY_MAX : 3, this::change),
        one(Language.values()),
        time(),
        orNull(this::time),
        isErased ? Credentials.NONE : credentials(),
        list(Person.PLACES_MAX, () -> new KnownPlace(hash(), time())));
  }

  private Credentials credentials() {
    return new Credentials(
        orNull(this::password),
        orNull(() -> new TotpKept(bytes(16, 64), random.nextLong(), time())),
        list(random.nextInt(9) == 0 ? Credentials.PASSKEYS_MAX : 2, this::passkey),
        list(
            Credentials.SUBJECTS_MAX,
            () -> new OidcSubject(text(1, OidcSubject.ISSUER_MAX), text(1, 255))),
        list(Credentials.CERTIFICATES_MAX, () -> bytes(32, 32)));
  }

  private PasswordKept password() {
    return new PasswordKept(
        text(1, PasswordKept.HASH_MAX),
        list(PasswordKept.EARLIER_MAX, () -> text(1, PasswordKept.HASH_MAX)),
        time(),
        random.nextBoolean(),
        orNull(this::time));
  }

  private Passkey passkey() {
    return new Passkey(
        bytes(1, Passkey.ID_BYTES_MAX),
        bytes(1, Passkey.PUBLIC_KEY_BYTES_MAX),
        random.nextInt() & 0xffff_ffffL,
        random.nextBoolean(),
        random.nextBoolean(),
        text(1, Passkey.LABEL_MAX),
        time(),
        orNull(this::time));
  }

  private Grant grant() {
    Scope scope = random.nextBoolean() ? Scope.SITE : Scope.zone(text(1, Scope.Zone.NAME_MAX));
    return new Grant(one(Role.values()), scope, orNull(this::time));
  }

  private GrantChange change() {
    return new GrantChange(
        time(), list(3, this::grant), orNull(this::id), text(0, GrantChange.REASON_MAX));
  }

  private ServiceAccount service() {
    return new ServiceAccount(
        bytes(8, 8).hex(),
        text(1, ServiceAccount.LABEL_MAX),
        hash(),
        list(4, this::grant),
        time(),
        time(),
        id(),
        random.nextBoolean(),
        orNull(this::time));
  }

  private BreakGlass breakGlass() {
    return new BreakGlass(id(), orNull(this::hash), orNull(this::time), orNull(this::time));
  }

  private Approval approval() {
    Instant created = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    var request =
        new ApprovalRequest(
            one(DualControl.Kind.values()),
            id(),
            created,
            created.plusNanos(1 + random.nextInt(1_000)),
            text(1, random.nextInt(9) == 0 ? ApprovalRequest.CANONICAL_MAX : 50),
            list(
                3,
                () -> new ApprovalRequest.Difference(text(1, 4096), text(0, 4096), text(0, 4096))),
            orNull(() -> bytes(32, 32)));
    return new Approval(
        bytes(Approval.ID_BYTES, Approval.ID_BYTES),
        request,
        one(Approval.State.values()),
        list(
            Approval.DECISIONS_MAX,
            () ->
                new Approval.Decision(
                    id(),
                    one(Approval.Verdict.values()),
                    one(DualControl.Grade.values()),
                    time(),
                    text(0, Approval.Decision.NOTE_MAX))),
        text(0, Approval.OUTCOME_MAX));
  }

  private PersonId id() {
    return new PersonId(bytes(16, 16));
  }

  private SecretHash hash() {
    return new SecretHash(bytes(32, 32));
  }

  private Bytes bytes(int min, int max) {
    return Bytes.random(random, random.nextInt(min, max + 1));
  }

  /** So many chars; a pair of surrogates is never cut. */
  private String text(int min, int max) {
    int length = random.nextInt(40) == 0 ? max : random.nextInt(min, Math.min(max, min + 20) + 1);
    String what = TEXTS.get(random.nextInt(TEXTS.size()));
    String repeated = what.repeat(length / what.length());
    return repeated + "x".repeat(length - repeated.length());
  }

  private Instant time() {
    return switch (random.nextInt(20)) {
      case 0 -> Instant.MIN;
      case 1 -> Instant.MAX;
      case 2 -> Instant.EPOCH;
      default -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    };
  }

  private <T> T one(T[] among) {
    return among[random.nextInt(among.length)];
  }

  private <T> @Nullable T orNull(Supplier<T> make) {
    return random.nextBoolean() ? make.get() : null;
  }

  private <T> List<T> list(int most, Supplier<T> make) {
    int count = random.nextInt(15) == 0 ? most : random.nextInt(Math.min(most, 3) + 1);
    var made = new ArrayList<T>();
    for (int i = 0; i < count; i++) {
      made.add(make.get());
    }
    return made;
  }
}
