package dev.penstock.notices;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which notices go which way.
 *
 * @param kinds it is for; none means all
 * @param least severity it is for
 * @param steps by rising time
 * @param repeat how often those who were told are told again until one says that they know
 */
public record Route(
    Set<NoticeKind> kinds, Severity least, List<Step> steps, Optional<Duration> repeat) {
  public static final int STEPS_MAX = 8;
  public static final Duration REPEAT_MIN = Duration.ofMinutes(5);
  public static final Duration REPEAT_MAX = Duration.ofDays(7);

  public Route {
    kinds = Set.copyOf(kinds);
    steps = List.copyOf(steps);
    if (!kinds.stream().allMatch(NoticeKind::isRaisable)) {
      throw new IllegalArgumentException("nobody raises one of " + kinds);
    }
    if (steps.isEmpty() || steps.size() > STEPS_MAX) {
      throw new IllegalArgumentException(steps.size() + " steps, must be 1.." + STEPS_MAX);
    }
    for (int i = 1; i < steps.size(); i++) {
      if (steps.get(i).after().compareTo(steps.get(i - 1).after()) <= 0) {
        throw new IllegalArgumentException("each step must come later than the one before it");
      }
    }
    if (repeat.isPresent()
        && (repeat.get().compareTo(REPEAT_MIN) < 0 || repeat.get().compareTo(REPEAT_MAX) > 0)) {
      throw new IllegalArgumentException("repeat is " + repeat + ", must be 5 min to 7 days");
    }
  }

  boolean takes(NoticeKind kind, Severity severity) {
    return (kinds.isEmpty() || kinds.contains(kind)) && severity.isAtLeast(least);
  }
}
