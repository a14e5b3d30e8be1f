package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.DualControl.Kind;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.GrantRules;
import dev.penstock.access.Language;
import dev.penstock.access.NameRules;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.PersonState;
import dev.penstock.access.SetUpCode;
import dev.penstock.evidence.record.Details;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How people are managed by others.
 *
 * <p>Req: 62443-4-2 CR 1.3, 62443-4-2 CR 1.4
 */
public final class People {
  private final Desk desk;
  private final Gate gate;
  private final Views views;
  private final Changes changes;
  private final Deeds deeds;
  private final Newcomers newcomers;

  People(Desk desk, Gate gate, Views views, Changes changes, Deeds deeds) {
    this.desk = desk;
    this.gate = gate;
    this.views = views;
    this.changes = changes;
    this.deeds = deeds;
    this.newcomers = new Newcomers(desk, gate, views, changes, deeds);
  }

  /** Everybody, erased ones included. */
  public Answer<List<PersonView>> list(Caller caller) {
    PeopleBook book = desk.book().now();
    return gate.permitted(caller, Action.PEOPLE_VIEW, book)
        .then(_ ->
            Answer.of(book.people().stream().map(person -> views.person(book, person)).toList()));
  }

  /** One person. */
  public Answer<PersonView> get(Caller caller, PersonId id) {
    PeopleBook book = desk.book().now();
    return gate.permitted(caller, Action.PEOPLE_VIEW, book)
        .then(_ ->
            book.person(id)
                .map(person -> Answer.of(views.person(book, person)))
                .orElseGet(() -> Answer.refused(new Refusal.PersonUnknown())));
  }

  /** Which accounts outside and which client certificates are this person. */
  public Answer<Ties> ties(Caller caller, PersonId id) {
    PeopleBook book = desk.book().now();
    return gate.permitted(caller, Action.PEOPLE_VIEW, book)
        .then(_ ->
            book.person(id)
                .map(person -> Answer.of(Ties.of(person.credentials())))
                .orElseGet(() -> Answer.refused(new Refusal.PersonUnknown())));
  }

  /**
   * Somebody new, with a first password. Step-up; it takes the permission to grant roles too when
   * there are any. Roles that take two people wait for the second.
   */
  public Answer<Handed<PersonView>> add(
      Caller caller, String name, String displayName, List<Grant> grants, Language language) {
    String normal = NameRules.normal(name);
    Optional<Refusal> fault = FirstPerson.nameFault(normal, displayName);
    if (fault.isPresent()) {
      return Answer.refused(fault.get());
    }
    return newcomers.add(caller, normal, displayName, grants, language);
  }

  /** Another name for others to read. Step-up. */
  public Answer<PersonView> rename(Caller caller, PersonId id, String displayName) {
    Optional<String> fault = NameRules.faultOfDisplayName(displayName);
    return fault.isPresent()
        ? Answer.refused(new Refusal.NameRefused(fault.get()))
        : edit(
            caller,
            id,
            "person.rename",
            (_, person) -> Answer.of(person.withDisplayName(displayName)));
  }

  /** Nobody comes in as this person any more, and all sessions end. Step-up. */
  public Answer<PersonView> disable(Caller caller, PersonId id) {
    return edit(
        caller,
        id,
        "person.disable",
        (inside, person) -> {
          Person disabled = person.withState(PersonState.DISABLED);
          PeopleBook next = inside.book().with(disabled);
          return Deeds.keepsAdministrator(inside.book(), next, inside.now().wall())
              ? Answer.of(disabled)
              : Answer.refused(new Refusal.Conflict(Deeds.LAST_ADMINISTRATOR));
        });
  }

  /** The person may come in again. Step-up. */
  public Answer<PersonView> enable(Caller caller, PersonId id) {
    return edit(
        caller,
        id,
        "person.enable",
        (_, person) -> Answer.of(person.withState(PersonState.ACTIVE)));
  }

  /** The name may be tried again from everywhere. Step-up. */
  public Answer<PersonView> unlock(Caller caller, PersonId id) {
    return edit(caller, id, "person.unlock", (_, person) -> Answer.of(person))
        .then(view -> {
          desk.guard().unlock(view.name());
          return get(caller, id);
        });
  }

