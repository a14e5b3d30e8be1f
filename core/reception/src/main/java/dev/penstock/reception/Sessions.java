package dev.penstock.reception;

import dev.penstock.access.Action;
import dev.penstock.access.Bytes;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.PersonId;
import dev.penstock.access.Session;
import dev.penstock.access.Way;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.reception.Answer.Nothing;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of everybody.
 *
 * <p>Req: 62443-4-2 CR 2.6
 */
public final class Sessions {
  private final Desk desk;
  private final Gate gate;

  Sessions(Desk desk, Gate gate) {
    this.desk = desk;
    this.gate = gate;
  }

  /** All that go on. */
  public Answer<List<SessionItem>> list(Caller caller) {
    PeopleBook book = desk.book().now();
    return gate.permitted(caller, Action.SESSIONS_END, book)
        .then(inside ->
            Answer.of(
                desk.sessions().all(inside.now()).stream()
                    .map(session -> Views.item(book, session, inside))
                    .toList()));
  }

  /**
   * Ends one: another's takes the permission, an own one does not. It ends whether that can be
   * written down or not: it takes something away from somebody, and gives nothing.
   */
  public Answer<Nothing> end(Caller caller, Bytes id) {
    PeopleBook book = desk.book().now();
    return gate.actingSignedIn(caller, book)
        .then(inside -> {
          Optional<Session> found = desk.sessions().byId(id, inside.now());
          boolean isOwn =
              found.filter(one -> one.person().equals(inside.person().id())).isPresent();
          Answer<Inside> asking =
              isOwn ? Answer.of(inside) : gate.permitted(caller, Action.SESSIONS_END, book);
          return asking.then(_ -> end(inside, found.map(Session::id)));
        });
  }

  private Answer<Nothing> end(Inside inside, Optional<Bytes> id) {
    if (id.isEmpty()) {
      return Answer.refused(new Refusal.SessionUnknown());
    }
    desk.sessions().end(id.get());
    var record = Trail.granted(inside.who(), "session.end", id.get().hex(), Details.NONE);
    return desk.trail().note(record)
        ? Answer.done()
        : Answer.refused(new Refusal.AuditUnwritable());
  }

  /** Ends those that somebody opened with a client certificate. */
  void endThoseByCertificate(PersonId person) {
    for (Session session : desk.sessions().all(desk.now())) {
      if (session.person().equals(person) && session.way() == Way.CERTIFICATE) {
        desk.sessions().end(session.id());
        desk.trail().tryToWrite(endedByRevocation(session));
      }
    }
  }

  static Access endedByRevocation(Session session) {
    return Trail.granted(
        new Trail.Who(session.person(), session.id(), session.origin()),
        "session.end",
        session.id().hex(),
        Trail.details("why", "the certificate was revoked"));
  }
}
