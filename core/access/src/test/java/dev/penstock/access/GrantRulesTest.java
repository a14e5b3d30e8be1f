package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.GrantRules.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.1. */
class GrantRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration YEAR = Duration.ofDays(366);

  private static Set<Fault> faults(Grant... grants) {
    return GrantRules.ofPerson(List.of(grants), NOW, YEAR);
  }

  @Test
  void whoManagesPeopleNeitherJudgesNorGuardsTheRecords() {
    var auditor = Grant.until(Role.AUDITOR, NOW.plusSeconds(9));
    assertThat(faults(Grant.of(Role.ADMINISTRATOR), auditor)).containsOnly(Fault.SEPARATED);
    assertThat(faults(auditor, Grant.of(Role.ADMINISTRATOR))).containsOnly(Fault.SEPARATED);
    assertThat(faults(Grant.of(Role.SECURITY_OFFICER), Grant.of(Role.ADMINISTRATOR)))
        .containsOnly(Fault.SEPARATED);
    assertThat(faults(Grant.of(Role.SECURITY_OFFICER), auditor)).isEmpty();
  }

  @Test
  void separationHoldsBothWaysForAllRoles() {
    for (Role role : Role.values()) {
      for (Role other : role.separatedFrom()) {
        assertThat(other.separatedFrom()).contains(role);
      }
    }
  }

  @Test
  void anAuditorNeedsALastDayWithinAYear() {
    assertThat(faults(Grant.of(Role.AUDITOR))).containsOnly(Fault.AUDITOR_WITHOUT_END);
    assertThat(faults(Grant.until(Role.AUDITOR, NOW.plus(YEAR)))).isEmpty();
    assertThat(faults(Grant.until(Role.AUDITOR, NOW.plus(YEAR).plusNanos(1))))
        .containsOnly(Fault.TOO_LONG);
  }

  @Test
  void theLastDayMustBeAhead() {
    assertThat(faults(Grant.until(Role.VIEWER, NOW))).containsOnly(Fault.ENDED);
    assertThat(faults(Grant.until(Role.VIEWER, NOW.plusNanos(1)))).isEmpty();
  }

  @Test
  void someRolesAreForTheSiteAndOneIsForZones() {
    assertThat(faults(Grant.in("mill", Role.ADMINISTRATOR))).containsOnly(Fault.SITE_ONLY);
    assertThat(faults(Grant.of(Role.SUPPLIER))).containsOnly(Fault.ZONE_ONLY);
    assertThat(faults(Grant.in("mill", Role.SUPPLIER), Grant.in("kiln", Role.SUPPLIER))).isEmpty();
  }

  @Test
  void aRoleIsListedOnceForAPlace() {
    assertThat(faults(Grant.of(Role.VIEWER), Grant.until(Role.VIEWER, NOW.plusSeconds(1))))
        .containsOnly(Fault.TWICE);
    assertThat(GrantRules.ofPerson(Collections.nCopies(65, Grant.of(Role.VIEWER)), NOW, YEAR))
        .contains(Fault.TOO_MANY);
  }

  @Test
  void aProgramApprovesNothing() {
    for (Role role : Role.values()) {
      var grant = new Grant(role, Scope.SITE, NOW.plusSeconds(1));
      assertThat(GrantRules.ofService(List.of(grant), NOW, YEAR).contains(Fault.NOT_FOR_SERVICES))
          .as(role.wireName())
          .isEqualTo(role.actions().contains(Action.APPROVE));
    }
  }
}
