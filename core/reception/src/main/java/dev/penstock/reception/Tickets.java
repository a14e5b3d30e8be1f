package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Moment;
import dev.penstock.access.PersonId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What was begun and waits for an answer: challenges for passkeys and new secrets of apps. */
final class Tickets {
  static final Duration TERM = Duration.ofMinutes(5);

  /** Anybody may begin at the door. The oldest is forgotten, and its browser begins again. */
  private static final int COUNT_MAX = 10_000;

  private static final int SECRET_BYTES = 32;

  private final RandomGenerator random;
  private final LinkedHashMap<String, Begun> begun = new LinkedHashMap<>();

  Tickets(RandomGenerator random) {
    this.random = random;
  }

  /** What a ticket is for. */
  sealed interface Purpose {
    /** To come in, to unlock, to step up: any passkey. */
    record Door() implements Purpose {}

    /** A new passkey of this person. */
    record Register(PersonId person, String label) implements Purpose {}

    /** The secret of a new authenticator app of this person. */
    record App(PersonId person) implements Purpose {}

    /** A word on this request. */
    record Agree(PersonId person, Bytes approval) implements Purpose {}
  }

  /** What was begun. */
  record Begun(Purpose purpose, Bytes challenge, Moment at) {}

  /** A challenge by chance. */
  Bytes challenge() {
    return Bytes.random(random, SECRET_BYTES);
  }

  String begin(Purpose purpose, Bytes challenge, Moment now) {
    String ticket = Bytes.random(random, SECRET_BYTES).hex();
    keep(ticket, new Begun(purpose, challenge, now), now);
    return ticket;
  }

  /** One new secret for each person: a later one takes the place of an earlier. */
  void beginApp(PersonId person, Bytes secret, Moment now) {
    keep(appTicket(person), new Begun(new Purpose.App(person), secret, now), now);
  }

  /** The secret that was begun; it stays, as a code may be mistyped. */
  synchronized Optional<Bytes> app(PersonId person, Moment now) {
    return Optional.ofNullable(begun.get(appTicket(person)))
        .filter(one -> !now.hasPassed(one.at(), TERM))
        .map(Begun::challenge);
  }

  synchronized void appDone(PersonId person) {
    var _ = begun.remove(appTicket(person));
  }

  private static String appTicket(PersonId person) {
    return "app " + person.hex();
  }

  private synchronized void keep(String ticket, Begun one, Moment now) {
    boolean _ = begun.values().removeIf(old -> now.hasPassed(old.at(), TERM));
    var _ = begun.remove(ticket);
    if (begun.size() >= COUNT_MAX) {
      var _ = begun.pollFirstEntry();
    }
    var _ = begun.put(ticket, one);
  }

  /** Takes a ticket: whatever comes of it, it is not good again. */
  synchronized Optional<Begun> take(String ticket, Moment now) {
    return Optional.ofNullable(begun.remove(ticket)).filter(one -> !now.hasPassed(one.at(), TERM));
  }
}
