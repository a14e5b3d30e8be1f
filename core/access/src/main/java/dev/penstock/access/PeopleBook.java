package dev.penstock.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of people, as one value: a change makes a new book, and a store keeps one
 * book or the other, never a mixture.
 *
 * @param version grows by one with each change
 * @param people in the order in which they came, erased ones included
 * @param breakGlass null until the first person has come
 * @param approvals those that are open and the latest others, oldest first
 * @param twoPeopleSince when two people could approve for the first time; from then on nobody acts
 *     alone where it takes two. Null until then
 */
public record PeopleBook(
    long version,
    SetUp setUp,
    List<Person> people,
    List<ServiceAccount> services,
    @Nullable BreakGlass breakGlass,
    List<Approval> approvals,
    @Nullable Instant twoPeopleSince) {
  public static final int PEOPLE_MAX = 2_000;
  public static final int SERVICES_MAX = 500;
  public static final int APPROVALS_OPEN_MAX = 200;
  public static final int APPROVALS_MAX = 1_000;

  /** The book of a node that nobody has set up. */
  public static final PeopleBook EMPTY =
      new PeopleBook(0, new SetUp.Needed(null, 0), List.of(), List.of(), null, List.of(), null);

  public PeopleBook {
    Checks.mustBeIn("version", version, 0, Long.MAX_VALUE);
    Checks.mustHold("people", people, PEOPLE_MAX);
    Checks.mustHold("service accounts", services, SERVICES_MAX);
    Checks.mustHold("approvals", approvals, APPROVALS_MAX);
    people = List.copyOf(people);
    services = List.copyOf(services);
    approvals = List.copyOf(approvals);
    mustBeUnique(people);
  }

  private static void mustBeUnique(List<Person> people) {
    Set<PersonId> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Person person : people) {
      if (!ids.add(person.id())) {
        throw new IllegalArgumentException("two people have the pseudonym " + person.id());
      }
      if (person.state() != PersonState.ERASED && !names.add(person.name())) {
        throw new IllegalArgumentException("two people have one name: " + person.id());
      }
    }
  }

  public Optional<Person> person(PersonId id) {
    return find(people, person -> person.id().equals(id));
  }

  /** Somebody by the name for signing in, in normal form; never an erased person. */
  public Optional<Person> named(String name) {
    return find(
        people, person -> person.state() != PersonState.ERASED && person.name().equals(name));
  }

  public Optional<Person> withSubject(OidcSubject subject) {
    return find(people, person -> person.credentials().subjects().contains(subject));
  }

  public Optional<Person> withCertificate(Bytes fingerprint) {
    return find(people, person -> person.credentials().certificates().contains(fingerprint));
  }

  public Optional<Person> withPasskey(Bytes id) {
    return find(people, person -> person.credentials().passkey(id).isPresent());
  }

  public Optional<ServiceAccount> service(String id) {
    return find(services, service -> service.id().equals(id));
  }

  public Optional<Approval> approval(Bytes id) {
    return find(approvals, approval -> approval.id().equals(id));
  }

  /** True for the account of the sealed code, which is nobody in particular. */
  public boolean isBreakGlass(PersonId id) {
    return breakGlass != null && breakGlass.person().equals(id);
  }

  /**
   * How many people may ever agree to such a request. Those who are disabled count too: else an
   * administrator could disable the others to act alone.
   */
  public long approverCount(DualControl.Kind kind, Instant now) {
    return people.stream()
        .filter(person -> person.state() != PersonState.ERASED && !isBreakGlass(person.id()))
        .filter(person -> DualControl.mayApprove(person.grants(), kind, now))
        .count();
  }

  /** True when such a request needs no second person, because there has never been one. */
  public boolean isSinglePerson(DualControl.Kind kind, Instant now) {
    return twoPeopleSince == null && approverCount(kind, now) < 2;
  }

  /** With this person as new or changed. */
  public PeopleBook with(Person changed) {
    return new PeopleBook(
        version,
        setUp,
        replaced(people, person -> person.id().equals(changed.id()), changed),
        services,
        breakGlass,
        approvals,
        twoPeopleSince);
  }

  /** With this service account as new or changed. */
  public PeopleBook with(ServiceAccount changed) {
    return new PeopleBook(
        version,
        setUp,
        people,
        replaced(services, service -> service.id().equals(changed.id()), changed),
        breakGlass,
        approvals,
        twoPeopleSince);
  }

  /** Without this service account. */
  public PeopleBook without(ServiceAccount gone) {
    return new PeopleBook(
        version,
        setUp,
        people,
        services.stream().filter(service -> !service.id().equals(gone.id())).toList(),
        breakGlass,
        approvals,
        twoPeopleSince);
  }

  /**
   * With this approval as new or changed. The oldest that is over makes room when there is none.
   */
  public PeopleBook with(Approval changed) {
    List<Approval> kept =
        new ArrayList<>(
            replaced(approvals, approval -> approval.id().equals(changed.id()), changed));
    for (int i = 0; kept.size() > APPROVALS_MAX && i < kept.size(); i++) {
      Approval.State state = kept.get(i).state();
      if (state != Approval.State.OPEN && state != Approval.State.APPROVED) {
        var _ = kept.remove(i);
      }
    }
    return new PeopleBook(version, setUp, people, services, breakGlass, kept, twoPeopleSince);
  }

  public PeopleBook with(SetUp changed) {
    return new PeopleBook(
        version, changed, people, services, breakGlass, approvals, twoPeopleSince);
  }

  public PeopleBook with(BreakGlass changed) {
    return new PeopleBook(version, setUp, people, services, changed, approvals, twoPeopleSince);
  }

  /** The next version of the book, ready to be kept. */
  public PeopleBook next(Instant now) {
    Instant since = twoPeopleSince;
    if (since == null && approverCount(DualControl.Kind.ROLES_GRANT, now) >= 2) {
      since = now;
    }
    return new PeopleBook(version + 1, setUp, people, services, breakGlass, approvals, since);
  }

  /** Says how much there is, and nothing of anybody. */
  @Override
  public String toString() {
    return "PeopleBook[version=" + version + ", people=" + people.size() + "]";
  }

  private static <T> Optional<T> find(List<T> among, Predicate<T> which) {
    return among.stream().filter(which).findFirst();
  }

  private static <T> List<T> replaced(List<T> among, Predicate<T> which, T by) {
    List<T> all = new ArrayList<>(among);
    for (int i = 0; i < all.size(); i++) {
      if (which.test(all.get(i))) {
        var _ = all.set(i, by);
        return all;
      }
    }
    all.add(by);
    return all;
  }
}
