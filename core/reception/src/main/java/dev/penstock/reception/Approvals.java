package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalGrades;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.Passkey;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Permissions;
import dev.penstock.access.Person;
import dev.penstock.access.Scope;
import dev.penstock.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests that take two people.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
public final class Approvals {
  private final Desk desk;
  private final Gate gate;
  private final Changes changes;
  private final Prover prover;
  private final Verdicts verdicts;

  Approvals(Desk desk, Gate gate, Changes changes, Prover prover, Verdicts verdicts) {
    this.desk = desk;
    this.gate = gate;
    this.changes = changes;
    this.prover = prover;
    this.verdicts = verdicts;
  }

  /** Which grade each kind of request takes here. */
  public ApprovalGrades grades() {
    return desk.settings().grades();
  }

  /** Which requests to list. */
  public enum Which {
    OPEN,
    DECIDED,
    ALL
  }

  /** Those that the caller may see: the author, who may agree, and who sees the audit trail. */
  public Answer<List<ApprovalView>> list(Caller caller, Which which) {
    PeopleBook book = desk.book().now();
    return gate.signedIn(caller, book)
        .then(inside -> {
          Instant now = inside.now().wall();
          return Answer.of(
              book.approvals().reversed().stream()
                  .filter(one -> maySee(inside, one))
                  .filter(one ->
                      switch (which) {
                        case OPEN -> one.isOpen(now);
                        case DECIDED -> !one.isOpen(now);
                        case ALL -> true;
                      })
                  .map(one -> Views.approval(desk, book, one, inside.person(), now))
                  .toList());
        });
  }

  /** One of them. */
  public Answer<ApprovalView> get(Caller caller, Bytes id) {
    PeopleBook book = desk.book().now();
    return gate.signedIn(caller, book).then(inside -> seen(inside, id));
  }

  private Answer<ApprovalView> seen(Inside inside, Bytes id) {
    return found(inside, id)
        .then(one ->
            Answer.of(
                Views.approval(desk, inside.book(), one, inside.person(), inside.now().wall())));
  }

  private static Answer<Approval> found(Inside inside, Bytes id) {
    return inside
        .book()
        .approval(id)
        .filter(one -> maySee(inside, one))
        .map(Answer::of)
        .orElseGet(() -> Answer.refused(new Refusal.ApprovalUnknown()));
  }

  private static boolean maySee(Inside inside, Approval one) {
    Person person = inside.person();
    Instant now = inside.now().wall();
    List<Grant> grants = Gate.grantsOf(inside);
    return one.request().author().equals(person.id())
        || DualControl.mayApprove(grants, one.request().kind(), now)
        || Permissions.decide(grants, Action.AUDIT_VIEW, Scope.SITE, now)
            instanceof Permissions.Allowed;
  }

  /** A challenge for a passkey, which is the digest of the request. */
  public Answer<PasskeyBegun> begin(Caller caller, Bytes id) {
    PeopleBook book = desk.book().now();
    return gate.permitted(caller, Action.APPROVE, book)
        .then(inside ->
            found(inside, id)
                .then(one -> {
                  Bytes challenge = one.request().digest();
                  Person person = inside.person();
                  var purpose = new Tickets.Purpose.Agree(person.id(), id);
                  return Answer.of(
                      new PasskeyBegun(
                          desk.tickets().begin(purpose, challenge, inside.now()),
                          challenge,
                          person.credentials().passkeys().stream().map(Passkey::id).toList(),
                          Tickets.TERM));
                }));
  }

  /** Agrees, and carries it out. */
  public Answer<ApprovalView> approve(
      Caller caller, Bytes id, Bytes digest, String note, @Nullable PasskeyAnswer passkey) {
    if (note.length() > Approval.Decision.NOTE_MAX) {
      return noteTooLong();
    }
    return gate.permitted(caller, Action.APPROVE, desk.book().now())
        .then(inside ->
            shown(inside, id, passkey)
                .then(shown -> verdicts.approve(caller, id, digest, note, shown.orElse(null)))
                .then(_ -> left(inside, id)));
  }

