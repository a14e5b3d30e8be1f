package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Lockout;
import dev.penstock.access.Moment;
import dev.penstock.access.NameRules;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.SecretHash;
import dev.penstock.access.Session;
import dev.penstock.access.Way;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.reception.Answer.Nothing;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The door: how people come in, prove themselves again, and leave.
 *
 * <p>Req: 62443-4-2 CR 1.1, 62443-4-2 CR 1.10, 62443-4-2 CR 1.11
 */
public final class SignIns {
  private static final String SIGN_IN = "sign-in";

  /** What a record says where a name was tried that nobody has; never the name itself. */
  private static final String STRANGER = "an unknown name";

  private final Desk desk;
  private final Gate gate;
  private final Views views;
  private final Prover prover;
  private final Doors doors;
  private final FirstPerson firstPerson;
  private final Again again;
  private final Once waits = new Once();

  SignIns(Desk desk, Gate gate, Views views, Prover prover, Again again) {
    this.desk = desk;
    this.gate = gate;
    this.views = views;
    this.prover = prover;
    this.again = again;
    this.doors = new Doors(desk, views);
    this.firstPerson = new FirstPerson(desk, doors);
  }

  /** What a console learns of its session; for anybody. */
  public SessionView view(Caller caller) {
    PeopleBook book = desk.book().now();
    return switch (gate.inside(caller, book)) {
      case Answer.Given<Inside>(var inside) -> views.session(inside);
      case Answer.Refused<Inside> _ -> views.nobody(book);
    };
  }

  /** The first person comes, with the one-time code, and is administrator. */
  public Answer<Entry> setUp(
      Origin origin, String code, String name, String displayName, String password) {
    Moment now = desk.now();
    if (desk.guard().beginAt(origin, now) instanceof Lockout.Turn.AddressWaits(var left)) {
      return waits(origin, new Refusal.TooManyTries(left), now);
    }
    Answer<Entry> answer = firstPerson.setUp(origin, code, name, displayName, password);
    boolean isWrong =
        answer instanceof Answer.Refused<Entry>(var refusal)
            && refusal instanceof Refusal.SetUpCodeWrong;
    if (!isWrong) {
      desk.guard().rightAt(origin);
    }
    return answer;
  }

  /**
   * Whether somebody holds the one-time code, so that the node tests a host name for them before
   * the first person is there: that is written down. A wrong one counts as it does at the set-up
   * itself.
   *
   * @param host what the resolver is asked for; empty where it is not asked
   */
  public Answer<Nothing> testsHost(Origin origin, String code, String host) {
    Moment now = desk.now();
    if (desk.guard().beginAt(origin, now) instanceof Lockout.Turn.AddressWaits(var left)) {
      return waits(origin, new Refusal.TooManyTries(left), now);
    }
    Answer<Nothing> answer = firstPerson.testsHost(origin, code, host);
    boolean isWrong =
        answer instanceof Answer.Refused<Nothing>(var refusal)
            && refusal instanceof Refusal.SetUpCodeWrong;
    if (!isWrong) {
      desk.guard().rightAt(origin);
    }
    return answer;
  }

  FirstPerson firstPerson() {
    return firstPerson;
  }

  /**
   * By a name and a password, and the code of an app for who has one. The sealed code of an
   * emergency is a password under its own name.
   */
  public Answer<Entry> byPassword(
      Origin origin, String name, String password, @Nullable String totp) {
    Moment now = desk.now();
    String normal = NameRules.normal(Trail.cut(name));
    if (normal.equals(NameRules.BREAK_GLASS)) {
      return byCode(origin, password, totp, now);
    }
    Person person = desk.book().now().named(normal).orElse(null);
    Lockout.Try attempt = Guard.tryOf(normal, person, origin);
    return switch (desk.guard().begin(attempt, now)) {
      case Lockout.Turn.AddressWaits(var left) ->
          waits(origin, new Refusal.TooManyTries(left), now);
      case Lockout.Turn.NameLocked _ -> {
        // As slow as a wrong one, so that nobody learns which names are closed.
        var _ = prover.password(null, password, totp);
        yield refused(origin, person, new Refusal.SignInRefused());
      }
      case Lockout.Turn.Judge() -> {
        Answer<Entry> answer = judged(origin, person, password, totp);
        settle(attempt, answer);
        yield answer;
      }
    };
  }

  /**
   * By the sealed code. Its name is never closed: nobody guesses a code by chance, and whoever
   * needs it has no other way.
   */
  private Answer<Entry> byCode(Origin origin, String code, @Nullable String totp, Moment now) {
    if (desk.guard().beginAt(origin, now) instanceof Lockout.Turn.AddressWaits(var left)) {
      return waits(origin, new Refusal.TooManyTries(left), now);
    }
    // As slow as a password.
    var _ = prover.password(null, code, totp);
    Answer<Entry> answer = desk.book().change(book -> firstPerson.breakGlass(book, origin, code));
    if (answer instanceof Answer.Refused<Entry>(var refusal) && Prover.isWrong(refusal)) {
      return refused(origin, null, refusal);
    }
    desk.guard().rightAt(origin);
    return answer;
  }

