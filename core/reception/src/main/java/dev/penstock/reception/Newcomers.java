package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Credentials;
import dev.penstock.access.DualControl;
import dev.penstock.access.DualControl.Kind;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.GrantRules;
import dev.penstock.access.Language;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.SetUpCode;
import dev.penstock.evidence.record.Access;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How somebody new is added: with a first password, and the roles that one person may give. */
final class Newcomers {
  private final Desk desk;
  private final Gate gate;
  private final Views views;
  private final Changes changes;
  private final Deeds deeds;

  Newcomers(Desk desk, Gate gate, Views views, Changes changes, Deeds deeds) {
    this.desk = desk;
    this.gate = gate;
    this.views = views;
    this.changes = changes;
    this.deeds = deeds;
  }

  /** Adds somebody; the names have been looked at. */
  Answer<Handed<PersonView>> add(
      Caller caller, String normal, String displayName, List<Grant> grants, Language language) {
    String password = SetUpCode.random(desk.random());
    return gate.permittedNow(caller, Action.PEOPLE_MANAGE, desk.book().now())
        .then(_ -> FirstPerson.hashed(desk, password))
        .then(hash ->
            desk.book()
                .change(book ->
                    changes.draft(
                        adding(caller, grants, book),
                        inside -> {
                          Person fresh = fresh(inside, normal, displayName, language, hash);
                          return added(inside, fresh, grants, password);
                        })));
  }

  private Answer<Inside> adding(Caller caller, List<Grant> grants, PeopleBook book) {
    Answer<Inside> asking = gate.permittedNow(caller, Action.PEOPLE_MANAGE, book);
    return grants.isEmpty()
        ? asking
        : asking.then(_ -> gate.permittedNow(caller, Action.ROLES_GRANT, book));
  }

  private Person fresh(
      Inside inside, String name, String displayName, Language language, String hash) {
    Instant now = inside.now().wall();
    var password = new PasswordKept(hash, List.of(), now, true, endOfPassword(now));
    return Person.of(PersonId.random(desk.random()), name, displayName, language, now)
        .withCredentials(Credentials.NONE.withPassword(password));
  }

  Instant endOfPassword(Instant now) {
    return now.plus(desk.settings().terms().initialPassword());
  }

  private Book.Draft<Handed<PersonView>> added(
      Inside inside, Person fresh, List<Grant> grants, String password) {
    PeopleBook book = inside.book();
    Instant now = inside.now().wall();
    Set<GrantRules.Fault> faults = deeds.faults(grants, now);
    if (!faults.isEmpty()) {
      return new Book.Draft.Refuse<>(new Refusal.RolesRefused(faults));
    }
    if (book.named(fresh.name()).isPresent()) {
      return new Book.Draft.Refuse<>(new Refusal.NameTaken());
    }
    if (book.people().size() >= PeopleBook.PEOPLE_MAX) {
      return new Book.Draft.Refuse<>(new Refusal.Conflict("there are 2,000 people already"));
    }
    List<Grant> plain =
        grants.stream().filter(grant -> !DualControl.isApproving(grant.role())).toList();
    boolean needsTwo = plain.size() < grants.size() && !book.isSinglePerson(Kind.ROLES_GRANT, now);
    List<Grant> held = needsTwo ? plain : grants;
    Person person =
        held.isEmpty()
            ? fresh
            : fresh.withGrants(new GrantChange(now, held, inside.person().id(), "new"));
    String grade = !needsTwo && plain.size() < grants.size() ? Changes.SINGLE_PERSON : "";
    var record =
        Trail.granted(
            inside.who(),
            "person.add",
            person.id().hex(),
            Trail.details("roles", words(held), "grade", grade));
    Function<@Nullable ApprovalView, Handed<PersonView>> result =
        approval -> new Handed<>(views.person(desk.book().now(), person), password, approval);
    if (!needsTwo) {
      return new Book.Draft.Keep<>(book.with(person), List.of(record), () -> result.apply(null));
    }
    var ask = askForRoles(person, grants, "new");
    return and(record, changes.propose(inside, book.with(person), ask, result));
  }

  private static <T> Book.Draft<T> and(Access first, Book.Draft<T> draft) {
    return switch (draft) {
      case Book.Draft.Refuse<T> refuse -> refuse;
      case Book.Draft.Keep<T>(var next, var records, var statements, var then) -> {
        List<Access> all = new ArrayList<>(records);
        all.addFirst(first);
        yield new Book.Draft.Keep<>(next, all, statements, then);
      }
    };
  }

  static Changes.Ask askForRoles(Person person, List<Grant> after, String reason) {
    return new Changes.Ask(
        Kind.ROLES_GRANT,
        "roles.grant",
        person.id().hex(),
        DualControl.rolesNeedTwo(person.grants(), after),
        Requests.roles(person.id(), person.grants(), after, reason),
        Requests.differences(person.grants(), after),
        reason);
  }

  private static String words(List<Grant> grants) {
    return String.join(", ", grants.stream().map(grant -> grant.role().wireName()).toList());
  }
}
