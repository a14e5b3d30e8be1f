package dev.penstock.plantmap.dryrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.conduit.dryrun.Place;
import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plantmap.FakeRecords;
import dev.penstock.plantmap.Works;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another policy is asked about sealed records, a bounded time at once and each record once. */
final class DryRunsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_790_000_000L * SECOND;
  private static final long END = START + 3_600 * SECOND;

  private final FakeRecords records = new FakeRecords();
  private long now = END;

  /** So many ms pass each time somebody looks at it. */
  private long step;

  private final InstantSource clock =
      () -> {
        now += step * 1_000_000;
        return Instant.ofEpochSecond(now / SECOND, now % SECOND);
      };
  private final DryRuns runs = new DryRuns(records, clock);

  private static final SiteModel OPEN = site(rule("all", Effect.ALLOW, new Scope.Any()));
  private static final SiteModel LOCKED =
      site(
          rule("all", Effect.ALLOW, new Scope.Any()),
          rule("lock", Effect.DENY, new Scope.Name("valve")));

  private static Rule rule(String id, Effect effect, Scope scope) {
    return new Rule(
        id,
        effect,
        List.of(new Who.Anyone()),
        List.of(Operation.WRITE),
        List.of(scope),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static SiteModel site(Rule... rules) {
    var channel =
        new Channel("writes", "supervision", "modbus", "control", "filters", false, List.of(rules));
    return Works.site(new Policy(ZoneId.of("UTC"), List.of(channel)));
  }

  private void write(SiteModel by, String object, long at) {
    var request =
        Request.of(
            "control",
            "filters",
            "modbus",
            Optional.of("scada"),
            "10.0.0.7",
            Operation.WRITE,
            new Part(new Target.Name(object), Values.of(1)),
            at);
    CompiledPolicy policy = ((Compilation.Ready) CompiledPolicy.compile(by.enforced())).policy();
    Decision decision = policy.judge(Rates.full()).decide(request);
    records.decide(at, DecisionRecord.of(policy.digest(), decision, request));
  }

  private Tried look(SiteModel before, SiteModel after) throws IOException {
    return runs.look(Optional.of(before), after, START, END);
  }

  @Test
  void whatTheOtherPolicyWouldHaveDeniedIsFoundWithItsRecords() throws IOException {
    write(OPEN, "pump", START + 1);
    records.other(START + 2);
    write(OPEN, "valve", START + 3);
    write(OPEN, "valve", END);
    Tried tried = look(OPEN, LOCKED);
    assertThat(tried.isRead()).isTrue();
    assertThat(tried.readTo()).isEqualTo(END);
    assertThat(tried.outcome().tally().looked()).isEqualTo(2);
    assertThat(tried.outcome().changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.after().rule()).contains("lock");
          assertThat(change.examples().getFirst().place()).isEqualTo(new Place(2, 0));
        });
  }

  @Test
  void aLookThatTakesLongSaysSoAndTheNextOneGoesOn() throws IOException {
    for (int i = 0; i < 10; i++) {
      write(OPEN, "valve", START + i);
    }
    records.pageMax = 4;
    step = 100;
    Tried tried = look(OPEN, LOCKED);
    assertThat(tried.isRead()).isFalse();
    assertThat(tried.outcome().tally().nowDenied()).isBetween(1L, 9L);
    assertThat(tried.readTo()).isLessThan(END);
    List<Long> counts = new ArrayList<>();
    while (!tried.isRead() && counts.size() < 20) {
      tried = look(OPEN, LOCKED);
      counts.add(tried.outcome().tally().nowDenied());
    }
    assertThat(counts).isSorted();
    assertThat(tried.outcome().tally().nowDenied()).isEqualTo(10);
    assertThat(tried.outcome().tally().looked()).isEqualTo(10);
  }

  @Test
  void whatIsSealedLaterComesOnceWithTheNextQuestion() throws IOException {
    write(OPEN, "valve", START + 1);
    assertThat(look(OPEN, LOCKED).outcome().tally().nowDenied()).isEqualTo(1);
    write(OPEN, "valve", START + 2);
    assertThat(look(OPEN, LOCKED).outcome().tally().nowDenied()).isEqualTo(2);
    assertThat(look(OPEN, LOCKED).outcome().tally().nowDenied()).isEqualTo(2);
  }

  @Test
  void manyQuestionsAreForgottenAndReadAgain() throws IOException {
    write(OPEN, "valve", START + 1);
    for (int i = 1; i <= DryRuns.RUNS_MAX + 1; i++) {
      Tried _ = runs.look(Optional.of(OPEN), LOCKED, START, END + i);
    }
    int asked = records.asked;
    assertThat(look(OPEN, LOCKED).outcome().tally().nowDenied()).isEqualTo(1);
    assertThat(records.asked).isGreaterThan(asked);
  }

  @Test
  void whatMayHaveBeenDroppedIsSaid() throws IOException {
    records.isPruned = true;
    assertThat(look(OPEN, LOCKED).isPruned()).isTrue();
    assertThat(look(OPEN, LOCKED).outcome().isSame()).isTrue();
  }

  @Test
  void withoutASiteInForceNothingPassed() throws IOException {
    write(OPEN, "valve", START + 1);
    Tried tried = runs.look(Optional.empty(), OPEN, START, END);
    assertThat(tried.outcome().tally().nowPassing()).isEqualTo(1);
    assertThat(tried.outcome().tally().decidedByOther()).isEqualTo(1);
  }

  @Test
  void aPolicyThatCannotBeEnforcedLetsNothingPass() throws IOException {
    write(OPEN, "valve", START + 1);
    Rule[] many = new Rule[CompiledPolicy.MEETING_MAX + 1];
    for (int i = 0; i < many.length; i++) {
      many[i] = rule("r" + i, Effect.ALLOW, new Scope.Any());
    }
    Tried tried = look(OPEN, site(many));
    assertThat(tried.obstacle().orElse("")).contains("nothing would pass");
    assertThat(tried.outcome().tally().nowDenied()).isEqualTo(1);
  }

  @Test
  void aStretchHasABound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            runs.look(Optional.of(OPEN), LOCKED, START, START + DryRuns.STRETCH_MAX.toNanos() + 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> runs.look(Optional.of(OPEN), LOCKED, START, START));
  }
}