  private Answer<Entry> judged(
      Origin origin, @Nullable Person person, String password, @Nullable String totp) {
    Answer<Entry> answer =
        prover
            .password(person, password, totp)
            .then(shown -> desk.book().change(book -> come(book, origin, person, shown)));
    return answer instanceof Answer.Refused<Entry>(var refusal) && Prover.isOfProof(refusal)
        ? refused(origin, person, refusal)
        : answer;
  }

  private void settle(Lockout.Try attempt, Answer<Entry> answer) {
    switch (answer) {
      case Answer.Given<Entry> _ -> desk.guard().right(attempt);
      case Answer.Refused<Entry>(var refusal) -> {
        // When the refusal could not be written, what was tried may have been wrong all the same.
        boolean isUnjudged =
            refusal instanceof Refusal.TooManyTries || refusal instanceof Refusal.StoreUnwritable;
        if (isUnjudged) {
          desk.guard().notJudged(attempt);
        } else if (refusal instanceof Refusal.SecondFactorNeeded) {
          desk.guard().half(attempt);
        }
      }
    }
  }

  private Book.Draft<Entry> come(
      PeopleBook book, Origin origin, @Nullable Person known, Prover.Shown shown) {
    Moment now = desk.now();
    Optional<Person> person = known == null ? Optional.empty() : book.person(known.id());
    if (person.isEmpty()) {
      return new Book.Draft.Refuse<>(new Refusal.SignInRefused());
    }
    return switch (prover.use(person.get(), shown, now)) {
      case Answer.Refused<Prover.Used>(var refusal) -> new Book.Draft.Refuse<>(refusal);
      case Answer.Given<Prover.Used>(var used) -> {
        Way way = used.proof().way();
        var password = used.person().credentials().password();
        boolean isDue = way != Way.PASSKEY && password != null && password.mustChange();
        var guest = new Doors.Guest(used.person(), way, used.proof(), isDue, origin);
        yield doors.let(book, guest, SIGN_IN, now);
      }
    };
  }

  /** A challenge for any passkey; to come in, to unlock or to step up. */
  public Answer<PasskeyBegun> beginPasskey(Caller caller) {
    Bytes challenge = desk.tickets().challenge();
    Moment now = desk.now();
    // Who has a session waits apart from the many who have none.
    String ticket =
        switch (gate.inside(caller, desk.book().now())) {
          case Answer.Given<Inside>(var inside) ->
              desk.tickets().begin(new Tickets.Purpose.Again(inside.person().id()), challenge, now);
          case Answer.Refused<Inside> _ ->
              desk.tickets().begin(new Tickets.Purpose.Door(), challenge, now);
        };
    return Answer.of(new PasskeyBegun(ticket, challenge, List.of(), Tickets.TERM));
  }

  /** By a passkey. */
  public Answer<Entry> byPasskey(Origin origin, PasskeyAnswer answer) {
    return atAddress(
        origin,
        book -> book.withPasskey(answer.credentialId()),
        person ->
            prover
                .atDoor(person, answer)
                .then(shown -> desk.book().change(book -> come(book, origin, person, shown))));
  }

  /**
   * By a client certificate that the TLS listener has verified.
   *
   * @param fingerprint its SHA-256
   * @param isGood whether it is good now: asked once more when the session is there, for a
   *     revocation meanwhile found no session to end
   */
  public Answer<Entry> byCertificate(Origin origin, Bytes fingerprint, BooleanSupplier isGood) {
    Answer<Entry> answer =
        vouched(origin, Way.CERTIFICATE, book -> book.withCertificate(fingerprint));
    if (!(answer instanceof Answer.Given<Entry>(var entry)) || isGood.getAsBoolean()) {
      return answer;
    }
    desk.sessions()
        .bySecret(SecretHash.of(entry.secret()), desk.now())
        .ifPresent(session -> {
          desk.sessions().end(session.id());
          desk.trail().tryToWrite(Sessions.endedByRevocation(session));
        });
    return Answer.refused(new Refusal.SignInRefused());
  }

  /** By a provider outside, whose word has been verified. */
  public Answer<Entry> byOidc(Origin origin, OidcSubject subject) {
    return vouched(origin, Way.OIDC, book -> book.withSubject(subject));
  }

  /** Whether somebody there may try at all, to be asked before others are put to work for it. */
  public Answer<Nothing> mayTry(Origin origin) {
    Moment now = desk.now();
    return desk.guard().ask(origin, now) instanceof Lockout.Turn.AddressWaits(var left)
        ? waits(origin, new Refusal.TooManyTries(left), now)
        : Answer.done();
  }

