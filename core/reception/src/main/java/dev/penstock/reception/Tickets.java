package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Moment;
import dev.penstock.access.PersonId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/** What was begun and waits for an answer: challenges for passkeys and new secrets of apps. */
final class Tickets {
  static final Duration TERM = Duration.ofMinutes(5);

  /** Anybody may begin at the door. The oldest is forgotten, and its browser begins again. */
  static final int STRANGERS_MAX = 10_000;

  /** More than one person has windows open. */
  static final int EACH_MAX = 16;

  /** More than are at their screens at once: all people with half of what each may begin. */
  private static final int PEOPLE_MAX = 16_000;

  private static final int SECRET_BYTES = 32;

  private final RandomGenerator random;

  /** What people with a session began; nobody outside can fill it. In the order of time. */
  private final LinkedHashMap<String, Begun> begun = new LinkedHashMap<>();

  /** What was begun at the door. In the order of time. */
  private final LinkedHashMap<String, Begun> strangers = new LinkedHashMap<>();

  Tickets(RandomGenerator random) {
    this.random = random;
  }

  /** What a ticket is for. */
  sealed interface Purpose {
    /** To come in: any passkey. */
    record Door() implements Purpose {}

    /** To unlock or to step up, for this person. */
    record Again(PersonId person) implements Purpose {}

    /** A new passkey of this person. */
    record Register(PersonId person, String label) implements Purpose {}

    /** The secret of a new authenticator app of this person. */
    record App(PersonId person) implements Purpose {}

    /** A word on this request. */
    record Agree(PersonId person, Bytes approval) implements Purpose {}
  }

  /** What was begun. */
  record Begun(Purpose purpose, Bytes challenge, Moment at) {
    boolean isOf(PersonId who) {
      return switch (purpose) {
        case Purpose.Door() -> false;
        case Purpose.Again(var person) -> person.equals(who);
        case Purpose.Register(var person, var _) -> person.equals(who);
        case Purpose.App(var person) -> person.equals(who);
        case Purpose.Agree(var person, var _) -> person.equals(who);
      };
    }
  }

  /** A challenge by chance. */
  Bytes challenge() {
    return Bytes.random(random, SECRET_BYTES);
  }

  String begin(Purpose purpose, Bytes challenge, Moment now) {
    String ticket = Bytes.random(random, SECRET_BYTES).hex();
    var one = new Begun(purpose, challenge, now);
    switch (purpose) {
      case Purpose.Door() -> keep(strangers, STRANGERS_MAX, ticket, one, now);
      case Purpose.Again(var person) -> keepOf(person, ticket, one, now);
      case Purpose.Register(var person, var _) -> keepOf(person, ticket, one, now);
      case Purpose.App(var person) -> keepOf(person, ticket, one, now);
      case Purpose.Agree(var person, var _) -> keepOf(person, ticket, one, now);
    }
    return ticket;
  }

  /** A person's own: of more than a few the oldest goes, so that nobody crowds out others. */
  private synchronized void keepOf(PersonId person, String ticket, Begun one, Moment now) {
    List<String> own =
        begun.entrySet().stream()
            .filter(each -> each.getValue().isOf(person))
            .map(Map.Entry::getKey)
            .toList();
    if (own.size() >= EACH_MAX) {
      var _ = begun.remove(own.getFirst());
    }
    keep(begun, PEOPLE_MAX, ticket, one, now);
  }

  /** One new secret for each person: a later one takes the place of an earlier. */
  void beginApp(PersonId person, Bytes secret, Moment now) {
    keepOf(person, appTicket(person), new Begun(new Purpose.App(person), secret, now), now);
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

  /** What has passed is at the head. */
  private synchronized void keep(
      SequencedMap<String, Begun> among, int max, String ticket, Begun one, Moment now) {
    var _ = among.remove(ticket);
    Map.Entry<String, Begun> first = among.firstEntry();
    while (first != null && (among.size() >= max || now.hasPassed(first.getValue().at(), TERM))) {
      var _ = among.pollFirstEntry();
      first = among.firstEntry();
    }
    var _ = among.put(ticket, one);
  }

  /** Takes a ticket: whatever comes of it, it is not good again. */
  synchronized Optional<Begun> take(String ticket, Moment now) {
    Begun known = begun.remove(ticket);
    return Optional.ofNullable(known == null ? strangers.remove(ticket) : known)
        .filter(one -> !now.hasPassed(one.at(), TERM));
  }
}
