package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Credentials;
import dev.penstock.access.Grant;
import dev.penstock.access.Moment;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Permissions;
import dev.penstock.access.Person;
import dev.penstock.access.Proof;
import dev.penstock.access.Role;
import dev.penstock.access.Scope;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.Session;
import dev.penstock.access.SessionRules;
import dev.penstock.access.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What callers may do, by the book given: within a change that is the one being changed. */
final class Gate {
  /**
   * What the node's own token opens: to look, to export and to send. It is nobody, so it changes
   * nothing that somebody must answer for.
   */
  static final Set<Action> OF_MACHINE =
      Set.of(
          Action.LIVE_VIEW,
          Action.EVIDENCE_VIEW,
          Action.EVIDENCE_EXPORT,
          Action.EVENT_SEND,
          Action.AUDIT_VIEW,
          Action.AUDIT_EXPORT,
          Action.HEALTH_VIEW,
          Action.SUPPORT_EXPORT,
          Action.PLANT_VIEW);

  static final String MACHINE_ORIGIN = "node token";

  private static final String MORE =
      "show a passkey of this account, or the password with the code of its app: a password alone"
          + " changes no passkey and no app";

  private final Desk desk;

  Gate(Desk desk) {
    this.desk = desk;
  }

  /** A person in a session of any state. */
  Answer<Inside> inside(Caller caller, PeopleBook book) {
    return switch (caller) {
      case Caller.Nobody(var why, var _) -> Answer.refused(why);
      case Caller.Machine _, Caller.Service _ -> Answer.refused(new Refusal.SessionNeeded());
      case Caller.InSession inSession -> {
        Moment now = desk.now();
        Optional<Session> session = desk.sessions().byId(inSession.session(), now);
        Optional<Person> person = book.person(inSession.person()).filter(Person::isActive);
        yield session.isPresent() && person.isPresent()
            ? Answer.of(new Inside(book, person.get(), session.get(), inSession, now))
            : Answer.refused(new Refusal.SessionNeeded());
      }
    };
  }

  /** A person in a session of any state that is no display: those look and do nothing else. */
  Answer<Inside> acting(Caller caller, PeopleBook book) {
    return inside(caller, book)
        .then(inside ->
            inside.session().isDisplay()
                ? Answer.refused(new Refusal.DisplayLooks())
                : Answer.of(inside));
  }

  /** A person in an open session who may do something; what, the caller asks. */
  Answer<Inside> actingSignedIn(Caller caller, PeopleBook book) {
    return acting(caller, book).then(_ -> signedIn(caller, book));
  }

  /** A person in an open session; looking at the own things takes no permission. */
  Answer<Inside> signedIn(Caller caller, PeopleBook book) {
    return inside(caller, book)
        .then(inside ->
            switch (inside.session().state()) {
              case LOCKED -> Answer.refused(new Refusal.SessionLocked());
              case PASSWORD_CHANGE_DUE -> Answer.refused(new Refusal.PasswordChangeDue());
              case SIGNED_IN -> Answer.of(inside);
            });
  }

  /** A person who has just proven again to be that person. */
  Answer<Inside> steppedUp(Caller caller, PeopleBook book) {
    return actingSignedIn(caller, book)
        .then(inside ->
            isSteppedUp(inside)
                ? Answer.of(inside)
                : Answer.refused(
                    new Refusal.StepUpNeeded("show the password or the passkey again")));
  }

  /**
   * A person who has just proven to be that person by more than a password, where the account has
   * more: else whoever knows the password makes a stronger way of it.
   */
  Answer<Inside> steppedUpByMore(Caller caller, PeopleBook book) {
    return actingSignedIn(caller, book)
        .then(inside -> {
          List<Way> more = waysBeyondPassword(inside.person().credentials());
          Proof proof = inside.session().proof();
          if (more.isEmpty()) {
            return steppedUp(caller, book);
          }
          return proof != null && proof.isEnoughToApprove() && isSteppedUp(inside)
              ? Answer.of(inside)
              : Answer.refused(new Refusal.StepUpNeeded(MORE, more));
        });
  }

  private static List<Way> waysBeyondPassword(Credentials credentials) {
    List<Way> ways = new ArrayList<>();
    if (!credentials.passkeys().isEmpty()) {
      ways.add(Way.PASSKEY);
    }
    if (credentials.totp() != null) {
      ways.add(Way.PASSWORD_TOTP);
    }
    return ways;
  }

