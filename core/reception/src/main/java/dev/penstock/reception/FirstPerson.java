package dev.penstock.reception;

import dev.penstock.access.BreakGlass;
import dev.penstock.access.Credentials;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.Language;
import dev.penstock.access.Moment;
import dev.penstock.access.NameRules;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PasswordRules;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.Proof;
import dev.penstock.access.Role;
import dev.penstock.access.SetUp;
import dev.penstock.access.SetUpCode;
import dev.penstock.access.Way;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The two ways in without a person behind: the one-time code, after which the first person is
 * there, and the sealed code of an emergency.
 *
 * <p>Req: 62443-4-2 CR 1.5
 */
final class FirstPerson {
  private static final String SET_UP = "set-up";
  private static final String BREAK_GLASS_SHOWN = "Break glass";

  private final Desk desk;
  private final Doors doors;

  FirstPerson(Desk desk, Doors doors) {
    this.desk = desk;
    this.doors = doors;
  }

  /** A new code in place of the one before. */
  Answer<String> newCode(Trail.Who who) {
    String code = SetUpCode.random(desk.random());
    return desk.book()
        .change(book ->
            book.setUp() instanceof SetUp.Done
                ? new Book.Draft.Refuse<>(new Refusal.SetUpDone())
                : new Book.Draft.Keep<>(
                    book.with(new SetUp.Needed(SetUpCode.hash(code), 0)),
                    List.of(Trail.granted(who, "set-up.code", "set-up code", Details.NONE)),
                    () -> code));
  }

  Answer<Entry> setUp(
      Origin origin, String code, String name, String displayName, String password) {
    return tryCode(origin, code, List.of())
        .then(_ -> faultOf(name, displayName, password))
        .then(_ -> hashed(desk, password))
        .then(
            hash -> desk.book().change(book -> come(book, origin, code, name, displayName, hash)));
  }

  /** The right code, shown for a test of a host name. */
  Answer<Answer.Nothing> testsHost(Origin origin, String code, String host) {
    return tryCode(
        origin,
        code,
        List.of(
            Trail.granted(
                Trail.Who.nobody(origin),
                "set-up.host",
                "host name",
                Trail.details("host", host))));
  }

  /**
   * A wrong code is counted before anything else is looked at.
   *
   * @param ofRight what is written down where it is right
   */
  private Answer<Answer.Nothing> tryCode(Origin origin, String code, List<Access> ofRight) {
    if (desk.book().now().setUp() instanceof SetUp.Done) {
      return Answer.refused(new Refusal.SetUpDone());
    }
    Answer<Boolean> isRight =
        desk.book()
            .change(book ->
                switch (book.setUp()) {
                  case SetUp.Done _ -> new Book.Draft.Refuse<>(new Refusal.SetUpDone());
                  case SetUp.Needed needed ->
                      isRight(needed, code)
                          ? new Book.Draft.Keep<>(book, ofRight, () -> true)
                          : counted(book, needed, origin);
                });
    return isRight.then(
        right -> right ? Answer.done() : Answer.refused(new Refusal.SetUpCodeWrong()));
  }

  private static boolean isRight(SetUp.Needed needed, String code) {
    return needed.code() != null && needed.code().equals(SetUpCode.hash(Trail.cut(code)));
  }

  private static Book.Draft<Boolean> counted(PeopleBook book, SetUp.Needed needed, Origin origin) {
    int wrong = Math.min(needed.wrongTries() + 1, SetUpCode.TRIES_MAX);
    boolean isBurnt = wrong >= SetUpCode.TRIES_MAX;
    return new Book.Draft.Keep<>(
        book.with(new SetUp.Needed(isBurnt ? null : needed.code(), wrong)),
        List.of(
            Trail.refused(
                Trail.Who.nobody(origin), SET_UP, "set-up code", new Refusal.SetUpCodeWrong())),
        () -> false);
  }

  private Answer<Answer.Nothing> faultOf(String name, String displayName, String password) {
    return nameFault(NameRules.normal(name), displayName)
        .<Answer<Answer.Nothing>>map(Answer::refused)
        .orElseGet(() -> passwordFault(desk, password, name, displayName));
  }

  static Optional<Refusal> nameFault(String name, String displayName) {
    return NameRules.faultOfName(name)
        .or(() -> NameRules.faultOfDisplayName(displayName))
        .map(Refusal.NameRefused::new);
  }

  static Answer<Answer.Nothing> passwordFault(
      Desk desk, String password, String name, String displayName) {
    Set<PasswordRules.Fault> faults =
        PasswordRules.faults(password, name, displayName, desk.settings().passwords());
    return faults.isEmpty() ? Answer.done() : Answer.refused(new Refusal.PasswordRefused(faults));
  }

  /** Hashes a password; nobody may hold a lock meanwhile. */
  static Answer<String> hashed(Desk desk, String password) {
    return switch (desk.ground().hashing().hash(PasswordRules.normal(password))) {
      case PasswordHashing.Hashed.Made(var hash) -> Answer.of(hash);
      case PasswordHashing.Hashed.Busy() ->
          Answer.refused(new Refusal.TooManyTries(Prover.BUSY_WAIT));
    };
  }

  private Book.Draft<Entry> come(
      PeopleBook book, Origin origin, String code, String name, String displayName, String hash) {
    // Looked at again: two may have come with the code at once.
    if (!(book.setUp() instanceof SetUp.Needed needed)) {
      return new Book.Draft.Refuse<>(new Refusal.SetUpDone());
    }
    if (!isRight(needed, code)) {
      return new Book.Draft.Refuse<>(new Refusal.SetUpCodeWrong());
    }
    Moment now = desk.now();
    PersonId id = PersonId.random(desk.random());
    var administrator =
        new GrantChange(now.wall(), List.of(Grant.of(Role.ADMINISTRATOR)), id, SET_UP);
    Person first =
        Person.of(id, NameRules.normal(name), displayName, Language.EN, now.wall())
            .withGrants(administrator)
            .withCredentials(
                Credentials.NONE.withPassword(
                    new PasswordKept(hash, List.of(), now.wall(), false, null)));
    PersonId nobody = PersonId.random(desk.random());
    Person breakGlass =
        Person.of(nobody, NameRules.BREAK_GLASS, BREAK_GLASS_SHOWN, Language.EN, now.wall())
            .withGrants(administrator);
    PeopleBook begun =
        book.with(new SetUp.Done(now.wall()))
            .with(first)
            .with(breakGlass)
            .with(new BreakGlass(nobody, null, null, null));
    var guest = new Doors.Guest(first, Way.SET_UP, new Proof(Way.SET_UP, now), false, origin);
    return doors.let(begun, guest, SET_UP, now);
  }

  /** The sealed code is used: it opens once. */
  Book.Draft<Entry> breakGlass(PeopleBook book, Origin origin, String code) {
    BreakGlass sealed = book.breakGlass();
    if (sealed == null
        || sealed.code() == null
        || !sealed.code().equals(SetUpCode.hash(Trail.cut(code)))) {
      return new Book.Draft.Refuse<>(new Refusal.SignInRefused());
    }
    Optional<Person> person = book.person(sealed.person()).filter(Person::isActive);
    if (person.isEmpty()) {
      return new Book.Draft.Refuse<>(new Refusal.SignInRefused());
    }
    Moment now = desk.now();
    var guest =
        new Doors.Guest(
            person.get(), Way.BREAK_GLASS, new Proof(Way.BREAK_GLASS, now), false, origin);
    return doors.let(book.with(sealed.used(now.wall())), guest, "break-glass", now);
  }
}
