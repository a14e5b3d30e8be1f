package dev.penstock.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a person's roles.
 *
 * @param grants what was held from then on
 * @param by who asked for it; null when it came from the node, as with a zone that is gone
 */
public record GrantChange(Instant at, List<Grant> grants, @Nullable PersonId by, String reason) {
  public static final int REASON_MAX = 1000;

  public GrantChange {
    Checks.mustHold("roles", grants, GrantRules.COUNT_MAX);
    Checks.mustBeIn("characters of a reason", reason.length(), 0, REASON_MAX);
    grants = List.copyOf(grants);
  }
}
