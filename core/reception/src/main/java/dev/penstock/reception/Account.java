package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.Language;
import dev.penstock.access.Passkey;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PasswordRules;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.Session;
import dev.penstock.access.Totp;
import dev.penstock.access.TotpKept;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Statement;
import dev.penstock.reception.Answer.Nothing;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What people do with their own account.
 *
 * <p>Req: 62443-4-2 CR 1.5, 62443-4-2 CR 1.7
 */
public final class Account {
  /** The note in a record that says which key a passkey has. */
  private static final String KEY = "key";

  private final Desk desk;
  private final Gate gate;
  private final Views views;
  private final Changes changes;
  private final Again again;

  Account(Desk desk, Gate gate, Views views, Changes changes, Again again) {
    this.desk = desk;
    this.gate = gate;
    this.views = views;
    this.changes = changes;
    this.again = again;
  }

  /** The own account. */
  public Answer<AccountView> view(Caller caller) {
    return gate.signedIn(caller, desk.book().now()).then(inside -> Answer.of(seen(inside)));
  }

  private AccountView seen(Inside inside) {
    Credentials credentials = inside.person().credentials();
    PasswordKept password = credentials.password();
    return new AccountView(
        views.person(inside.book(), inside.person()),
        password == null ? null : password.changedAt(),
        credentials.totp() != null,
        credentials.passkeys().stream().map(Account::item).toList(),
        desk.sessions().of(inside.person().id(), inside.now()).stream()
            .map(session -> Views.item(inside.book(), session, inside))
            .toList());
  }

  private static AccountView.PasskeyItem item(Passkey passkey) {
    return new AccountView.PasskeyItem(
        passkey.id(),
        passkey.label(),
        passkey.createdAt(),
        passkey.lastUsedAt(),
        passkey.isBackedUp());
  }

  /** Changes the password; the old one proves who asks. All other sessions of the person end. */
  public Answer<Nothing> changePassword(Caller caller, String old, String changed) {
    return unlocked(caller, desk.book().now()).then(inside -> changePassword(inside, old, changed));
  }

  private Answer<Nothing> changePassword(Inside asking, String old, String changed) {
    return again
        .oldPassword(asking, old)
        .then(kept ->
            fault(asking.person(), changed)
                .then(_ -> unused(changed, kept))
                .then(_ -> FirstPerson.hashed(desk, changed))
                .then(hash -> keepPassword(asking.caller(), kept, hash)));
  }

  private Answer<Nothing> fault(Person person, String changed) {
    return FirstPerson.passwordFault(desk, changed, person.name(), person.displayName());
  }

  /** Hashes to compare, one after the other, with no lock held. */
  private Answer<Nothing> unused(String changed, PasswordKept kept) {
    List<String> hashes = new ArrayList<>(List.of(kept.hash()));
    hashes.addAll(kept.earlier());
    int looked = Math.min(hashes.size(), desk.settings().passwords().history());
    String normal = PasswordRules.normal(changed);
    for (String hash : hashes.subList(0, looked)) {
      switch (desk.ground().hashing().check(normal, hash)) {
        case RIGHT -> {
          return Answer.refused(
              new Refusal.PasswordRefused(EnumSet.of(PasswordRules.Fault.REUSED)));
        }
        case BUSY -> {
          return Answer.refused(new Refusal.TooManyTries(Prover.BUSY_WAIT));
        }
        case WRONG -> {}
      }
    }
    return Answer.done();
  }

  private Answer<Nothing> keepPassword(Caller caller, PasswordKept shown, String hash) {
    return desk.book()
        .change(book ->
            changes.draft(
                unlocked(caller, book),
                inside -> {
                  PasswordKept kept = inside.person().credentials().password();
                  if (kept == null || !kept.hash().equals(shown.hash())) {
                    return new Book.Draft.Refuse<>(new Refusal.SignInRefused());
                  }
                  List<String> earlier = new ArrayList<>(List.of(kept.hash()));
                  earlier.addAll(kept.earlier());
                  int held = Math.min(earlier.size(), desk.settings().passwords().history());
                  var fresh =
                      new PasswordKept(
                          hash, earlier.subList(0, held), inside.now().wall(), false, null);
                  return new Book.Draft.Keep<>(
                      book.with(with(inside, c -> c.withPassword(fresh))),
                      List.of(own(inside, "password.change", Details.NONE)),
                      () -> passwordChanged(inside));
                }));
  }

