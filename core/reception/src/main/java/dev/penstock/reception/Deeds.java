package dev.penstock.reception;

import dev.penstock.access.Approval;
import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantChange;
import dev.penstock.access.GrantRules;
import dev.penstock.access.Moment;
import dev.penstock.access.OidcSubject;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.PersonState;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.SecretHash;
import dev.penstock.access.ServiceAccount;
import dev.penstock.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out requests about people, on a book. Everything is looked at again: a day may lie
 * between the request and the second person's word.
 */
final class Deeds {
  static final String LAST_ADMINISTRATOR = "nobody would be left who manages people";
  private static final String CHANGED_MEANWHILE = "the roles have changed since the request";
  private static final String TIES_CHANGED = "the ties have changed since the request";
  private static final String TIES_OF_OLD =
      "the request does not say which ties there were; ask again";
  private static final String ERASED = "the person was erased meanwhile";
  private static final String GONE = "the person is not there any more";
  private static final String NOT_A_REQUEST = "not a request that can be carried out";

  private final Desk desk;

  Deeds(Desk desk) {
    this.desk = desk;
  }

  /** What came of it. */
  sealed interface Done {
    /** The book after it, and what to do when that book is in force. */
    record Applied(PeopleBook next, Runnable after) implements Done {}

    /** It cannot be done, and why. */
    record NotDone(String words) implements Done {}
  }

  Done apply(PeopleBook book, PersonId author, Json.Object request, Moment now) {
    return switch (request.text("do").orElse("")) {
      case "roles" -> roles(book, author, request, now);
      case "erase" -> erase(book, request, now);
      case "reset" -> reset(book, request, now);
      case "tie" -> tie(book, request);
      case "token" -> token(book, request, now);
      case "break-glass" -> breakGlass(book, request, now);
      default -> new Done.NotDone(NOT_A_REQUEST);
    };
  }

  /** What a request that was not agreed to leaves behind is taken away. */
  static PeopleBook dropped(PeopleBook book, Json.Object request, Instant now) {
    return request
        .text("token")
        .flatMap(book::service)
        .filter(account -> !account.isApproved())
        .map(account -> book.with(account.revoked(now)))
        .orElse(book);
  }

  private Done roles(PeopleBook book, PersonId author, Json.Object request, Moment now) {
    Optional<Person> found = subject(book, request);
    Optional<List<Grant>> before = Requests.grantsOf(request, "before");
    Optional<List<Grant>> after = Requests.grantsOf(request, "after");
    if (found.isEmpty() || before.isEmpty() || after.isEmpty()) {
      return new Done.NotDone(GONE);
    }
    Person person = found.get();
    if (!new HashSet<>(person.grants()).equals(new HashSet<>(before.get()))) {
      return new Done.NotDone(CHANGED_MEANWHILE);
    }
    Set<GrantRules.Fault> faults = faults(after.get(), now.wall());
    if (!faults.isEmpty()) {
      return new Done.NotDone(faults.iterator().next().text());
    }
    String reason = request.text("reason").orElse("");
    var change = new GrantChange(now.wall(), after.get(), author, reason);
    PeopleBook next = book.with(person.withGrants(change));
    return keepsAdministrator(book, next, now.wall())
        ? new Done.Applied(next, () -> {})
        : new Done.NotDone(LAST_ADMINISTRATOR);
  }

  /** What is wrong with roles, by the rules and by the zones that the plant has. */
  Set<GrantRules.Fault> faults(List<Grant> grants, Instant now) {
    Set<GrantRules.Fault> faults =
        GrantRules.ofPerson(grants, now, desk.settings().terms().auditorMax());
    Set<String> zones = desk.zones();
    for (Grant grant : grants) {
      if (zones != null && grant.scope() instanceof Scope.Zone(var name) && !zones.contains(name)) {
        var _ = faults.add(GrantRules.Fault.ZONE_UNKNOWN);
      }
    }
    return faults;
  }

  private Done erase(PeopleBook book, Json.Object request, Moment now) {
    Optional<Person> person = subject(book, request);
    if (person.isEmpty()) {
      return new Done.NotDone(GONE);
    }
    PeopleBook next = withoutWords(book.with(person.get().erased()), person.get().id(), now.wall());
    return keepsAdministrator(book, next, now.wall())
        ? new Done.Applied(next, () -> endSessions(person.get().id()))
        : new Done.NotDone(LAST_ADMINISTRATOR);
  }

  /**
   * Requests about somebody who is forgotten hold accounts outside, hashes and what others wrote of
   * the person. What is left is about whom it was, and the digest.
   */
  private static PeopleBook withoutWords(PeopleBook book, PersonId id, Instant now) {
    PeopleBook next = book;
    for (Approval approval : book.approvals()) {
      Json.Object matter = Verdicts.matter(approval.request());
      boolean isCarriedOut = approval.state() == Approval.State.APPROVED;
      if (!isCarriedOut && Requests.person(matter).equals(Optional.of(id))) {
        Approval over = approval.isOpen(now) ? approval.overtaken(ERASED) : approval.at(now);
        next = next.with(over.wiped(Requests.forgotten(approval.id(), id)));
      }
    }
    return next;
  }

