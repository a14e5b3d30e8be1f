package dev.penstock.plant;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The security level that a zone or conduit shall reach, for each foundational requirement by
 * itself: it is never one number. A requirement that is left out is not decided yet.
 *
 * <p>Req: 62443-3-2 ZCR 5.6
 *
 * @param levels 0 to {@link #LEVEL_MAX} for each requirement that is decided; at least one
 */
public record SlTarget(
    Map<FoundationalRequirement, Integer> levels,
    Optional<TargetMethod> method,
    Optional<String> rationale) {
  /** The highest level there is. */
  public static final int LEVEL_MAX = 4;

  public SlTarget {
    var copy = new EnumMap<FoundationalRequirement, Integer>(FoundationalRequirement.class);
    copy.putAll(levels);
    levels = Collections.unmodifiableMap(copy);
    if (copy.isEmpty() || copy.values().stream().anyMatch(level -> !isLevel(level))) {
      throw new IllegalArgumentException("levels must be 0.." + LEVEL_MAX + ": " + levels);
    }
  }

  /** True for 0 to {@link #LEVEL_MAX}. */
  public static boolean isLevel(int level) {
    return level >= 0 && level <= LEVEL_MAX;
  }

  /** The level for one requirement; empty when it is not decided. */
  public Optional<Integer> level(FoundationalRequirement requirement) {
    return Optional.ofNullable(levels.get(requirement));
  }

  /** True when every requirement is decided. */
  public boolean isWhole() {
    return levels.size() == FoundationalRequirement.values().length;
  }
}
