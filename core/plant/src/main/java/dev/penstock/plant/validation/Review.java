package dev.penstock.plant.validation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of looking at a model on a day.
 *
 * @param observations in the order of rules, then of things
 * @param leftOut how many more each rule has that are not told
 */
public record Review(List<Observation> observations, Map<Validation, Long> leftOut) {
  public Review {
    observations = List.copyOf(observations);
    var copy = new EnumMap<Validation, Long>(Validation.class);
    copy.putAll(leftOut);
    leftOut = Collections.unmodifiableMap(copy);
  }

  /** How many are open, of one severity, the untold ones among them. */
  public long openCount(Severity severity) {
    long told =
        observations.stream()
            .filter(each -> each.isOpen() && each.rule().severity() == severity)
            .count();
    long untold =
        leftOut.entrySet().stream()
            .filter(each -> each.getKey().severity() == severity)
            .mapToLong(Map.Entry::getValue)
            .sum();
    return told + untold;
  }

  /** How many somebody lives with. */
  public long acceptedCount() {
    return observations.stream().filter(each -> !each.isOpen()).count();
  }
}
