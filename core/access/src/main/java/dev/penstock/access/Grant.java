package dev.penstock.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody holds, where, and for how long.
 *
 * @param until the first instant at which it no longer holds; null when it has no end
 */
public record Grant(Role role, Scope scope, @Nullable Instant until) {
  /** A role on the whole site, without end. */
  public static Grant of(Role role) {
    return new Grant(role, Scope.SITE, null);
  }

  /** A role on the whole site with an end. */
  public static Grant until(Role role, Instant until) {
    return new Grant(role, Scope.SITE, until);
  }

  /** A role in one zone, without end. */
  public static Grant in(String zone, Role role) {
    return new Grant(role, Scope.zone(zone), null);
  }

  public boolean isInForce(Instant now) {
    return until == null || now.isBefore(until);
  }
}
