package dev.penstock.reception;

import dev.penstock.access.Lockout;
import dev.penstock.access.Moment;
import dev.penstock.access.Person;
import dev.penstock.access.SecretHash;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The lockout, for many threads. */
final class Guard {
  private final Lockout lockout;

  Guard(Lockout lockout) {
    this.lockout = lockout;
  }

  /** A try at a name; {@code person} is who has it, if anybody. */
  static Lockout.Try tryOf(String name, @Nullable Person person, Origin origin) {
    if (person == null) {
      return new Lockout.Try(name, false, null, false, origin.network());
    }
    SecretHash device = origin.deviceMark();
    if (device != null && person.knows(device)) {
      return new Lockout.Try(name, true, device, true, origin.network());
    }
    SecretHash address = origin.addressMark();
    SecretHash place = person.knows(address) ? address : null;
    return new Lockout.Try(name, true, place, false, origin.network());
  }

  /** A try within a session that goes on: nobody else's tries concern it. */
  static Lockout.Try tryWithin(Inside inside) {
    SecretHash session = SecretHash.of("session " + inside.session().id().hex());
    return new Lockout.Try(
        inside.person().name(), true, session, true, inside.caller().origin().network());
  }

  synchronized Lockout.Turn begin(Lockout.Try attempt, Moment now) {
    return lockout.begin(attempt, now);
  }

  synchronized Lockout.Turn beginAt(Origin origin, Moment now) {
    return lockout.beginAt(origin.network(), now);
  }

  /** Whether a try from there would be judged now; counts as none. */
  synchronized Lockout.Turn ask(Origin origin, Moment now) {
    Lockout.Turn turn = lockout.beginAt(origin.network(), now);
    if (turn instanceof Lockout.Turn.Judge) {
      lockout.rightAt(origin.network());
    }
    return turn;
  }

  synchronized void right(Lockout.Try attempt) {
    lockout.right(attempt);
  }

  synchronized void rightAt(Origin origin) {
    lockout.rightAt(origin.network());
  }

  synchronized void notJudged(Lockout.Try attempt) {
    lockout.notJudged(attempt);
  }

  synchronized void half(Lockout.Try attempt) {
    lockout.half(attempt);
  }

  synchronized Duration left(String name, Moment now) {
    return lockout.left(name, now);
  }

  synchronized void unlock(String name) {
    lockout.unlock(name);
  }
}
