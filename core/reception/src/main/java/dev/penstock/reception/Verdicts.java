package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalGrades;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Permissions;
import dev.penstock.access.Person;
import dev.penstock.access.Proof;
import dev.penstock.access.SecretHash;
import dev.penstock.access.Way;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Statement;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonLimits;
import dev.penstock.json.JsonReader;
import dev.penstock.json.JsonReading;
import dev.penstock.reception.Answer.Nothing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people say to requests, and what follows: what reception can do itself is done within the
 * same change as the word; what others do is done after the word is kept, once.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class Verdicts {
  private static final JsonLimits REQUEST =
      new JsonLimits(4 * ApprovalRequest.CANONICAL_MAX, 16, 10_000);

  private static final String OWN_ERROR = "an error of our own; look what came of it";

  private final Desk desk;
  private final Gate gate;
  private final Changes changes;
  private final Prover prover;
  private final Deeds deeds;

  Verdicts(Desk desk, Gate gate, Changes changes, Prover prover, Deeds deeds) {
    this.desk = desk;
    this.gate = gate;
    this.changes = changes;
    this.prover = prover;
    this.deeds = deeds;
  }

  Answer<Nothing> approve(
      Caller caller, Bytes id, Bytes digest, String note, Prover.Shown.@Nullable Key shown) {
    Answer<Optional<Approval>> approved =
        desk.book()
            .change(book ->
                changes.draft(
                    agreeing(caller, id, shown, book), word -> approved(word, id, digest, note)));
    return noted(caller, "approval.approve", id, approved)
        .then(due -> due.isPresent() ? carryOut(caller, due.get()) : Answer.done());
  }

  /** A word of somebody whose word it is not, or about another request, is a finding by itself. */
  private <T> Answer<T> noted(Caller caller, String action, Bytes id, Answer<T> answer) {
    if (answer instanceof Answer.Refused<T>(var refusal)
        && (refusal instanceof Refusal.ApproverIsAuthor
            || refusal instanceof Refusal.NotPermitted
            || refusal instanceof Refusal.DigestDiffers)) {
      desk.trail().tryToWrite(Trail.refused(Gate.who(caller), action, id.hex(), refusal));
    }
    return answer;
  }

  /**
   * Somebody who may agree, with the proof of it used up.
   *
   * @param signed the proof itself, where it is a passkey's
   */
  private record Word(
      Inside inside,
      PeopleBook book,
      Approval approval,
      DualControl.Grade grade,
      Optional<Agreed.Shown.Signed> signed) {
    /** A word that is proven by no passkey. */
    Word(Inside inside, PeopleBook book, Approval approval, DualControl.Grade grade) {
      this(inside, book, approval, grade, Optional.empty());
    }

    Instant now() {
      return inside.now().wall();
    }

    /** What the log keeps of it for ever. */
    Statement statement() {
      Agreed.Shown shown =
          signed
              .<Agreed.Shown>map(one -> one)
              .orElseGet(() -> new Agreed.Shown.Attested(grade.wireName()));
      return Agreements.of(approval, inside.person().id(), shown);
    }

    Access record(String action, String note) {
      return Trail.granted(
          inside.who(),
          action,
          approval.id().hex(),
          Trail.details(
              "kind",
              approval.request().kind().wireName(),
              "digest",
              approval.request().digest().hex(),
              "grade",
              grade.wireName(),
              "note",
              note));
    }
  }

  private Answer<Word> agreeing(
      Caller caller, Bytes id, Prover.Shown.@Nullable Key shown, PeopleBook book) {
    return gate.permitted(caller, Action.APPROVE, book)
        .then(inside -> mayDecide(inside, id))
        .then(word -> graded(word, shown));
  }

  private static Answer<Word> mayDecide(Inside inside, Bytes id) {
    Optional<Approval> found = inside.book().approval(id);
    if (found.isEmpty()) {
      return Answer.refused(new Refusal.ApprovalUnknown());
    }
    Approval approval = found.get();
    DualControl.Kind kind = approval.request().kind();
    if (approval.request().author().equals(inside.person().id())) {
      return Answer.refused(new Refusal.ApproverIsAuthor());
    }
    return DualControl.mayApprove(Gate.grantsOf(inside), kind, inside.now().wall())
        ? Answer.of(new Word(inside, inside.book(), approval, DualControl.Grade.SESSION))
        : Answer.refused(
            new Refusal.NotPermitted(
                Action.APPROVE,
                Permissions.rolesWith(Action.APPROVE).stream()
                    .filter(role -> kind.approvers().contains(role))
                    .toList()));
  }

  private Answer<Word> graded(Word word, Prover.Shown.@Nullable Key shown) {
    Inside inside = word.inside();
    if (shown != null) {
      return prover
          .use(inside.person(), shown, inside.now())
          .then(used ->
              Answer.of(
                  new Word(
                      inside,
                      word.book().with(used.person()),
                      word.approval(),
                      DualControl.Grade.PASSKEY,
                      Optional.of(shown.signed()))));
    }
    DualControl.Kind kind = word.approval().request().kind();
    if (grades().needed(kind, inside.person()) == DualControl.Grade.PASSKEY) {
      return Answer.refused(withoutPasskey(inside, kind));
    }
    Proof proof = inside.session().proof();
    if (proof == null || !proof.isEnoughToApprove() || !gate.isSteppedUp(inside)) {
      return Answer.refused(
          new Refusal.StepUpNeeded(
              "show the password with the code of an authenticator app, or add a passkey"));
    }
    DualControl.Grade grade =
        proof.way() == Way.BREAK_GLASS
            ? DualControl.Grade.BREAK_GLASS
            : DualControl.Grade.RE_AUTHENTICATION;
    return Answer.of(new Word(inside, word.book(), word.approval(), grade));
  }

  /** Why a word without a passkey does not count where one is needed, and the way to one. */
  private Refusal withoutPasskey(Inside inside, DualControl.Kind kind) {
    if (!Changes.mayEverBeAgreed(desk, kind)) {
      return Changes.noPasskeysHere(kind);
    }
    if (inside.book().isBreakGlass(inside.person().id())) {
      return new Refusal.PasskeyNeeded(
          "the sealed code does not agree to "
              + kind.wireName()
              + ": it may ask for it, and somebody with a passkey agrees");
    }
    return inside.person().credentials().passkeys().isEmpty()
        ? new Refusal.PasskeyNeeded(
            kind.wireName()
                + " takes a passkey: add one on the account page, then sign the request with it")
        : new Refusal.StepUpNeeded("sign the request with the passkey");
  }

  private Book.Draft<Optional<Approval>> approved(Word word, Bytes id, Bytes digest, String note) {
    var decision = decision(word, Approval.Verdict.APPROVED, note);
    return changes.draft(
        moved(word, word.approval().decide(decision, digest, grades())),
        approved -> {
          Access record = word.record("approval.approve", note);
          PeopleBook book = word.book().with(approved);
          if (isElsewhere(approved.request().kind())) {
            return new Book.Draft.Keep<>(
                book,
                List.of(record),
                List.of(word.statement()),
                () -> {
                  desk.book().carry(id);
                  return Optional.of(approved);
                });
          }
          return carriedOut(word, book, approved, record);
        });
  }

  /** What reception does itself: word, deed and outcome are one change. */
  private Book.Draft<Optional<Approval>> carriedOut(
      Word word, PeopleBook book, Approval approved, Access record) {
    ApprovalRequest request = approved.request();
    Json.Object matter = matter(request);
    List<Statement> statements = List.of(word.statement());
    List<Access> records = new ArrayList<>(List.of(record));
    String object = matter.text("person").or(() -> matter.text("token")).orElse("break-glass");
    Access deed =
        Trail.granted(
            word.inside().who(),
            request.kind().wireName(),
            object,
            Trail.details("approval", approved.id().hex(), "author", request.author().hex()));
    return switch (deeds.apply(book, request.author(), matter, word.inside().now())) {
      case Deeds.Done.NotDone(var words) -> {
        records.add(Trail.failed(deed, words));
        PeopleBook left = Deeds.dropped(book, matter, word.now());
        yield new Book.Draft.Keep<>(
            left.with(approved.failed(words)), records, statements, Optional::empty);
      }
      case Deeds.Done.Applied(var next, var after) -> {
        records.add(deed);
        yield new Book.Draft.Keep<>(
            next.with(approved.executed("done")),
            records,
            statements,
            () -> {
              after.run();
              return Optional.empty();
            });
      }
    };
  }

  /** What others do, after the word is kept. Nobody else gets here for this approval. */
  private Answer<Nothing> carryOut(Caller caller, Approval approved) {
    try {
      return told(caller, approved, outcome(approved));
    } finally {
      desk.book().carried(approved.id());
    }
  }

  private Approval outcome(Approval approved) {
    ApprovalRequest request = approved.request();
    try {
      return approved.executed(
          desk.ground()
              .execution()
              .execute(request.kind(), matter(request), Hands.behind(approved)));
    } catch (IOException e) {
      return approved.failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException _) {
      // Approved and nothing more said, it would seem to be under way for ever.
      return approved.failed(OWN_ERROR);
    }
  }

  /** It has been done or has failed: when that cannot be written down, it is kept all the same. */
  private Answer<Nothing> told(Caller caller, Approval approved, Approval outcome) {
    boolean isDone = outcome.state() == Approval.State.EXECUTED;
    Access record =
        Trail.record(
            Gate.who(caller),
            approved.request().kind().wireName(),
            approved.id().hex(),
            isDone ? Access.Outcome.GRANTED : Access.Outcome.FAILED,
            Trail.details("outcome", outcome.outcome()));
    boolean isWritten = desk.trail().note(record);
    return desk.book()
        .change(book -> new Book.Draft.Keep<>(book.with(outcome), List.of(), () -> Nothing.NOTHING))
        .then(_ -> isWritten ? Answer.done() : Answer.refused(new Refusal.AuditUnwritable()));
  }

  Answer<Nothing> refuse(Caller caller, Bytes id, Bytes digest, String note) {
    String action = "approval.refuse";
    Answer<Nothing> refused =
        closing(
            action,
            note,
            book ->
                gate.permitted(caller, Action.APPROVE, book).then(inside -> mayDecide(inside, id)),
            word ->
                word.approval()
                    .decide(decision(word, Approval.Verdict.REFUSED, note), digest, grades()));
    return noted(caller, action, id, refused);
  }

  Answer<Nothing> withdraw(Caller caller, Bytes id) {
    return closing(
        "approval.withdraw",
        "",
        book -> gate.actingSignedIn(caller, book).then(inside -> own(inside, id)),
        word ->
            word.approval()
                .decide(
                    decision(word, Approval.Verdict.WITHDRAWN, ""),
                    word.approval().request().digest(),
                    grades()));
  }

  private static Answer<Word> own(Inside inside, Bytes id) {
    return inside
        .book()
        .approval(id)
        .filter(one -> one.request().author().equals(inside.person().id()))
        .map(one -> Answer.of(new Word(inside, inside.book(), one, DualControl.Grade.SESSION)))
        .orElseGet(() -> Answer.refused(new Refusal.ApprovalUnknown()));
  }

  private interface Asking {
    Answer<Word> in(PeopleBook book);
  }

  private interface Closing {
    Approval.Step of(Word word);
  }

  private Answer<Nothing> closing(String action, String note, Asking asking, Closing closing) {
    return desk.book()
        .change(book ->
            changes.draft(
                asking.in(book),
                word ->
                    changes.draft(
                        moved(word, closing.of(word)),
                        closed -> {
                          Json.Object matter = matter(closed.request());
                          PeopleBook next = Deeds.dropped(book.with(closed), matter, word.now());
                          return new Book.Draft.Keep<>(
                              next, List.of(word.record(action, note)), () -> Nothing.NOTHING);
                        })));
  }

  private static Approval.Decision decision(Word word, Approval.Verdict verdict, String note) {
    Person person = word.inside().person();
    return new Approval.Decision(person.id(), verdict, word.grade(), word.now(), note);
  }

  private ApprovalGrades grades() {
    return desk.settings().grades();
  }

  private Answer<Approval> moved(Word word, Approval.Step step) {
    return switch (step) {
      case Approval.Step.Moved(var approval) -> Answer.of(approval);
      case Approval.Step.NotMoved(var why) ->
          Answer.refused(
              switch (why) {
                case CLOSED -> new Refusal.ApprovalClosed();
                case APPROVER_IS_AUTHOR -> new Refusal.ApproverIsAuthor();
                case AUTHOR_ONLY -> new Refusal.ApprovalUnknown();
                case DIGEST_DIFFERS -> new Refusal.DigestDiffers();
                case GRADE_TOO_WEAK ->
                    withoutPasskey(word.inside(), word.approval().request().kind());
              });
    };
  }

  /** One person alone, where there has never been a second: written down, and then done. */
  <T> Book.Draft<T> alone(Inside inside, Changes.Ask ask, T result) {
    Access record =
        Trail.granted(
            inside.who(),
            ask.action(),
            ask.object(),
            Trail.details(
                "grade",
                ask.needsTwo() ? Changes.SINGLE_PERSON : "",
                "step",
                "begin",
                "digest",
                SecretHash.of(CanonicalJson.text(ask.request())).value().hex()));
    return new Book.Draft.Keep<>(inside.book(), List.of(record), () -> result);
  }

  Answer<Change<String>> carryOutAlone(
      Caller caller, DualControl.Kind kind, Json.Object request, Hands hands) {
    try {
      return Answer.of(new Change.Made<>(desk.ground().execution().execute(kind, request, hands)));
    } catch (IOException e) {
      return notDone(caller, kind, String.valueOf(e.getMessage()));
    } catch (RuntimeException _) {
      return notDone(caller, kind, OWN_ERROR);
    }
  }

  private <T> Answer<T> notDone(Caller caller, DualControl.Kind kind, String words) {
    desk.trail()
        .tryToWrite(
            Trail.record(
                Gate.who(caller),
                kind.wireName(),
                kind.wireName(),
                Access.Outcome.FAILED,
                Trail.details("why", words)));
    return Answer.refused(new Refusal.Conflict(Trail.cut(words)));
  }

  private static boolean isElsewhere(DualControl.Kind kind) {
    return switch (kind) {
      case SHRED, CERTIFICATE_REVOKE, PLANT_CHANGE, CONNECTIONS_CHANGE, COMMAND_WRITE -> true;
      case ROLES_GRANT, PERSON_ERASE, PERSON_RESET, TOKEN_CREATE, BREAK_GLASS_RESET -> false;
    };
  }

  /** What is asked for, out of the text that was agreed to and nothing beside it. */
  static Json.Object matter(ApprovalRequest request) {
    byte[] canonical = request.canonical().getBytes(StandardCharsets.UTF_8);
    return JsonReader.read(canonical, REQUEST) instanceof JsonReading.Value(Json.Object whole)
            && whole.get("request").orElse(null) instanceof Json.Object matter
        ? matter
        : Json.EMPTY;
  }
}