  boolean isSteppedUp(Inside inside) {
    return SessionRules.isSteppedUp(inside.session(), inside.now(), desk.settings().sitting());
  }

  /** A person who may do this on the whole site. */
  Answer<Inside> permitted(Caller caller, Action action, PeopleBook book) {
    return signedIn(caller, book).then(inside -> withPermission(inside, action));
  }

  /** A person who may do this on the whole site, and has just proven to be that person. */
  Answer<Inside> permittedNow(Caller caller, Action action, PeopleBook book) {
    return permitted(caller, action, book).then(_ -> steppedUp(caller, book));
  }

  private Answer<Inside> withPermission(Inside inside, Action action) {
    return decided(grantsOf(inside), action, Scope.SITE, inside.now()).then(_ -> Answer.of(inside));
  }

  /** Whether anybody may do it there. */
  Answer<Answer.Nothing> may(Caller caller, Action action, Scope scope) {
    PeopleBook book = desk.book().now();
    Moment now = desk.now();
    return switch (caller) {
      case Caller.Machine _ ->
          OF_MACHINE.contains(action) ? Answer.done() : Answer.refused(refusal(action));
      case Caller.Service(var id, var _) ->
          service(id, book, now).then(account -> decided(account.grants(), action, scope, now));
      case Caller.InSession _, Caller.Nobody _ ->
          signedIn(caller, book).then(inside -> decided(grantsOf(inside), action, scope, now));
    };
  }

  /** Where anybody may do it. */
  Answer<Permissions.Reach> reach(Caller caller, Action action) {
    PeopleBook book = desk.book().now();
    Moment now = desk.now();
    return switch (caller) {
      case Caller.Machine _ ->
          may(caller, action, Scope.SITE).then(_ -> Answer.of(new Permissions.Reach.Everywhere()));
      case Caller.Service(var id, var _) ->
          service(id, book, now).then(account -> somewhere(account.grants(), action, now));
      case Caller.InSession _, Caller.Nobody _ ->
          signedIn(caller, book).then(inside -> somewhere(grantsOf(inside), action, now));
    };
  }

  private static Answer<Permissions.Reach> somewhere(
      List<Grant> grants, Action action, Moment now) {
    Permissions.Reach reach = Permissions.reach(grants, action, now.wall());
    boolean isNowhere = reach instanceof Permissions.Reach.Zones(var names) && names.isEmpty();
    return isNowhere ? Answer.refused(refusal(action)) : Answer.of(reach);
  }

  private static Answer<ServiceAccount> service(String id, PeopleBook book, Moment now) {
    return book.service(id)
        .filter(account -> account.isInForce(now.wall()))
        .map(Answer::of)
        .orElseGet(() -> Answer.refused(new Refusal.SessionNeeded()));
  }

  /** A display looks, whatever its person was granted meanwhile. */
  static List<Grant> grantsOf(Inside inside) {
    List<Grant> grants = inside.person().grants();
    return inside.session().isDisplay()
        ? grants.stream().filter(grant -> grant.role() == Role.VIEWER).toList()
        : grants;
  }

  private static Answer<Answer.Nothing> decided(
      List<Grant> grants, Action action, Scope scope, Moment now) {
    return switch (Permissions.decide(grants, action, scope, now.wall())) {
      case Permissions.Allowed _ -> Answer.done();
      case Permissions.Refused(var _, var roles) ->
          Answer.refused(new Refusal.NotPermitted(action, roles));
    };
  }

  private static Refusal refusal(Action action) {
    return new Refusal.NotPermitted(action, Permissions.rolesWith(action));
  }

  /** Of whom a record of this caller speaks. */
  static Trail.Who who(Caller caller) {
    return switch (caller) {
      case Caller.Machine _ -> new Trail.Who(null, null, MACHINE_ORIGIN);
      case Caller.Service(var id, var origin) ->
          new Trail.Who(null, null, origin.address() + ", service account " + id);
      case Caller.InSession(var session, var person, var _, var origin) ->
          new Trail.Who(person, session, origin.address());
      case Caller.Nobody(var _, var origin) -> Trail.Who.nobody(origin);
    };
  }
}