  private interface Edit {
    Answer<Person> of(Inside inside, Person person);
  }

  private Answer<PersonView> edit(Caller caller, PersonId id, String action, Edit edit) {
    return desk.book()
        .change(book ->
            changes.draft(
                asking(caller, Action.PEOPLE_MANAGE, id, book),
                asked ->
                    changes.draft(
                        edit.of(asked.inside(), asked.person()),
                        changed ->
                            new Book.Draft.Keep<>(
                                book.with(changed),
                                List.of(
                                    Trail.granted(
                                        asked.inside().who(), action, id.hex(), Details.NONE)),
                                () -> edited(changed)))));
  }

  private PersonView edited(Person changed) {
    if (!changed.isActive()) {
      desk.sessions().endAll(session -> session.person().equals(changed.id()));
    }
    return view(changed.id());
  }

  /** A new first password in place of all ways in. Step-up; two people for who approves. */
  public Answer<Handed<PersonView>> reset(Caller caller, PersonId id) {
    String password = SetUpCode.random(desk.random());
    return gate.permittedNow(caller, Action.PEOPLE_MANAGE, desk.book().now())
        .then(_ -> FirstPerson.hashed(desk, password))
        .then(hash ->
            make(
                caller,
                Action.PEOPLE_MANAGE,
                id,
                asked ->
                    new Changes.Ask(
                        Kind.PERSON_RESET,
                        "person.reset",
                        id.hex(),
                        DualControl.waysNeedTwo(asked.person().grants()),
                        Requests.reset(
                            id, hash, newcomers.endOfPassword(asked.inside().now().wall())),
                        List.of(new Difference("/ways", "as they are", "a first password")),
                        ""),
                approval -> new Handed<>(view(id), password, approval)));
  }

  /** Other roles, all of them at once. Step-up; two people where roles approve. */
  public Answer<Change<PersonView>> grant(
      Caller caller, PersonId id, List<Grant> grants, String reason) {
    if (reason.length() > GrantChange.REASON_MAX) {
      return Answer.refused(new Refusal.FieldRefused("reason", "at most 1,000 characters"));
    }
    Set<GrantRules.Fault> faults = deeds.faults(grants, desk.now().wall());
    return faults.isEmpty()
        ? make(
            caller,
            Action.ROLES_GRANT,
            id,
            asked -> Newcomers.askForRoles(asked.person(), grants, reason),
            approval -> change(id, approval))
        : gate.permittedNow(caller, Action.ROLES_GRANT, desk.book().now())
            .then(_ -> Answer.refused(new Refusal.RolesRefused(faults)));
  }

  /** Forgets a person; the pseudonym stays. Step-up; two people. */
  public Answer<Change<PersonView>> erase(Caller caller, PersonId id, String reason) {
    if (reason.length() > GrantChange.REASON_MAX) {
      return Answer.refused(new Refusal.FieldRefused("reason", "at most 1,000 characters"));
    }
    return make(
        caller,
        Action.PEOPLE_MANAGE,
        id,
        _ ->
            new Changes.Ask(
                Kind.PERSON_ERASE,
                "person.erase",
                id.hex(),
                true,
                Requests.erase(id),
                List.of(new Difference("/person", id.hex(), "")),
                reason),
        approval -> change(id, approval));
  }

  /**
   * Which accounts outside and which client certificates (SHA-256) are this person, in place of
   * those of before. Step-up; two people for who approves.
   */
  public Answer<Change<PersonView>> tie(
      Caller caller, PersonId id, List<OidcSubject> subjects, List<Bytes> certificates) {
    return tie(caller, id, _ -> Answer.of(new Ties(subjects, certificates)));
  }

  /** Adds to what is tied to a person, and leaves the rest as it is just then. */
  public Answer<Change<PersonView>> addTies(Caller caller, PersonId id, Ties more) {
    return tie(
        caller,
        id,
        before -> differing(before, before.and(more), "this is tied to the person already"));
  }