  private Nothing passwordChanged(Inside inside) {
    Bytes own = inside.session().id();
    desk.sessions()
        .endAll(
            session -> session.person().equals(inside.person().id()) && !session.id().equals(own));
    var _ = desk.sessions().update(own, inside.now(), Session::passwordChanged);
    return Nothing.NOTHING;
  }

  /** A secret for an authenticator app. Step-up. */
  public Answer<TotpBegun> beginTotp(Caller caller) {
    return lasting(caller, desk.book().now())
        .then(inside -> {
          Bytes secret = Totp.randomSecret(desk.random());
          desk.tickets().beginApp(inside.person().id(), secret, inside.now());
          String uri = Totp.uri(secret, desk.ground().siteName(), inside.person().name());
          return Answer.of(new TotpBegun(Totp.base32(secret), uri));
        });
  }

  /** A code of the app shows that it has the secret. */
  public Answer<Nothing> confirmTotp(Caller caller, String totp) {
    return change(
        caller,
        this::lasting,
        "totp.add",
        inside -> {
          Optional<Bytes> secret = desk.tickets().app(inside.person().id(), inside.now());
          if (secret.isEmpty()) {
            return Answer.refused(new Refusal.Conflict("begin with a new secret first"));
          }
          return switch (Totp.judge(secret.get(), -1, totp, inside.now().wall())) {
            case Totp.Judged.Wrong() ->
                Answer.refused(
                    new Refusal.FieldRefused("totp", "the six digits that the app shows now"));
            case Totp.Judged.Right(var step) -> {
              // Taken now: a second confirmation would make spent codes good again.
              desk.tickets().appDone(inside.person().id());
              var app = new TotpKept(secret.get(), step, inside.now().wall());
              yield Answer.of(with(inside, credentials -> credentials.withTotp(app)));
            }
          };
        });
  }

  /** No app any more. Step-up. */
  public Answer<Nothing> removeTotp(Caller caller) {
    return change(
        caller,
        gate::steppedUpByMore,
        "totp.remove",
        inside -> Answer.of(with(inside, credentials -> credentials.withTotp(null))));
  }

  /** A request for a new passkey. Step-up. */
  public Answer<RegistrationBegun> beginPasskey(Caller caller, String label) {
    if (label.isBlank() || label.length() > Passkey.LABEL_MAX) {
      return Answer.refused(new Refusal.FieldRefused("label", "1 to 100 characters"));
    }
    return lasting(caller, desk.book().now())
        .then(inside -> {
          Person person = inside.person();
          if (person.credentials().passkeys().size() >= Credentials.PASSKEYS_MAX) {
            return Answer.refused(new Refusal.Conflict("nobody has more than 16 passkeys"));
          }
          Bytes challenge = desk.tickets().challenge();
          var purpose = new Tickets.Purpose.Register(person.id(), label);
          return Answer.of(
              new RegistrationBegun(
                  desk.tickets().begin(purpose, challenge, inside.now()),
                  challenge,
                  person.id(),
                  person.name(),
                  person.displayName(),
                  person.credentials().passkeys().stream().map(Passkey::id).toList(),
                  Tickets.TERM));
        });
  }

  /** The answer to it. */
  public Answer<AccountView.PasskeyItem> finishPasskey(Caller caller, RegistrationAnswer answer) {
    return lasting(caller, desk.book().now())
        .then(inside -> registered(inside, answer))
        .then(passkey -> keepPasskey(caller, passkey));
  }

  private Answer<Passkey> registered(Inside inside, RegistrationAnswer answer) {
    Tickets.Begun begun = desk.tickets().take(answer.ticket(), inside.now()).orElse(null);
    if (begun == null
        || !(begun.purpose() instanceof Tickets.Purpose.Register(var person, var label))
        || !person.equals(inside.person().id())) {
      return Answer.refused(new Refusal.PasskeyRefused("the request is too old; begin again"));
    }
    return switch (desk.ground().passkeys().register(begun.challenge(), answer)) {
      case PasskeyChecking.Registered.NotMade(var reason) ->
          Answer.refused(new Refusal.PasskeyRefused(reason));
      case PasskeyChecking.Registered.Made made ->
          Answer.of(
              new Passkey(
                  made.id(),
                  made.publicKey(),
                  made.signatureCount(),
                  made.isBackupEligible(),
                  made.isBackedUp(),
                  label,
                  inside.now().wall(),
                  null));
    };
  }

