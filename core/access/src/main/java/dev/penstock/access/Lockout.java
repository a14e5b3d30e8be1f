package dev.penstock.access;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who must wait because of wrong passwords. Not safe for threads: whoever owns it guards it.
 *
 * <p>Req: 62443-4-2 CR 1.11
 */
public final class Lockout {
  /*
   * Tries are counted in three kinds of places:
   *
   * - for a name, all tries from where nobody has ever come in as that person, together;
   * - for a name and a place from where the person has come in before, alone: so strangers can
   *   close the name for themselves and never for the person at the known device, and a thief
   *   there has as few tries as anybody;
   * - for an address, over all names, so that one machine cannot walk through them.
   *
   * A try counts as wrong from its begin until it is found right: as many tries at once as a
   * machine can send are as many as come one by one.
   */

  /** Names that belong to nobody are forgotten from here on, the one tried longest ago first. */
  static final int STRANGE_NAMES_MAX = 10_000;

  /** Of people: more than all their names with all their places. */
  static final int KNOWN_MAX = PeopleBook.PEOPLE_MAX * (Person.PLACES_MAX + 1);

  static final int ADDRESSES_MAX = 10_000;

  /** After so long without a wrong try, locks are short again. */
  static final Duration QUIET = Duration.ofHours(24);

  private static final Duration ADDRESS_WINDOW = Duration.ofMinutes(1);

  private final Settings.Guessing settings;
  private final Map<Key, Tries> known = new Forgetting<>(KNOWN_MAX);
  private final Map<Key, Tries> strange = new Forgetting<>(STRANGE_NAMES_MAX);
  private final Map<String, Deque<Moment>> addresses = new Forgetting<>(ADDRESSES_MAX);

  public Lockout(Settings.Guessing settings) {
    this.settings = settings;
  }

  /**
   * Who tries, and from where.
   *
   * @param name in normal form
   * @param isPerson whether somebody has this name
   * @param place the known place of that person, if this is one
   * @param isKnownDevice the place is a device and not only an address, so that the limit of the
   *     address does not concern it
   * @param address of the network; for IPv6 the first 64 bits, which one machine has to itself
   */
  public record Try(
      String name,
      boolean isPerson,
      @Nullable SecretHash place,
      boolean isKnownDevice,
      String address) {}

  /** Whether a try may be judged. */
  public sealed interface Turn {
    /** It may, and counts as wrong until something else is said. */
    record Judge() implements Turn {}

    /** The name is closed from there for so long. The answer must not show it. */
    record NameLocked(Duration left) implements Turn {}

    /** The address must wait for so long. */
    record AddressWaits(Duration left) implements Turn {}
  }

  /** Somebody wants to try a name. */
  public Turn begin(Try attempt, Moment now) {
    if (!attempt.isKnownDevice()
        && beginAt(attempt.address(), now) instanceof Turn.AddressWaits waits) {
      return waits;
    }
    Tries tries = triesOf(attempt);
    Duration left = tries.lockLeft(now);
    if (!left.isZero()) {
      return new Turn.NameLocked(left);
    }
    tries.countWrong(now, settings);
    return new Turn.Judge();
  }

  /** Somebody wants to try something that has no name, such as a code. */
  public Turn beginAt(String address, Moment now) {
    Optional<Duration> wait = addressWait(address, now);
    if (wait.isPresent()) {
      return new Turn.AddressWaits(wait.get());
    }
    addresses.computeIfAbsent(address, _ -> new ArrayDeque<>()).addLast(now);
    return new Turn.Judge();
  }

  /** It was right: what was counted for this name from there is forgotten. */
  public void right(Try attempt) {
    var _ = mapOf(attempt).remove(keyOf(attempt));
    if (!attempt.isKnownDevice()) {
      rightAt(attempt.address());
    }
  }

  /** What was tried at an address was right, or could not be judged, so it does not count. */
  public void rightAt(String address) {
    Deque<Moment> times = addresses.get(address);
    if (times != null) {
      var _ = times.pollLast();
    }
  }