  /** Takes away from what is tied to a person, and leaves the rest as it is just then. */
  public Answer<Change<PersonView>> removeTies(Caller caller, PersonId id, Ties gone) {
    return tie(
        caller, id, before -> differing(before, before.without(gone), "this is not tied to them"));
  }

  private static Answer<Ties> differing(Ties before, Ties after, String otherwise) {
    return after.isSame(before)
        ? Answer.refused(new Refusal.Conflict(otherwise))
        : Answer.of(after);
  }

  private Answer<Change<PersonView>> tie(
      Caller caller, PersonId id, Function<Ties, Answer<Ties>> step) {
    return desk.book()
        .change(book ->
            changes.draft(
                asking(caller, Action.PEOPLE_MANAGE, id, book)
                    .then(asked ->
                        inBounds(step.apply(Ties.of(asked.person().credentials())))
                            .then(after -> Answer.of(new Tying(asked, after)))),
                tying ->
                    changes.make(
                        tying.asked().inside(), book, tying.ask(), held -> change(id, held))));
  }

  private static Answer<Ties> inBounds(Answer<Ties> after) {
    return after.then(ties ->
        ties.isInBounds()
            ? after
            : Answer.refused(
                new Refusal.FieldRefused("subjects, certificates", "at most 8 of each, SHA-256")));
  }

  /** Who asks, of whom, and what is tied to that person afterwards. */
  private record Tying(Asked asked, Ties after) {
    Changes.Ask ask() {
      Person person = asked.person();
      Ties before = Ties.of(person.credentials());
      return new Changes.Ask(
          Kind.PERSON_RESET,
          "person.tie",
          person.id().hex(),
          DualControl.waysNeedTwo(person.grants()),
          Requests.tie(person.id(), before, after),
          Requests.differences(before, after),
          "");
    }
  }

  /** A new sealed code for an emergency. Step-up; two people. */
  public Answer<Handed<PersonView>> resetBreakGlass(Caller caller) {
    String code = SetUpCode.random(desk.random());
    return desk.book()
        .change(book ->
            changes.draft(
                gate.permittedNow(caller, Action.PEOPLE_MANAGE, book),
                inside -> {
                  var sealed = book.breakGlass();
                  if (sealed == null) {
                    return new Book.Draft.Refuse<>(new Refusal.PersonUnknown());
                  }
                  var ask =
                      new Changes.Ask(
                          Kind.BREAK_GLASS_RESET,
                          "break-glass.reset",
                          sealed.person().hex(),
                          true,
                          Requests.breakGlass(SetUpCode.hash(code)),
                          List.of(new Difference("/break-glass", "", "a new sealed code")),
                          "");
                  return changes.make(
                      inside,
                      book,
                      ask,
                      approval -> new Handed<>(view(sealed.person()), code, approval));
                }));
  }

  /** Who asks, and of whom. */
  private record Asked(Inside inside, Person person) {}

  private <T> Answer<T> make(
      Caller caller,
      Action action,
      PersonId id,
      Function<Asked, Changes.Ask> ask,
      Function<@Nullable ApprovalView, T> result) {
    return desk.book()
        .change(book ->
            changes.draft(
                asking(caller, action, id, book),
                asked -> changes.make(asked.inside(), book, ask.apply(asked), result)));
  }

  private Answer<Asked> asking(Caller caller, Action action, PersonId id, PeopleBook book) {
    return gate.permittedNow(caller, action, book)
        .then(inside ->
            book.person(id)
                .filter(person -> person.state() != PersonState.ERASED)
                .filter(person -> !book.isBreakGlass(person.id()))
                .map(person -> Answer.of(new Asked(inside, person)))
                .orElseGet(() -> Answer.refused(new Refusal.PersonUnknown())));
  }

  private Change<PersonView> change(PersonId id, @Nullable ApprovalView approval) {
    return approval == null ? new Change.Made<>(view(id)) : new Change.Proposed<>(approval);
  }

  /** The person as the book in force has it. */
  private PersonView view(PersonId id) {
    PeopleBook book = desk.book().now();
    return book.person(id)
        .map(person -> views.person(book, person))
        .orElseThrow(() -> new IllegalStateException(id + " is not in the book"));
  }
}