  private Answer<AccountView.PasskeyItem> keepPasskey(Caller caller, Passkey passkey) {
    Answer<Nothing> kept =
        change(
            caller,
            this::lasting,
            "passkey.add",
            inside -> kept(inside, passkey),
            inside -> {
              int count = inside.person().credentials().passkeys().size();
              return inside.book().withPasskey(passkey.id()).isPresent()
                      || count >= Credentials.PASSKEYS_MAX
                  ? Answer.refused(new Refusal.Conflict("the passkey is known already"))
                  : Answer.of(with(inside, credentials -> credentials.withPasskey(passkey)));
            });
    return kept.then(_ -> Answer.of(item(passkey)));
  }

  /** Without that passkey any more. Step-up. */
  public Answer<Nothing> removePasskey(Caller caller, Bytes id) {
    return change(
        caller,
        gate::steppedUpByMore,
        "passkey.remove",
        inside ->
            new Kept(
                inside
                    .person()
                    .credentials()
                    .passkey(id)
                    .map(one -> Details.of(KEY, Agreements.digest(one)))
                    .orElse(Details.NONE),
                List.of()),
        inside ->
            inside.person().credentials().passkey(id).isEmpty()
                ? Answer.refused(new Refusal.PasskeyUnknown())
                : Answer.of(with(inside, credentials -> credentials.withoutPasskey(id))));
  }

  /** The language of the console. */
  public Answer<Nothing> speak(Caller caller, Language language) {
    return change(
        caller,
        gate::actingSignedIn,
        "language.change",
        inside -> Answer.of(inside.person().withLanguage(language)));
  }

  private interface Asked {
    Answer<Inside> by(Caller caller, PeopleBook book);
  }

  /** What is written of a change, beside who did what. */
  private record Kept(Details details, List<Statement> statements) {
    static final Kept NOTHING_MORE = new Kept(Details.NONE, List.of());
  }

  /** Whose key it is, for as long as the log: who checks an approval later finds it there. */
  private static Kept kept(Inside inside, Passkey passkey) {
    return new Kept(
        Details.of(KEY, Agreements.digest(passkey)),
        List.of(Agreements.added(inside.person().id(), passkey)));
  }

  private Answer<Nothing> change(
      Caller caller, Asked asked, String action, Function<Inside, Answer<Person>> step) {
    return change(caller, asked, action, _ -> Kept.NOTHING_MORE, step);
  }

  private Answer<Nothing> change(
      Caller caller,
      Asked asked,
      String action,
      Function<Inside, Kept> kept,
      Function<Inside, Answer<Person>> step) {
    return desk.book()
        .change(book ->
            changes.draft(
                asked.by(caller, book),
                inside ->
                    changes.draft(
                        step.apply(inside),
                        person -> {
                          Kept more = kept.apply(inside);
                          return new Book.Draft.Keep<>(
                              book.with(person),
                              List.of(own(inside, action, more.details())),
                              more.statements(),
                              () -> Nothing.NOTHING);
                        })));
  }

  /**
   * Who may get a way in that lasts: a person who has proven it a moment ago, by more than a
   * password where there is more. The sealed account opens once for each code, so it gets none.
   */
  private Answer<Inside> lasting(Caller caller, PeopleBook book) {
    return gate.steppedUpByMore(caller, book)
        .then(inside ->
            book.isBreakGlass(inside.person().id())
                ? Answer.refused(new Refusal.Conflict("this account gets no way in that lasts"))
                : Answer.of(inside));
  }

  /** Changing the password is what a session may do that waits for just that. */
  private Answer<Inside> unlocked(Caller caller, PeopleBook book) {
    return gate.acting(caller, book)
        .then(inside ->
            inside.session().isLocked()
                ? Answer.refused(new Refusal.SessionLocked())
                : Answer.of(inside));
  }

  private static Person with(Inside inside, Function<Credentials, Credentials> change) {
    return inside.person().withCredentials(change.apply(inside.person().credentials()));
  }

  private static Access own(Inside inside, String action, Details details) {
    return Trail.granted(inside.who(), action, inside.person().id().hex(), details);
  }
}
