package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Operation;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.pump.DestinationFigures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What people are told of the gateway, and when it is over. Req: 62443-4-2 CR 6.2. */
class GatewayNoticesTest {
  private static final long DOWN = GatewayNotices.DOWN.toNanos();

  private final GatewayNotices notices = new GatewayNotices();

  private static DestinationFigures figures(
      boolean isLinked, long lag, Duration behind, long overtaken) {
    Optional<String> why = isLinked ? Optional.empty() : Optional.of("connection refused");
    return new DestinationFigures(isLinked, why, lag, behind, 10, 10, 0, overtaken, 1);
  }

  @Test
  void aLinkThatIsDownForAMomentIsNoNewsAndOneThatStaysDownIs() {
    assertThat(notices.links(Map.of("plc-1", "no route"), 0)).isEmpty();
    assertThat(notices.links(Map.of("plc-1", "no route"), DOWN - 1)).isEmpty();
    assertThat(notices.links(Map.of("plc-1", "timed out"), DOWN).get("plc-1").text())
        .isEqualTo("Nothing is read there for more than 5 minutes: timed out");
    assertThat(notices.links(Map.of(), DOWN + 1)).isEmpty();
    assertThat(notices.links(Map.of("plc-1", "no route"), DOWN + 2)).isEmpty();
  }

  @Test
  void whyALinkIsDownIsSaidInEachOfItsStates() {
    Instant at = Instant.EPOCH;
    assertThat(GatewayNotices.why(new LinkState.Running(at), "no route")).isEmpty();
    assertThat(GatewayNotices.why(new LinkState.Waiting(at, 0, 1, "no route"), ""))
        .contains("no route");
    assertThat(GatewayNotices.why(new LinkState.Connecting(at, 2), "no route"))
        .contains("no route");
    assertThat(GatewayNotices.why(new LinkState.Planning(at), "")).contains("not connected yet");
    assertThat(GatewayNotices.why(new LinkState.Closed(at, "an error"), "")).contains("an error");
  }

  @Test
  void aDestinationWithoutALinkOrFarBehindIsTold() {
    var away = Map.of("cloud", figures(false, 0, Duration.ZERO, 0));
    assertThat(notices.behind(away, 0)).isEmpty();
    assertThat(notices.behind(away, DOWN).get("cloud").details()).containsEntry("what", "unlinked");
    var soon = Map.of("cloud", figures(true, 7, Duration.ofMinutes(14), 0));
    assertThat(notices.behind(soon, DOWN + 1)).isEmpty();
    var late = Map.of("cloud", figures(true, 7, Duration.ofMinutes(15), 0));
    assertThat(notices.behind(late, DOWN + 2).get("cloud").details()).containsEntry("what", "late");
    var idle = Map.of("cloud", figures(true, 0, Duration.ofHours(15), 0));
    assertThat(notices.behind(idle, DOWN + 3)).isEmpty();
  }

  @Test
  void whatRetentionTakesIsToldBeforeAndForAWhileAfter() {
    var none = Map.of("cloud", figures(false, 90, Duration.ofDays(3), 0));
    assertThat(notices.losing(none, Set.of("sealer"), 0)).isEmpty();
    assertThat(notices.losing(none, Set.of("cloud"), 1).get("cloud").details())
        .containsEntry("what", "soon");
    var some = Map.of("cloud", figures(false, 90, Duration.ofDays(3), 12));
    assertThat(notices.losing(some, Set.of(), 2).get("cloud").details())
        .containsEntry("what", "lost")
        .containsEntry("count", "12");
    long over = 2 + GatewayNotices.LOSING.toNanos();
    assertThat(notices.losing(some, Set.of(), over - 1)).containsOnlyKeys("cloud");
    assertThat(notices.losing(some, Set.of(), over)).isEmpty();
    assertThat(notices.losing(Map.of(), Set.of("cloud"), over + 1)).isEmpty();
  }

  private static PolicyDecision decision(
      PolicyDecision.Decision decision, String rule, long count, Map<String, SampleValue> details) {
    return new PolicyDecision(
        decision,
        rule.isEmpty() ? null : rule,
        Sha256.of(new byte[1]),
        "10.0.0.9",
        Operation.WRITE.word(),
        "unit 4 holding 1",
        SampleValue.NONE,
        count,
        1_000_000_000L,
        2_000_000_000L,
        null,
        new Details(details));
  }

  @Test
  void whatIsDeniedIsCountedAsItIsRecordedAndNothingElseIs() {
    var now = new AtomicLong();
    var denied = new DeniedRequests(now::get);
    var zones = Map.of("from", SampleValue.of("control"), "to", SampleValue.of("field"));
    denied.taken(
        List.of(
            decision(PolicyDecision.Decision.ALLOW, "set-points", 1, zones),
            decision(PolicyDecision.Decision.DENY, "never-the-trip", 1, zones)));
    denied.taken(List.of(decision(PolicyDecision.Decision.DENY, "", 370, zones)));
    denied.taken(List.of(decision(PolicyDecision.Decision.NEEDS_TWO_PEOPLE, "both", 1, zones)));
    denied.taken(List.of(decision(PolicyDecision.Decision.DENY, "", 5, Map.of())));
    var said = GatewayNotices.denied(denied.standing());
    assertThat(said).containsOnlyKeys("control/field", "several");
    assertThat(said.get("control/field").text())
        .isEqualTo(
            "371 requests from control to field were denied since 1970-01-01T00:00:01Z, by"
                + " 10.0.0.9; the last: write of unit 4 holding 1, which no rule allows");
    assertThat(said.get("control/field").details())
        .containsEntry("count", "371")
        .containsEntry("since", "1970-01-01T00:00:01Z")
        .containsEntry("peers", "10.0.0.9");
    now.set(Duration.ofHours(1).toNanos());
    assertThat(denied.standing()).isEmpty();
  }

  /** A host that writes on and on to what takes two people. */
  @Test
  void whatIsRefusedForWantOfASecondPersonIsCountedWhereItIsCondensed() {
    var denied = new DeniedRequests(() -> 0);
    var zones = Map.of("from", SampleValue.of("control"), "to", SampleValue.of("field"));
    var two = PolicyDecision.Decision.NEEDS_TWO_PEOPLE;
    denied.taken(List.of(decision(two, "both", 1, zones)));
    assertThat(denied.standing()).as("it may be a command that waits for people").isEmpty();
    denied.taken(List.of(condensed(decision(two, "both", 900, zones))));
    var said = GatewayNotices.denied(denied.standing());
    assertThat(said).containsOnlyKeys("control/field");
    assertThat(said.get("control/field").text())
        .isEqualTo(
            "900 requests from control to field were denied since 1970-01-01T00:00:01Z, by"
                + " 10.0.0.9; the last: write of unit 4 holding 1, for want of a second person");
  }

  private static PolicyDecision condensed(PolicyDecision decision) {
    return new PolicyDecision(
        decision.decision(),
        decision.rule(),
        decision.policy(),
        decision.peer(),
        decision.operation(),
        decision.object(),
        decision.argument(),
        decision.count(),
        decision.from(),
        decision.to(),
        Sha256.of(new byte[2]),
        decision.details());
  }
}