  private Done reset(PeopleBook book, Json.Object request, Moment now) {
    Optional<Person> person = subject(book, request);
    Optional<String> hash = request.text("password_hash");
    Optional<Instant> endsAt = request.text("ends_at").flatMap(Requests::instant);
    if (person.isEmpty() || hash.isEmpty() || endsAt.isEmpty()) {
      return new Done.NotDone(GONE);
    }
    PasswordKept old = person.get().credentials().password();
    List<String> earlier = new ArrayList<>();
    if (old != null) {
      earlier.add(old.hash());
      earlier.addAll(old.earlier());
    }
    int held = Math.min(earlier.size(), desk.settings().passwords().history());
    var fresh =
        new PasswordKept(hash.get(), earlier.subList(0, held), now.wall(), true, endsAt.get());
    Person renewed = person.get().withCredentials(Credentials.NONE.withPassword(fresh));
    return new Done.Applied(book.with(renewed), () -> endSessions(renewed.id()));
  }

  private Done tie(PeopleBook book, Json.Object request) {
    Optional<Person> person = subject(book, request);
    if (person.isEmpty()) {
      return new Done.NotDone(GONE);
    }
    Optional<Ties> before = Requests.tiesOf(request, "before");
    Optional<Ties> after = Requests.tiesOf(request, "after");
    if (before.isEmpty() || after.isEmpty()) {
      return new Done.NotDone(TIES_OF_OLD);
    }
    // All ties are set at once: what was taken away meanwhile must not come back unseen.
    if (!before.get().isSame(Ties.of(person.get().credentials()))) {
      return new Done.NotDone(TIES_CHANGED);
    }
    PersonId id = person.get().id();
    List<OidcSubject> subjects = after.get().subjects();
    List<Bytes> certificates = after.get().certificates();
    boolean isTaken =
        subjects.stream().anyMatch(one -> isOther(book.withSubject(one), id))
            || certificates.stream().anyMatch(one -> isOther(book.withCertificate(one), id));
    if (isTaken) {
      return new Done.NotDone("it is tied to somebody else already");
    }
    Credentials tied = person.get().credentials().withTies(subjects, certificates);
    return new Done.Applied(book.with(person.get().withCredentials(tied)), () -> endSessions(id));
  }

  private static boolean isOther(Optional<Person> found, PersonId id) {
    return found.isPresent() && !found.get().id().equals(id);
  }

  private static Done token(PeopleBook book, Json.Object request, Moment now) {
    Optional<ServiceAccount> account = request.text("token").flatMap(book::service);
    if (account.isEmpty()
        || account.get().revokedAt() != null
        || !now.wall().isBefore(account.get().until())) {
      return new Done.NotDone("the service account is not there any more");
    }
    boolean isSame = request.equals(Requests.token(account.get()));
    return isSame
        ? new Done.Applied(book.with(account.get().approved()), () -> {})
        : new Done.NotDone(CHANGED_MEANWHILE);
  }

  private Done breakGlass(PeopleBook book, Json.Object request, Moment now) {
    Optional<SecretHash> code =
        request.text("code_sha256").flatMap(Bytes::ofHex).map(SecretHash::new);
    var sealed = book.breakGlass();
    return sealed == null || code.isEmpty()
        ? new Done.NotDone(NOT_A_REQUEST)
        : new Done.Applied(
            withoutWays(book, sealed.person()).with(sealed.sealed(code.get(), now.wall())),
            () -> endSessions(sealed.person()));
  }

  /** Whatever way in the sealed account came to, the new code is the only one. */
  private static PeopleBook withoutWays(PeopleBook book, PersonId id) {
    return book.person(id)
        .map(person -> book.with(person.withCredentials(Credentials.NONE)))
        .orElse(book);
  }

  private static Optional<Person> subject(PeopleBook book, Json.Object request) {
    return Requests.person(request)
        .flatMap(book::person)
        .filter(person -> person.state() != PersonState.ERASED)
        .filter(person -> !book.isBreakGlass(person.id()));
  }

  private void endSessions(PersonId person) {
    desk.sessions().endAll(session -> session.person().equals(person));
  }

  /** A change must not lock the door from inside: an administrator stays, if there was one. */
  static boolean keepsAdministrator(PeopleBook before, PeopleBook after, Instant now) {
    return hasAdministrator(after, now) || !hasAdministrator(before, now);
  }

  private static boolean hasAdministrator(PeopleBook book, Instant now) {
    return book.people().stream()
        .filter(person -> person.isActive() && !book.isBreakGlass(person.id()))
        .flatMap(person -> person.grants().stream())
        .anyMatch(grant -> grant.role() == Role.ADMINISTRATOR && grant.isInForce(now));
  }
}
