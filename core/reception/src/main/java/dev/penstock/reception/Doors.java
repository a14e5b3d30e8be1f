package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Grant;
import dev.penstock.access.Moment;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.Proof;
import dev.penstock.access.SecretHash;
import dev.penstock.access.Session;
import dev.penstock.access.SessionRules;
import dev.penstock.access.Way;
import dev.penstock.evidence.record.Access;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets people in whose proof is good: the record, the known place, the session, the secrets. */
final class Doors {
  private final Desk desk;
  private final Views views;

  Doors(Desk desk, Views views) {
    this.desk = desk;
    this.views = views;
  }

  /** Somebody who may come in. */
  record Guest(
      Person person, Way way, @Nullable Proof proof, boolean isPasswordChangeDue, Origin origin) {}

  /**
   * Lets somebody in.
   *
   * @param book with what was shown used up
   * @param action as the record calls it
   */
  Book.Draft<Entry> let(PeopleBook book, Guest guest, String action, Moment now) {
    String secret = desk.secret();
    Origin origin = guest.origin();
    String device = origin.deviceOr(desk.secret());
    SecretHash mark = SecretHash.of("device " + device);
    Person inside = guest.person().cameIn(now.wall(), origin.marks(mark));
    PeopleBook next = book.with(inside);
    List<Grant> grants = inside.grants();
    Session session =
        new Session(
            Bytes.random(desk.random(), Session.ID_BYTES),
            inside.id(),
            guest.way(),
            origin.address(),
            now,
            now,
            SessionRules.isDisplay(guest.way(), grants, now.wall()),
            false,
            guest.isPasswordChangeDue(),
            guest.proof());
    List<Session> ending = desk.sessions().tooMany(inside.id(), now);
    var who = new Trail.Who(inside.id(), session.id(), origin.address());
    List<Access> records = new ArrayList<>();
    records.add(
        Trail.granted(
            who, action, inside.id().hex(), Trail.details("way", guest.way().wireName())));
    for (Session old : ending) {
      records.add(
          Trail.granted(
              new Trail.Who(inside.id(), old.id(), old.origin()),
              "session.end",
              old.id().hex(),
              Trail.details("why", "too many sessions")));
    }
    return new Book.Draft.Keep<>(
        next,
        records,
        () -> {
          ending.forEach(old -> desk.sessions().end(old.id()));
          desk.sessions().open(SecretHash.of(secret), session);
          var caller = new Caller.InSession(session.id(), inside.id(), Desk.csrf(secret), origin);
          var view = views.session(new Inside(desk.book().now(), inside, session, caller, now));
          return new Entry(view, secret, device);
        });
  }
}
