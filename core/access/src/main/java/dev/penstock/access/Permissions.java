package dev.penstock.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether what somebody holds is enough for what they want: some grant must be in force, carry the
 * action, and cover the place. Nothing forbids; what no grant allows is refused.
 *
 * <p>Req: 62443-4-2 CR 2.1
 */
public final class Permissions {
  private Permissions() {}

  /** The answer to one question. */
  public sealed interface Decision {}

  /** Allowed, by this grant. */
  public record Allowed(Grant by) implements Decision {}

  /**
   * Refused.
   *
   * @param rolesThatMay which roles carry the action, for who was refused and wonders whom to ask
   */
  public record Refused(Reason reason, List<Role> rolesThatMay) implements Decision {
    public Refused {
      rolesThatMay = List.copyOf(rolesThatMay);
    }
  }

  /** Why not: the nearest that somebody came. */
  public enum Reason {
    /** No role held has ever carried the action. */
    NO_ROLE,
    /** A role that carried it has ended. */
    ENDED,
    /** A role in force carries it, but elsewhere. */
    ELSEWHERE
  }

  /** Where an action is allowed, for lists that show only a part. */
  public sealed interface Reach {
    /** On the whole site. */
    record Everywhere() implements Reach {}

    /** In these zones and nowhere else; none at all when empty. */
    record Zones(Set<String> names) implements Reach {
      public Zones {
        names = Set.copyOf(names);
      }
    }
  }

  public static Decision decide(Collection<Grant> grants, Action action, Scope scope, Instant now) {
    Reason nearest = Reason.NO_ROLE;
    for (Grant grant : grants) {
      if (!grant.role().actions().contains(action)) {
        continue;
      }
      if (!grant.isInForce(now)) {
        nearest = nearest == Reason.NO_ROLE ? Reason.ENDED : nearest;
      } else if (!Scope.covers(grant.scope(), scope)) {
        nearest = Reason.ELSEWHERE;
      } else {
        return new Allowed(grant);
      }
    }
    return new Refused(nearest, rolesWith(action));
  }

  /** Where the action is allowed. */
  public static Reach reach(Collection<Grant> grants, Action action, Instant now) {
    Set<String> zones = new TreeSet<>();
    for (Grant grant : grants) {
      if (grant.role().actions().contains(action) && grant.isInForce(now)) {
        switch (grant.scope()) {
          case Scope.Site() -> {
            return new Reach.Everywhere();
          }
          case Scope.Zone(String name) -> {
            boolean _ = zones.add(name);
          }
        }
      }
    }
    return new Reach.Zones(zones);
  }

  /** What may be done somewhere at least; for a console that shows what there is to do. */
  public static Set<Action> anywhere(Collection<Grant> grants, Instant now) {
    var actions = EnumSet.noneOf(Action.class);
    for (Grant grant : grants) {
      if (grant.isInForce(now)) {
        boolean _ = actions.addAll(grant.role().actions());
      }
    }
    return actions;
  }

  /** The roles that carry an action. */
  public static List<Role> rolesWith(Action action) {
    return Arrays.stream(Role.values()).filter(role -> role.actions().contains(action)).toList();
  }
}
