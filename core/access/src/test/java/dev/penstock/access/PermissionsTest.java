package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.1. */
class PermissionsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  /** The table as people read it, to be compared with the one in the code. */
  private static final String TABLE =
      """
      live.view:           viewer engineer security-officer auditor asset-owner
      evidence.view:       engineer security-officer auditor asset-owner
      evidence.export:     security-officer auditor asset-owner
      event.send:          engineer
      audit.view:          security-officer auditor asset-owner
      audit.export:        security-officer auditor
      health.view:         viewer engineer security-officer auditor administrator asset-owner
      support.export:      security-officer administrator
      people.view:         security-officer auditor administrator
      people.manage:       administrator
      roles.grant:         administrator
      sessions.end:        security-officer administrator
      tokens.manage:       administrator
      certificates.manage: security-officer administrator
      settings.change:     engineer administrator
      plant.view:          viewer engineer security-officer auditor asset-owner supplier
      plant.change:        engineer security-officer
      command.write:       engineer
      approve:             security-officer administrator asset-owner
      shred:               security-officer asset-owner
      notices.manage:      security-officer administrator
      """;

  private static Set<String> rolesWith(Action action) {
    return TABLE
        .lines()
        .filter(line -> line.startsWith(action.wireName() + ":"))
        .flatMap(line -> Arrays.stream(line.substring(line.indexOf(':') + 1).split(" ", -1)))
        .filter(word -> !word.isBlank())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theRolesCarryWhatTheTableSays() {
    for (Action action : Action.values()) {
      assertThat(Permissions.rolesWith(action).stream().map(Role::wireName).toList())
          .as(action.wireName())
          .containsExactlyInAnyOrderElementsOf(rolesWith(action));
    }
  }

  /** What the rule says in words, read line by line from the table. */
  private static boolean isAllowedByTable(
      List<Grant> grants, Action action, Scope scope, Instant now) {
    Set<String> roles = rolesWith(action);
    boolean isAllowed = false;
    for (Grant grant : grants) {
      boolean isRole = roles.contains(grant.role().wireName());
      boolean isWhere =
          grant.scope() instanceof Scope.Site || grant.scope().toString().equals(scope.toString());
      Instant until = grant.until();
      boolean isWhen = until == null || until.isAfter(now);
      isAllowed = isAllowed || (isRole && isWhere && isWhen);
    }
    return isAllowed;
  }

  private static <T> T one(SplittableRandom random, T[] among) {
    return among[random.nextInt(among.length)];
  }

  static Scope scope(SplittableRandom random) {
    int which = random.nextInt(4);
    return which == 0 ? Scope.SITE : Scope.zone("zone " + which);
  }

  static List<Grant> grants(SplittableRandom random) {
    List<Grant> grants = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Instant until = random.nextInt(3) == 0 ? null : NOW.plusSeconds(random.nextInt(-2, 3));
      Role role = one(random, Role.values());
      grants.add(new Grant(role, scope(random), until));
    }
    return grants;
  }

  @Test
  void aDecisionIsWhatTheTableSays() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 50_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          List<Grant> grants = grants(random);
          Action action = one(random, Action.values());
          Scope scope = scope(random);
          boolean isAllowed =
              Permissions.decide(grants, action, scope, NOW) instanceof Permissions.Allowed;
          assertThat(isAllowed).isEqualTo(isAllowedByTable(grants, action, scope, NOW));
        });
  }

  @Test
  void reachAgreesWithEachDecision() {
    Property.forAll(Gen.seeds())
        .cases(1_000, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          List<Grant> grants = grants(random);
          Action action = one(random, Action.values());
          for (String zone : List.of("zone 1", "zone 2", "zone 3")) {
            boolean isReached =
                switch (Permissions.reach(grants, action, NOW)) {
                  case Permissions.Reach.Everywhere() -> true;
                  case Permissions.Reach.Zones(var names) -> names.contains(zone);
                };
            assertThat(isReached)
                .isEqualTo(isAllowedByTable(grants, action, Scope.zone(zone), NOW));
          }
        });
  }

  @Test
  void aRefusalSaysHowNearSomebodyCameAndWhomToAsk() {
    var ended = Grant.until(Role.ENGINEER, NOW);
    var elsewhere = Grant.in("boiler", Role.ENGINEER);
    var zone = Scope.zone("mill");
    assertThat(Permissions.decide(List.of(), Action.EVENT_SEND, zone, NOW))
        .isEqualTo(new Permissions.Refused(Permissions.Reason.NO_ROLE, List.of(Role.ENGINEER)));
    assertThat(Permissions.decide(List.of(ended), Action.EVENT_SEND, zone, NOW))
        .isEqualTo(new Permissions.Refused(Permissions.Reason.ENDED, List.of(Role.ENGINEER)));
    assertThat(Permissions.decide(List.of(elsewhere, ended), Action.EVENT_SEND, zone, NOW))
        .isEqualTo(new Permissions.Refused(Permissions.Reason.ELSEWHERE, List.of(Role.ENGINEER)));
  }

  @Test
  void aZoneIsNotTheSite() {
    var grant = List.of(Grant.in("boiler", Role.VIEWER));
    assertThat(Permissions.decide(grant, Action.LIVE_VIEW, Scope.SITE, NOW))
        .isInstanceOf(Permissions.Refused.class);
    assertThat(Permissions.decide(grant, Action.LIVE_VIEW, Scope.zone("boiler"), NOW))
        .isInstanceOf(Permissions.Allowed.class);
  }

  @Test
  void anAdministratorSeesNoEvidence() {
    assertThat(Role.ADMINISTRATOR.actions())
        .doesNotContain(
            Action.EVIDENCE_VIEW, Action.EVIDENCE_EXPORT, Action.AUDIT_VIEW, Action.AUDIT_EXPORT);
  }

  @Test
  void anAuditorChangesNothing() {
    assertThat(Role.AUDITOR.actions())
        .allMatch(
            action -> action.wireName().endsWith(".view") || action.wireName().endsWith(".export"));
  }
}
