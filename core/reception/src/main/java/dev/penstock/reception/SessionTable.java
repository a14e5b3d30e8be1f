package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Moment;
import dev.penstock.access.PersonId;
import dev.penstock.access.SecretHash;
import dev.penstock.access.Session;
import dev.penstock.access.SessionRules;
import dev.penstock.access.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The sessions that go on, in memory only: a restart ends them all. Keyed by the hash of the
 * secret, so that nobody who reads the memory's dump can use them. Its size is bounded by the
 * people and by how many sessions each may have.
 *
 * <p>Req: 62443-4-2 CR 2.7, 62443-4-2 CR 3.8
 */
final class SessionTable {
  /** More than this between two settlings is not remembered: it is told to nobody then. */
  private static final int PASSED_MAX = 4_096;

  private final Settings.Sitting settings;
  private final Map<SecretHash, Session> open = new HashMap<>();
  private final Map<Bytes, SecretHash> secrets = new HashMap<>();
  private final List<Passed> passed = new ArrayList<>();

  SessionTable(Settings.Sitting settings) {
    this.settings = settings;
  }

  /** What time did to a session. */
  record Passed(Session session, boolean isOver) {}

  synchronized void open(SecretHash secret, Session session) {
    var _ = open.put(secret, session);
    var _ = secrets.put(session.id(), secret);
  }

  synchronized Optional<Session> bySecret(SecretHash secret, Moment now) {
    Session session = open.get(secret);
    if (session == null) {
      return Optional.empty();
    }
    return switch (SessionRules.at(session, now, settings)) {
      case SessionRules.Life.Over() -> {
        remove(session);
        pass(new Passed(session, true));
        yield Optional.empty();
      }
      case SessionRules.Life.Goes(var aged) -> {
        if (!aged.equals(session)) {
          var _ = open.put(secret, aged);
          pass(new Passed(aged, false));
        }
        yield Optional.of(aged);
      }
    };
  }

  synchronized Optional<Session> byId(Bytes id, Moment now) {
    return Optional.ofNullable(secrets.get(id)).flatMap(secret -> bySecret(secret, now));
  }

  /** Changes a session, if it still goes on. */
  synchronized Optional<Session> update(Bytes id, Moment now, UnaryOperator<Session> change) {
    Optional<Session> changed = byId(id, now).map(change);
    changed.ifPresent(session -> {
      SecretHash secret = secrets.get(id);
      if (secret != null) {
        var _ = open.put(secret, session);
      }
    });
    return changed;
  }

  /** Somebody did something in it: it does not lock for a while. */
  synchronized void touch(Bytes id, Moment now) {
    var _ = update(id, now, session -> session.isLocked() ? session : session.active(now));
  }

  synchronized void end(Bytes id) {
    SecretHash secret = secrets.remove(id);
    if (secret != null) {
      var _ = open.remove(secret);
    }
  }

  synchronized void endAll(Predicate<Session> which) {
    new ArrayList<>(open.values()).stream().filter(which).forEach(this::remove);
  }

  /** All that go on, the latest first. */
  synchronized List<Session> all(Moment now) {
    return new ArrayList<>(open.keySet())
        .stream()
            .flatMap(secret -> bySecret(secret, now).stream())
            .sorted(Comparator.<Session>comparingLong(s -> s.startedAt().ticks()).reversed())
            .toList();
  }

  synchronized List<Session> of(PersonId person, Moment now) {
    return all(now).stream().filter(session -> session.person().equals(person)).toList();
  }

  /** Those that must end so that one more can begin. */
  synchronized List<Session> tooMany(PersonId person, Moment now) {
    List<Session> mine = of(person, now);
    return mine.size() < settings.perPerson()
        ? List.of()
        : mine.subList(settings.perPerson() - 1, mine.size());
  }

  /** What time did since the last call. */
  synchronized List<Passed> takePassed(Moment now) {
    var _ = all(now);
    List<Passed> taken = List.copyOf(passed);
    passed.clear();
    return taken;
  }

  private void remove(Session session) {
    end(session.id());
  }

  private void pass(Passed what) {
    if (passed.size() < PASSED_MAX) {
      passed.add(what);
    }
  }
}
