package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.DualControl;
import dev.penstock.access.Grant;
import dev.penstock.access.GrantRules;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.ServiceAccount;
import dev.penstock.evidence.record.Details;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The service accounts and their tokens.
 *
 * <p>Req: 62443-4-2 CR 1.2
 */
public final class Tokens {
  private final Desk desk;
  private final Gate gate;
  private final Changes changes;

  Tokens(Desk desk, Gate gate, Changes changes) {
    this.desk = desk;
    this.gate = gate;
    this.changes = changes;
  }

  /** All of them, revoked ones included. */
  public Answer<List<TokenView>> list(Caller caller) {
    PeopleBook book = desk.book().now();
    return gate.permitted(caller, Action.TOKENS_MANAGE, book)
        .then(_ -> Answer.of(book.services().stream().map(Views::token).toList()));
  }

  /** A new one. Step-up; two people for more than a viewer. */
  public Answer<Handed<TokenView>> create(
      Caller caller, String label, List<Grant> grants, Instant until) {
    if (label.isBlank() || label.length() > ServiceAccount.LABEL_MAX) {
      return Answer.refused(new Refusal.FieldRefused("label", "1 to 100 characters"));
    }
    var token = ServiceAccount.Token.random(desk.random());
    return desk.book()
        .change(book ->
            changes.draft(
                gate.permittedNow(caller, Action.TOKENS_MANAGE, book),
                inside -> {
                  Instant now = inside.now().wall();
                  Optional<Refusal> fault = fault(book, grants, until, now);
                  if (fault.isPresent()) {
                    return new Book.Draft.Refuse<>(fault.get());
                  }
                  var account =
                      new ServiceAccount(
                          token.id(),
                          label,
                          token.hash(),
                          grants,
                          until,
                          now,
                          inside.person().id(),
                          false,
                          null);
                  return changes.make(
                      inside,
                      withRoom(book, now).with(account),
                      ask(account),
                      approval -> new Handed<>(view(token.id()), token.text(), approval));
                }));
  }

  private Optional<Refusal> fault(PeopleBook book, List<Grant> grants, Instant until, Instant now) {
    var terms = desk.settings().terms();
    if (!now.isBefore(until) || until.isAfter(now.plus(terms.tokenMax()))) {
      return Optional.of(
          new Refusal.FieldRefused("until", "within " + terms.tokenMax().toDays() + " days"));
    }
    Set<GrantRules.Fault> faults = GrantRules.ofService(grants, now, terms.auditorMax());
    if (!faults.isEmpty()) {
      return Optional.of(new Refusal.RolesRefused(faults));
    }
    boolean isFull =
        book.services().stream().filter(account -> !account.isOver(now)).count()
            >= PeopleBook.SERVICES_MAX;
    return isFull
        ? Optional.of(new Refusal.Conflict("there are 500 service accounts already"))
        : Optional.empty();
  }

  /**
   * The oldest that opens nothing any more goes where there is no room; records keep its number.
   */
  private static PeopleBook withRoom(PeopleBook book, Instant now) {
    return book.services().size() < PeopleBook.SERVICES_MAX
        ? book
        : book.services().stream()
            .filter(account -> account.isOver(now))
            .findFirst()
            .map(book::without)
            .orElse(book);
  }

  private static Changes.Ask ask(ServiceAccount account) {
    return new Changes.Ask(
        DualControl.Kind.TOKEN_CREATE,
        "token.create",
        account.id(),
        DualControl.tokenNeedsTwo(account.grants()),
        Requests.token(account),
        Requests.differences(List.of(), account.grants()),
        "");
  }

  /** It opens nothing any more. */
  public Answer<TokenView> revoke(Caller caller, String id) {
    return desk.book()
        .change(book ->
            changes.draft(
                gate.permitted(caller, Action.TOKENS_MANAGE, book),
                inside -> {
                  Optional<ServiceAccount> account = book.service(id);
                  if (account.isEmpty()) {
                    return new Book.Draft.Refuse<>(new Refusal.TokenUnknown());
                  }
                  PeopleBook next =
                      account.get().revokedAt() == null
                          ? book.with(account.get().revoked(inside.now().wall()))
                          : book;
                  return new Book.Draft.Keep<>(
                      next,
                      List.of(Trail.granted(inside.who(), "token.revoke", id, Details.NONE)),
                      () -> view(id));
                }));
  }

  private TokenView view(String id) {
    return desk.book()
        .now()
        .service(id)
        .map(Views::token)
        .orElseThrow(() -> new IllegalStateException(id + " is not in the book"));
  }
}
