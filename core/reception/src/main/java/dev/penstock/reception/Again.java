package dev.penstock.reception;

import dev.penstock.access.Lockout;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Session;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * How people within a session prove again to be that person. Wrong tries are counted for the
 * session alone: nobody outside can use them up, and they end nothing.
 */
final class Again {
  private final Desk desk;
  private final Gate gate;
  private final Views views;
  private final Prover prover;
  private final Changes changes;

  Again(Desk desk, Gate gate, Views views, Prover prover, Changes changes) {
    this.desk = desk;
    this.gate = gate;
    this.views = views;
    this.prover = prover;
    this.changes = changes;
  }

  Answer<SessionView> prove(Caller caller, Proving proving, String action) {
    return gate.acting(caller, desk.book().now())
        .then(asking ->
            counted(
                asking,
                action,
                () ->
                    shown(asking, proving)
                        .then(shown ->
                            desk.book().change(book -> proven(book, caller, shown, action)))));
  }

  /** The password in force, when it is the one shown. */
  Answer<PasswordKept> oldPassword(Inside asking, String old) {
    PasswordKept kept = asking.person().credentials().password();
    return counted(
        asking,
        "password.change",
        () ->
            prover
                .password(asking.person(), old, null)
                .then(_ ->
                    kept == null || !kept.isInForce(asking.now().wall())
                        ? Answer.refused(new Refusal.SignInRefused())
                        : Answer.of(kept)));
  }

  private Answer<Prover.Shown> shown(Inside asking, Proving proving) {
    return switch (proving) {
      case Proving.ByPassword(var password, var totp) ->
          prover.password(asking.person(), password, totp);
      case Proving.ByPasskey(var answer) -> prover.atDoor(asking.person(), answer);
    };
  }

  private Book.Draft<SessionView> proven(
      PeopleBook book, Caller caller, Prover.Shown shown, String action) {
    return changes.draft(
        gate.inside(caller, book),
        inside ->
            changes.draft(
                prover.use(inside.person(), shown, inside.now()),
                used ->
                    new Book.Draft.Keep<>(
                        book.with(used.person()),
                        List.of(
                            Trail.granted(
                                inside.who(),
                                action,
                                inside.session().id().hex(),
                                Trail.details("way", used.proof().way().wireName()))),
                        () -> changed(inside, session -> session.proven(used.proof())))));
  }

  /** Judges something with the tries of this session; a wrong one is written down. */
  private <T> Answer<T> counted(Inside inside, String action, Supplier<Answer<T>> judge) {
    return switch (desk.guard().begin(Guard.tryWithin(inside), inside.now())) {
      case Lockout.Turn.AddressWaits(var left) -> Answer.refused(new Refusal.TooManyTries(left));
      case Lockout.Turn.NameLocked(var left) -> Answer.refused(new Refusal.TooManyTries(left));
      case Lockout.Turn.Judge() -> settled(inside, action, judge.get());
    };
  }

  private <T> Answer<T> settled(Inside inside, String action, Answer<T> answer) {
    Lockout.Try attempt = Guard.tryWithin(inside);
    if (!(answer instanceof Answer.Refused<T>(var refusal))) {
      desk.guard().right(attempt);
      return answer;
    }
    if (refusal instanceof Refusal.SecondFactorNeeded) {
      desk.guard().half(attempt);
    } else if (!Prover.isWrong(refusal)) {
      desk.guard().notJudged(attempt);
      return answer;
    }
    String object = inside.session().id().hex();
    return desk.trail().note(Trail.refused(inside.who(), action, object, refusal))
        ? answer
        : Answer.refused(new Refusal.AuditUnwritable());
  }

  /** Changes the session that asks, and shows it. */
  SessionView changed(Inside inside, UnaryOperator<Session> change) {
    PeopleBook book = desk.book().now();
    return desk.sessions()
        .update(inside.session().id(), inside.now(), change)
        .map(session ->
            views.session(
                new Inside(book, inside.person(), session, inside.caller(), inside.now())))
        .orElseGet(() -> views.nobody(book));
  }
}
