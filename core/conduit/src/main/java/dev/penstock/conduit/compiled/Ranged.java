package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Rule;
import java.util.List;
import java.util.Set;

/**
 * What a policy can answer to requests of a span.
 *
 * @param about every rule that can have to do with one of them
 * @param decisions each that one of them can get; one alone is what each of them gets
 * @param isTold false where there are too many differences to look at: then there may be others
 */
public record Ranged(List<Rule> about, Set<Decision> decisions, boolean isTold) {
  public Ranged {
    about = List.copyOf(about);
    decisions = Set.copyOf(decisions);
  }

  /** True where a rate has a say. */
  public boolean isRated() {
    return about.stream().anyMatch(rule -> rule.rate().isPresent());
  }
}