  /** How it stands now, for somebody whose own session may have ended by what was agreed to. */
  private Answer<ApprovalView> left(Inside before, Bytes id) {
    return seen(
        new Inside(
            desk.book().now(), before.person(), before.session(), before.caller(), desk.now()),
        id);
  }

  /** The passkey's signature over this very request, if there is one; judged without a lock. */
  private Answer<Optional<Prover.Shown.Key>> shown(
      Inside inside, Bytes id, @Nullable PasskeyAnswer passkey) {
    if (passkey == null) {
      return Answer.of(Optional.empty());
    }
    var asked = new Tickets.Purpose.Agree(inside.person().id(), id);
    return desk.tickets()
        .take(passkey.ticket(), inside.now())
        .filter(begun -> begun.purpose().equals(asked))
        .map(begun -> prover.passkey(inside.person(), begun.challenge(), passkey))
        .orElseGet(() -> Answer.refused(new Refusal.SignInRefused()))
        .then(shown -> Answer.of(Optional.of(shown)));
  }

  /** Refuses. */
  public Answer<ApprovalView> refuse(Caller caller, Bytes id, Bytes digest, String note) {
    return note.length() > Approval.Decision.NOTE_MAX
        ? noteTooLong()
        : verdicts.refuse(caller, id, digest, note).then(_ -> get(caller, id));
  }

  /** The author takes it back. */
  public Answer<ApprovalView> withdraw(Caller caller, Bytes id) {
    return verdicts.withdraw(caller, id).then(_ -> get(caller, id));
  }

  private static Answer<ApprovalView> noteTooLong() {
    return Answer.refused(new Refusal.FieldRefused("note", "at most 1,000 characters"));
  }

  /**
   * Asks for something whose matter lies outside of reception. The caller must have the permission
   * of the kind, and have stepped up. The machine cannot ask.
   */
  public Answer<Change<String>> propose(
      Caller caller,
      DualControl.Kind kind,
      Json.Object request,
      List<ApprovalRequest.Difference> diff) {
    return propose(caller, kind, request, diff, true);
  }

  /**
   * As above.
   *
   * @param needsTwo false where it is carried out at once: the node's settings ask for no second
   */
  public Answer<Change<String>> propose(
      Caller caller,
      DualControl.Kind kind,
      Json.Object request,
      List<ApprovalRequest.Difference> diff,
      boolean needsTwo) {
    Action action =
        switch (kind) {
          case SHRED -> Action.SHRED;
          case PLANT_CHANGE, CONNECTIONS_CHANGE -> Action.PLANT_CHANGE;
          case COMMAND_WRITE -> Action.COMMAND_WRITE;
          case CERTIFICATE_REVOKE -> Action.CERTIFICATES_MANAGE;
          case ROLES_GRANT, PERSON_ERASE, PERSON_RESET, TOKEN_CREATE, BREAK_GLASS_RESET ->
              throw new IllegalArgumentException(kind + " is asked for by its own method");
        };
    Answer<Asked> asked =
        desk.book()
            .change(book ->
                changes.draft(
                    gate.permittedNow(caller, action, book),
                    inside -> {
                      var ask =
                          new Changes.Ask(
                              kind, kind.wireName(), kind.wireName(), needsTwo, request, diff, "");
                      Hands hands = Hands.of(inside.person().id());
                      return !needsTwo || book.isSinglePerson(kind, inside.now().wall())
                          ? verdicts.alone(inside, ask, new Asked(hands, Optional.empty()))
                          : changes.propose(
                              inside,
                              book,
                              ask,
                              approval -> new Asked(hands, Optional.ofNullable(approval)));
                    }));
    return asked.then(due ->
        due.approval().isPresent()
            ? Answer.of(new Change.Proposed<>(due.approval().get()))
            : verdicts.carryOutAlone(caller, kind, request, due.hands()));
  }

  /** Who asked, and what waits for a second person, if anything does. */
  record Asked(Hands hands, Optional<ApprovalView> approval) {}
}