  /** It could not be judged, so it does not count. */
  public void notJudged(Try attempt) {
    Tries tries = mapOf(attempt).get(keyOf(attempt));
    if (tries != null) {
      tries.takeBack();
    }
    if (!attempt.isKnownDevice()) {
      rightAt(attempt.address());
    }
  }

  /**
   * The password was right and the second factor was not shown. The first time it does not count,
   * for people are asked for the code only then; who asks again and again without one has a
   * password that is not theirs, and each counts as wrong until a code is right.
   */
  public void half(Try attempt) {
    Tries tries = mapOf(attempt).get(keyOf(attempt));
    if (tries != null && tries.isFirstHalf()) {
      notJudged(attempt);
    }
  }

  /** How long strangers must wait at this name; zero when they need not. */
  public Duration left(String name, Moment now) {
    Tries tries = known.get(new Key(name, null));
    return tries == null ? Duration.ZERO : tries.lockLeft(now);
  }

  /** Somebody in charge lets a name be tried again, from everywhere. */
  public void unlock(String name) {
    boolean _ = known.keySet().removeIf(key -> key.name.equals(name));
  }

  private Optional<Duration> addressWait(String address, Moment now) {
    Deque<Moment> times = addresses.get(address);
    if (times == null) {
      return Optional.empty();
    }
    while (!times.isEmpty() && now.hasPassed(times.getFirst(), ADDRESS_WINDOW)) {
      var _ = times.removeFirst();
    }
    return times.size() < settings.originTriesMax()
        ? Optional.empty()
        : Optional.of(ADDRESS_WINDOW.minus(now.since(times.getFirst())));
  }

  private Tries triesOf(Try attempt) {
    return mapOf(attempt).computeIfAbsent(keyOf(attempt), _ -> new Tries());
  }

  private Map<Key, Tries> mapOf(Try attempt) {
    return attempt.isPerson() ? known : strange;
  }

  private static Key keyOf(Try attempt) {
    return new Key(attempt.name(), attempt.place());
  }

  private record Key(String name, @Nullable SecretHash place) {}

  /** The wrong tries at one name from one kind of place. */
  private static final class Tries {
    private final Deque<Moment> wrong = new ArrayDeque<>();
    private @Nullable Moment lockedAt;
    private Duration lock = Duration.ZERO;
    private Duration lockBefore = Duration.ZERO;
    private @Nullable Moment lockedAtBefore;
    private boolean isHalf;

    Duration lockLeft(Moment now) {
      if (lockedAt == null) {
        return Duration.ZERO;
      }
      Duration left = lock.minus(now.since(lockedAt));
      return left.isNegative() ? Duration.ZERO : left;
    }

    /** One more. After a first lock each single one locks again, for twice as long. */
    void countWrong(Moment now, Settings.Guessing settings) {
      if (lockedAt != null && now.hasPassed(lockedAt, lock.plus(QUIET))) {
        lockedAt = null;
        lock = Duration.ZERO;
      }
      while (!wrong.isEmpty() && now.hasPassed(wrong.getFirst(), settings.window())) {
        var _ = wrong.removeFirst();
      }
      wrong.addLast(now);
      lockedAtBefore = lockedAt;
      lockBefore = lock;
      if (lock.isZero() && wrong.size() < settings.triesMax()) {
        return;
      }
      Duration twice = lock.isZero() ? settings.lockFirst() : lock.multipliedBy(2);
      lock = twice.compareTo(settings.lockMax()) > 0 ? settings.lockMax() : twice;
      lockedAt = now;
    }

    /** True once, until the name is forgotten here because somebody came in. */
    boolean isFirstHalf() {
      boolean isFirst = !isHalf;
      isHalf = true;
      return isFirst;
    }

    void takeBack() {
      var _ = wrong.pollLast();
      lockedAt = lockedAtBefore;
      lock = lockBefore;
    }
  }

  /** A map that forgets what was used longest ago. */
  private static final class Forgetting<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int max;

    Forgetting(int max) {
      super(16, 0.75f, true);
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > max;
    }
  }
}
