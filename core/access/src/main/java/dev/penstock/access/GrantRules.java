package dev.penstock.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which grants one person, or one service account, may hold together.
 *
 * <p>Req: 62443-4-2 CR 2.1
 */
public final class GrantRules {
  /** More is a list that nobody reads. */
  public static final int COUNT_MAX = 64;

  private GrantRules() {}

  /** What is wrong with a list of grants. */
  public enum Fault {
    TOO_MANY("at most 64 roles can be held at once"),
    TWICE("a role is listed twice for one place"),
    SEPARATED("administrator cannot be held beside auditor or security-officer"),
    AUDITOR_WITHOUT_END("an auditor needs a last day"),
    TOO_LONG("the last day of an auditor is too far ahead"),
    ENDED("the last day is past"),
    SITE_ONLY("administrator and auditor are for the whole site"),
    ZONE_ONLY("a supplier is granted for a zone"),
    ZONE_UNKNOWN("the plant has no such zone"),
    NOT_FOR_SERVICES("a service account cannot hold a role that approves");

    private final String text;

    Fault(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** The faults of a person's grants, in their order of appearance; none when they may stand. */
  public static Set<Fault> ofPerson(
      Collection<Grant> grants, Instant now, Duration auditorTermMax) {
    Set<Fault> faults = new LinkedHashSet<>();
    if (grants.size() > COUNT_MAX) {
      boolean _ = faults.add(Fault.TOO_MANY);
    }
    List<Grant> seen = new ArrayList<>();
    for (Grant grant : grants) {
      faults.addAll(alone(grant, now, auditorTermMax));
      for (Grant other : seen) {
        if (other.role() == grant.role() && other.scope().equals(grant.scope())) {
          faults.add(Fault.TWICE);
        }
        if (other.role().separatedFrom().contains(grant.role())) {
          faults.add(Fault.SEPARATED);
        }
      }
      seen.add(grant);
    }
    return faults;
  }

  /** The faults of a service account's grants: it is nobody who could answer for an approval. */
  public static Set<Fault> ofService(
      Collection<Grant> grants, Instant now, Duration auditorTermMax) {
    Set<Fault> faults = ofPerson(grants, now, auditorTermMax);
    if (grants.stream().anyMatch(grant -> grant.role().actions().contains(Action.APPROVE))) {
      boolean _ = faults.add(Fault.NOT_FOR_SERVICES);
    }
    return faults;
  }

  private static Set<Fault> alone(Grant grant, Instant now, Duration auditorTermMax) {
    Set<Fault> faults = new LinkedHashSet<>();
    Instant until = grant.until();
    if (until != null && !now.isBefore(until)) {
      faults.add(Fault.ENDED);
    }
    if (grant.role() == Role.AUDITOR) {
      if (until == null) {
        faults.add(Fault.AUDITOR_WITHOUT_END);
      } else if (until.isAfter(now.plus(auditorTermMax))) {
        faults.add(Fault.TOO_LONG);
      }
    }
    boolean isSite = grant.scope() instanceof Scope.Site;
    if (grant.role() == Role.SUPPLIER && isSite) {
      faults.add(Fault.ZONE_ONLY);
    }
    if ((grant.role() == Role.ADMINISTRATOR || grant.role() == Role.AUDITOR) && !isSite) {
      faults.add(Fault.SITE_ONLY);
    }
    return faults;
  }
}
