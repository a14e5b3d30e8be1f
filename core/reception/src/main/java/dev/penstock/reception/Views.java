package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Credentials;
import dev.penstock.access.DualControl;
import dev.penstock.access.Moment;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Permissions;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.Proof;
import dev.penstock.access.ServiceAccount;
import dev.penstock.access.Session;
import dev.penstock.access.SessionRules;
import dev.penstock.access.SessionState;
import dev.penstock.access.SetUp;
import dev.penstock.access.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is shown of what is kept. */
final class Views {
  private final Desk desk;

  Views(Desk desk) {
    this.desk = desk;
  }

  PersonView person(PeopleBook book, Person person) {
    Moment now = desk.now();
    Duration left = desk.guard().left(person.name(), now);
    Credentials credentials = person.credentials();
    return new PersonView(
        person.id(),
        person.name(),
        person.displayName(),
        person.state(),
        left.isZero() ? null : now.wall().plus(left),
        person.grants(),
        person.language(),
        credentials.password() != null,
        credentials.totp() != null,
        credentials.passkeys().size(),
        credentials.certificates().size(),
        credentials.subjects().size(),
        book.isBreakGlass(person.id()),
        person.lastSignInAt(),
        person.createdAt());
  }

  /** Nobody's session. */
  SessionView nobody(PeopleBook book) {
    return new SessionView(
        book.setUp() instanceof SetUp.Done
            ? SessionView.State.SIGNED_OUT
            : SessionView.State.SET_UP_NEEDED,
        null);
  }

  SessionView session(Inside inside) {
    Session session = inside.session();
    Moment now = inside.now();
    Settings.Sitting sitting = desk.settings().sitting();
    Set<Action> actions =
        session.state() == SessionState.SIGNED_IN
            ? Permissions.anywhere(Gate.grantsOf(inside), now.wall())
            : Set.of();
    SessionView.State state =
        switch (session.state()) {
          case SIGNED_IN -> SessionView.State.SIGNED_IN;
          case LOCKED -> SessionView.State.LOCKED;
          case PASSWORD_CHANGE_DUE -> SessionView.State.PASSWORD_CHANGE_DUE;
        };
    return new SessionView(
        state,
        new SessionView.Open(
            person(inside.book(), inside.person()),
            actions,
            inside.caller().csrf(),
            session.isDisplay(),
            session.startedAt().wall(),
            session.isDisplay()
                ? SessionRules.endsAt(session, now, sitting)
                : SessionRules.locksAt(session, now, sitting),
            SessionRules.endsAt(session, now, sitting),
            steppedUpUntil(session, now, sitting)));
  }

  private static @Nullable Instant steppedUpUntil(
      Session session, Moment now, Settings.Sitting sitting) {
    Proof proof = session.proof();
    return proof != null && SessionRules.isSteppedUp(session, now, sitting)
        ? now.wall().plus(sitting.stepUp().minus(now.since(proof.at())))
        : null;
  }

  static SessionItem item(PeopleBook book, Session session, @Nullable Inside asking) {
    return new SessionItem(
        session.id(),
        session.person(),
        book.person(session.person()).map(Person::displayName).orElse(""),
        session.startedAt().wall(),
        session.lastActiveAt().wall(),
        session.origin(),
        session.way(),
        session.state(),
        asking != null && asking.session().id().equals(session.id()));
  }

  static TokenView token(ServiceAccount account) {
    return new TokenView(
        account.id(),
        account.label(),
        account.grants(),
        account.until(),
        account.createdAt(),
        account.createdBy(),
        account.isApproved(),
        account.revokedAt());
  }

  static ApprovalView approval(
      Desk desk, PeopleBook book, Approval kept, Person asking, Instant now) {
    Approval approval = kept.at(now);
    ApprovalRequest request = approval.request();
    boolean isOther = !asking.id().equals(request.author());
    return new ApprovalView(
        approval.id(),
        request.kind(),
        somebody(book, request.author()),
        request.createdAt(),
        request.expiresAt(),
        approval.state(),
        request.digest(),
        request.canonical(),
        request.diff(),
        desk.settings().grades().needed(request.kind(), asking),
        isOther
            && approval.isOpen(now)
            && DualControl.mayApprove(asking.grants(), request.kind(), now),
        approval.decisions().stream()
            .map(decision ->
                new ApprovalView.DecisionView(
                    somebody(book, decision.person()),
                    decision.verdict(),
                    decision.grade(),
                    decision.at(),
                    decision.note()))
            .toList(),
        approval.outcome());
  }

  private static ApprovalView.Somebody somebody(PeopleBook book, PersonId id) {
    return new ApprovalView.Somebody(id, book.person(id).map(Person::displayName).orElse(""));
  }
}
