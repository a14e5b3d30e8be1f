package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a policy answers to requests that are looked at together.
 *
 * @param verdicts one where all get the same; otherwise each that some may get, the strictest last
 * @param cause where it is the same for all
 * @param channel where it is the same for all
 * @param rule where it is the same for all
 */
public record Answer(
    List<Verdict> verdicts,
    Optional<Cause> cause,
    Optional<String> channel,
    Optional<String> rule) {
  /** Nobody can say. */
  public static final Answer ANY =
      new Answer(List.of(Verdict.values()), Optional.empty(), Optional.empty(), Optional.empty());

  public Answer {
    verdicts = List.copyOf(verdicts);
    if (verdicts.isEmpty()) {
      throw new IllegalArgumentException("an answer without a verdict");
    }
  }

  /** Of decisions of which one or another was or would be made; at least one. */
  static Answer of(Set<Decision> decisions) {
    Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    decisions.forEach(each -> verdicts.add(each.verdict()));
    return new Answer(
        List.copyOf(verdicts),
        same(decisions, Decision::cause),
        same(decisions, Decision::channel),
        same(decisions, Decision::rule));
  }

  private static <T> Optional<T> same(
      Set<Decision> decisions, Function<Decision, @Nullable T> field) {
    T one = null;
    boolean isFirst = true;
    for (Decision each : decisions) {
      T other = field.apply(each);
      if (!isFirst && (one == null || !one.equals(other))) {
        return Optional.empty();
      }
      one = other;
      isFirst = false;
    }
    return Optional.ofNullable(one);
  }

  /** True where all get the same. */
  public boolean isOne() {
    return verdicts.size() == 1;
  }

  /** The strictest that there can be. */
  public Verdict strictest() {
    return verdicts.getLast();
  }
}