  /**
   * Somebody came back from a provider outside with nothing that proves who it is. Counts at the
   * address like any wrong try.
   *
   * @param why a code for the record; the answer says nothing of it
   */
  public Answer<Entry> notVouched(Origin origin, String why) {
    Moment now = desk.now();
    if (desk.guard().beginAt(origin, now) instanceof Lockout.Turn.AddressWaits(var left)) {
      return waits(origin, new Refusal.TooManyTries(left), now);
    }
    var refusal = new Refusal.SignInRefused();
    Details details = Trail.details("code", refusal.code(), "way", Way.OIDC.wireName(), "why", why);
    return written(origin, STRANGER, details, refusal);
  }

  private Answer<Entry> vouched(
      Origin origin, Way way, Function<PeopleBook, Optional<Person>> find) {
    return atAddress(
        origin,
        find,
        known ->
            desk.book()
                .change(book -> {
                  Optional<Person> person = find.apply(book).filter(Person::isActive);
                  return person.isEmpty()
                      ? new Book.Draft.Refuse<Entry>(new Refusal.SignInRefused())
                      : doors.let(
                          book,
                          new Doors.Guest(person.get(), way, null, false, origin),
                          SIGN_IN,
                          desk.now());
                }));
  }

  /** What has no name to close is held back by the address alone. */
  private Answer<Entry> atAddress(
      Origin origin,
      Function<PeopleBook, Optional<Person>> find,
      Function<Person, Answer<Entry>> judge) {
    Moment now = desk.now();
    if (desk.guard().beginAt(origin, now) instanceof Lockout.Turn.AddressWaits(var left)) {
      return waits(origin, new Refusal.TooManyTries(left), now);
    }
    Person person = find.apply(desk.book().now()).orElse(null);
    Answer<Entry> answer =
        person == null ? Answer.refused(new Refusal.SignInRefused()) : judge.apply(person);
    if (answer instanceof Answer.Refused<Entry>(var refusal) && Prover.isWrong(refusal)) {
      return refused(origin, person, refusal);
    }
    desk.guard().rightAt(origin);
    return answer;
  }

  /** The same person is back at a locked session. */
  public Answer<SessionView> unlock(Caller caller, Proving proving) {
    return again.prove(caller, proving, "unlock");
  }

  /** The person proves again to be that person, for critical actions. */
  public Answer<SessionView> stepUp(Caller caller, Proving proving) {
    return gate.acting(caller, desk.book().now())
        .then(inside ->
            inside.session().isLocked()
                ? Answer.refused(new Refusal.SessionLocked())
                : again.prove(caller, proving, "step-up"));
  }

  /** The person leaves for a while. */
  public Answer<SessionView> lock(Caller caller) {
    return gate.acting(caller, desk.book().now())
        .then(_ -> leave(caller, "lock", inside -> again.changed(inside, Session::locked)));
  }

  /** The person leaves. */
  public Answer<Nothing> end(Caller caller) {
    return leave(
        caller,
        "sign-out",
        inside -> {
          desk.sessions().end(inside.session().id());
          return Nothing.NOTHING;
        });
  }

  /** Leaving closes something, so it happens whether it can be written down or not. */
  private <T> Answer<T> leave(Caller caller, String action, Function<Inside, T> closing) {
    return gate.inside(caller, desk.book().now())
        .then(inside -> {
          String object = inside.session().id().hex();
          T closed = closing.apply(inside);
          return desk.trail().note(Trail.granted(inside.who(), action, object, Details.NONE))
              ? Answer.of(closed)
              : Answer.refused(new Refusal.AuditUnwritable());
        });
  }

  private <T> Answer<T> refused(Origin origin, @Nullable Person person, Refusal refusal) {
    String object = person == null ? STRANGER : person.id().hex();
    return written(origin, object, Details.of("code", refusal.code()), refusal);
  }

  private <T> Answer<T> written(Origin origin, String object, Details details, Refusal refusal) {
    var record =
        Trail.record(Trail.Who.nobody(origin), SIGN_IN, object, Access.Outcome.REFUSED, details);
    return desk.trail().note(record)
        ? Answer.refused(refusal)
        : Answer.refused(new Refusal.AuditUnwritable());
  }

  /** One record for each address and minute: else the trail is what is flooded. */
  private <T> Answer<T> waits(Origin origin, Refusal refusal, Moment now) {
    if (waits.isDue(origin.network(), now)) {
      waits.done(origin.network(), now);
      desk.trail()
          .tryToWrite(Trail.refused(Trail.Who.nobody(origin), SIGN_IN, "too many tries", refusal));
    }
    return Answer.refused(refusal);
  }
}
