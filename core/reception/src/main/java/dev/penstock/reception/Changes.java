package dev.penstock.reception;

import dev.penstock.access.Approval;
import dev.penstock.access.ApprovalRequest;
import dev.penstock.access.Bytes;
import dev.penstock.access.DualControl;
import dev.penstock.access.PeopleBook;
import dev.penstock.evidence.record.Access;
import dev.penstock.json.CanonicalJson;
import dev.penstock.json.Json;
import dev.penstock.json.JsonObjectMaker;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a change, or asks a second person for it. Both go through the request as JSON: what one
 * person may do alone is carried out by the same code as what two have agreed on.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class Changes {
  static final String SINGLE_PERSON = "single-person";

  private final Desk desk;
  private final Deeds deeds;

  Changes(Desk desk, Deeds deeds) {
    this.desk = desk;
    this.deeds = deeds;
  }

  /**
   * A change that somebody wants.
   *
   * @param action as records call it
   * @param needsTwo whether it takes a second person, where there is one
   * @param request what is carried out; names pseudonyms only
   */
  record Ask(
      DualControl.Kind kind,
      String action,
      String object,
      boolean needsTwo,
      Json.Object request,
      List<ApprovalRequest.Difference> diff,
      String reason) {}

  /** The same refusal, or a draft. */
  <A, T> Book.Draft<T> draft(Answer<A> answer, Function<A, Book.Draft<T>> next) {
    return switch (answer) {
      case Answer.Given<A>(var value) -> next.apply(value);
      case Answer.Refused<A>(var refusal) -> new Book.Draft.Refuse<>(refusal);
    };
  }

  /**
   * Makes it, or asks for it.
   *
   * @param book with what belongs to it whether it is agreed to or not
   * @param result what to answer, with the approval if there is one
   */
  <T> Book.Draft<T> make(
      Inside inside, PeopleBook book, Ask ask, Function<@Nullable ApprovalView, T> result) {
    Instant now = inside.now().wall();
    boolean isSingle = ask.needsTwo() && book.isSinglePerson(ask.kind(), now);
    if (ask.needsTwo() && !isSingle) {
      return propose(inside, book, ask, result);
    }
    return switch (deeds.apply(book, inside.person().id(), ask.request(), inside.now())) {
      case Deeds.Done.NotDone(var words) -> new Book.Draft.Refuse<>(new Refusal.Conflict(words));
      case Deeds.Done.Applied(var next, var after) -> {
        Access record =
            Trail.granted(
                inside.who(),
                ask.action(),
                ask.object(),
                Trail.details("grade", isSingle ? SINGLE_PERSON : "", "reason", ask.reason()));
        yield new Book.Draft.Keep<>(
            next,
            List.of(record),
            () -> {
              after.run();
              return result.apply(null);
            });
      }
    };
  }

  /** Asks a second person. */
  <T> Book.Draft<T> propose(
      Inside inside, PeopleBook book, Ask ask, Function<@Nullable ApprovalView, T> result) {
    Instant now = inside.now().wall();
    if (!mayEverBeAgreed(desk, ask.kind())) {
      return new Book.Draft.Refuse<>(noPasskeysHere(ask.kind()));
    }
    long open = book.approvals().stream().filter(approval -> approval.isOpen(now)).count();
    if (open >= PeopleBook.APPROVALS_OPEN_MAX) {
      return new Book.Draft.Refuse<>(new Refusal.Conflict("too many requests are open"));
    }
    Bytes id = Bytes.random(desk.random(), Approval.ID_BYTES);
    // With the id and the time, no two requests are the same, and neither are their digests.
    Json.Object whole =
        new JsonObjectMaker()
            .put("approval", id.hex())
            .put("author", inside.person().id().hex())
            .put("kind", ask.kind().wireName())
            .put("requested_at", now)
            .put("request", ask.request())
            .make();
    String canonical = CanonicalJson.text(whole);
    if (canonical.length() > ApprovalRequest.CANONICAL_MAX) {
      return new Book.Draft.Refuse<>(
          new Refusal.FieldRefused("request", "at most 65,536 characters"));
    }
    var request =
        new ApprovalRequest(
            ask.kind(),
            inside.person().id(),
            now,
            now.plus(desk.settings().terms().approval()),
            canonical,
            ask.diff());
    Approval approval = Approval.open(id, request);
    PeopleBook next = book.with(approval);
    return new Book.Draft.Keep<>(
        next,
        List.of(
            Trail.granted(
                inside.who(),
                "approval.request",
                id.hex(),
                Trail.details(
                    "kind",
                    ask.kind().wireName(),
                    "object",
                    ask.object(),
                    "digest",
                    request.digest().hex(),
                    "reason",
                    ask.reason()))),
        () ->
            result.apply(Views.approval(desk, desk.book().now(), approval, inside.person(), now)));
  }

  /** False for what takes a passkey at a node that can have none: nobody could agree to it. */
  static boolean mayEverBeAgreed(Desk desk, DualControl.Kind kind) {
    return desk.ground().passkeys().isPossible() || !desk.settings().grades().mustBePasskey(kind);
  }

  static Refusal noPasskeysHere(DualControl.Kind kind) {
    return new Refusal.PasskeyNeeded(
        kind.wireName()
            + " takes a second person with a passkey, and this node can have none: give it a fixed"
            + " port and a host name under http in penstock.yaml (localhost is one), then add a"
            + " passkey on the account page");
  }
}
