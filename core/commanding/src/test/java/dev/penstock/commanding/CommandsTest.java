package dev.penstock.commanding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.conduit.Agreement;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.points.Scaling;
import dev.penstock.points.Scaling.Beyond;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.1, CR 2.8, CR 2.12 */
class CommandsTest {
  private final World world = new World();

  private static Standing accepted(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Accepted.class);
    return ((Taken.Accepted) taken).standing();
  }

  private static Taken.Why why(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Refused.class);
    return ((Taken.Refused) taken).why();
  }

  private static Taken.TwoPeople two(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.TwoPeople.class);
    return (Taken.TwoPeople) taken;
  }

  private List<Class<?>> kinds() {
    List<Class<?>> kinds = new ArrayList<>();
    world.ledger.forEach(each -> kinds.add(each.getClass()));
    return kinds;
  }

  @Test
  void whatIsAllowedIsRequestedDispatchedSentAndItsResultRecorded() throws Exception {
    Commands commands = world.open();
    Standing standing = accepted(commands.take(world.wish(World.PROGRAM, "a", 7)));
    assertThat(standing.phase()).isEqualTo(Phase.ASKED);
    assertThat(commands.carry(standing.id()).phase()).isEqualTo(Phase.DONE);
    assertThat(kinds())
        .containsExactly(
            PolicyDecision.class,
            CommandRequested.class,
            CommandDispatched.class,
            CommandResult.class);
    CommandRequested requested = world.of(CommandRequested.class).getFirst();
    assertThat(requested.command()).isEqualTo(standing.id());
    assertThat(requested.argument()).isEqualTo(SampleValue.of(7L));
    assertThat(requested.rule()).isEqualTo("set-points");
    assertThat(requested.requestedBy()).isNull();
    assertThat(requested.origin()).isEqualTo("modbus 10.0.0.7 service:hmi");
    assertThat(world.written).hasSize(1);
    assertThat(commands.standing(standing.id()).orElseThrow().rule()).contains("set-points");
    assertThat(commands.counts()).isEqualTo(new Commands.Counts(0, 1, 0, 1, 1, 0, 0));
  }

  @Test
  void theSameKeyIsTheSameCommandHoweverOftenItComesAndAfterARestart() throws Exception {
    Commands commands = world.open();
    Standing standing = accepted(commands.take(world.wish(World.PROGRAM, "a", 7)));
    Standing _ = commands.carry(standing.id());
    assertThat(commands.take(world.wish(World.PROGRAM, "a", 7)))
        .isInstanceOfSatisfying(
            Taken.Known.class, known -> assertThat(known.standing().phase()).isEqualTo(Phase.DONE));
    assertThat(why(commands.take(world.wish(World.PROGRAM, "a", 8)))).isEqualTo(Taken.Why.KEY_USED);
    assertThat(commands.take(world.wish(World.PERSON, "a", 8)))
        .as("the key of somebody else")
        .isInstanceOf(Taken.Accepted.class);
    Commands again = world.open();
    assertThat(again.take(world.wish(World.PROGRAM, "a", 7)))
        .isInstanceOfSatisfying(
            Taken.Known.class, known -> assertThat(known.standing().phase()).isEqualTo(Phase.DONE));
    assertThat(why(again.take(world.wish(World.PROGRAM, "a", 8)))).isEqualTo(Taken.Why.KEY_USED);
    world.clock.advance(CommandBook.KEPT.plusMinutes(1));
    assertThat(again.take(world.wish(World.PROGRAM, "a", 8))).isInstanceOf(Taken.Accepted.class);
    assertThat(world.written).hasSize(1);
  }

  @Test
  void whatIsDeniedIsRecordedAsADenialAndNothingElse() throws Exception {
    world.decision = World.DENIED;
    Commands commands = world.open();
    assertThat(why(commands.take(world.wish(World.PROGRAM, "a", 7)))).isEqualTo(Taken.Why.DENIED);
    assertThat(kinds()).containsExactly(PolicyDecision.class);
    assertThat(world.of(PolicyDecision.class).getFirst().decision())
        .isEqualTo(PolicyDecision.Decision.DENY);
    world.decision = World.ALLOWED;
    assertThat(commands.take(world.wish(World.PROGRAM, "a", 7)))
        .as("a denied command is not remembered")
        .isInstanceOf(Taken.Accepted.class);
  }

  @Test
  void pointsThatAreNotThereAndLimitsOfPointsAreDenialsToo() throws Exception {
    Commands commands = world.open();
    var nowhere =
        new Wish(
            World.PROGRAM,
            Optional.empty(),
            "plc",
            "secret",
            new Scalar.Whole(1),
            Optional.empty());
    assertThat(why(commands.take(nowhere))).isEqualTo(Taken.Why.UNKNOWN_POINT);
    world.limits = Optional.of(new WritablePoint.Limits(0.0, 10.0));
    assertThat(why(commands.take(world.wish(World.PROGRAM, "b", 11)))).isEqualTo(Taken.Why.DENIED);
    world.limits = Optional.empty();
    assertThat(why(commands.take(world.wish(World.PROGRAM, "c", 1)))).isEqualTo(Taken.Why.DENIED);
    commands.close();
    assertThat(world.of(PolicyDecision.class))
        .hasSize(3)
        .allSatisfy(each -> assertThat(each.decision()).isEqualTo(PolicyDecision.Decision.DENY));
    assertThat(world.counted)
        .as("what cannot pass takes nothing from a rate")
        .containsExactly(true, false, false);
    assertThat(world.written).isEmpty();
  }

  @Test
  void aValueGoesBackThroughTheScalingAndIsJudgedAsTheDeviceHoldsIt() throws Exception {
    world.scaling = Optional.of(new Scaling(0, 1_000, 0, 10, Beyond.CLAMPED));
    world.limits = Optional.of(new WritablePoint.Limits(0.0, 8.0));
    Commands commands = world.open();
    Standing standing =
        accepted(
            commands.take(
                new Wish(
                    World.PROGRAM,
                    Optional.empty(),
                    "plc",
                    "level",
                    new Scalar.Real(3.3333),
                    Optional.empty())));
    Standing _ = commands.carry(standing.id());
    assertThat(world.written.getFirst().value()).isEqualTo(new Scalar.Whole(333));
    assertThat(world.judged.getFirst().parts().getFirst().values()).isEqualTo(Values.of(333));
    assertThat(why(commands.take(world.wish(World.PROGRAM, "z", 9)))).isEqualTo(Taken.Why.DENIED);
    var text =
        new Wish(
            World.PROGRAM,
            Optional.empty(),
            "plc",
            "level",
            new Scalar.Text("up"),
            Optional.empty());
    assertThat(why(commands.take(text))).isEqualTo(Taken.Why.UNFIT);
  }

  @Test
  void nothingIsSentWhoseTimeIsOverAtAnyStep() throws Exception {
    Commands commands = world.open();
    var late =
        new Wish(
            World.PROGRAM,
            Optional.empty(),
            "plc",
            "level",
            new Scalar.Whole(1),
            Optional.of(world.clock.instant()));
    assertThat(why(commands.take(late))).isEqualTo(Taken.Why.LATE);
    var early =
        new Wish(
            World.PROGRAM,
            Optional.empty(),
            "plc",
            "level",
            new Scalar.Whole(1),
            Optional.of(world.clock.instant().plus(Commands.WITHIN_MAX).plusSeconds(1)));
    assertThat(why(commands.take(early))).isEqualTo(Taken.Why.LATE);
    for (int steps = 1; steps <= 2; steps++) {
      var left = new int[] {steps};
      world.whenRecorded =
          () -> {
            left[0]--;
            if (left[0] == 0) {
              world.clock.advance(Commands.WITHIN);
            }
          };
      Standing standing = accepted(commands.take(world.wish(World.PROGRAM, "s" + steps, 1)));
      assertThat(commands.carry(standing.id()).phase()).isEqualTo(Phase.EXPIRED);
    }
    assertThat(world.of(CommandResult.class))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.EXPIRED));
    assertThat(world.written).isEmpty();
  }

  @Test
  void whatCannotBeRecordedOrRememberedIsNotSent() throws Exception {
    Commands commands = world.open();
    Standing first = accepted(commands.take(world.wish(World.PROGRAM, "a", 1)));
    world.isRecording = false;
    assertThat(commands.carry(first.id()).phase()).isEqualTo(Phase.NOT_SENT);
    world.isRecording = true;
    world.isDiskFull = true;
    Standing second = accepted(commands.take(world.wish(World.PROGRAM, "b", 1)));
    assertThat(commands.carry(second.id()).phase()).isEqualTo(Phase.NOT_SENT);
    world.isDiskFull = false;
    Standing third = accepted(commands.take(world.wish(World.PROGRAM, "c", 1)));
    world.whenRecorded = () -> world.isRecording = false;
    assertThat(commands.carry(third.id()).phase())
        .as("requested, not dispatched")
        .isEqualTo(Phase.NOT_SENT);
    assertThat(world.written).isEmpty();
  }

  @Test
  void aResultIsWhatTheDeviceSaidAndUnknownIsSaidAsUnknown() throws Exception {
    Commands commands = world.open();
    world.outcome = new WriteOutcome.Refused(2, "illegal data address");
    Standing refused = accepted(commands.take(world.wish(World.PROGRAM, "a", 1)));
    assertThat(commands.carry(refused.id()))
        .satisfies(standing -> {
          assertThat(standing.phase()).isEqualTo(Phase.REFUSED);
          assertThat(standing.status()).isEqualTo(2);
        });
    world.outcome = new WriteOutcome.NotSent("the link is down");
    Standing unsent = accepted(commands.take(world.wish(World.PROGRAM, "b", 1)));
    assertThat(commands.carry(unsent.id()).phase()).isEqualTo(Phase.NOT_SENT);
    world.outcome = new WriteOutcome.Unknown("no answer");
    Standing unknown = accepted(commands.take(world.wish(World.PROGRAM, "c", 1)));
    assertThat(commands.carry(unknown.id()).phase()).isEqualTo(Phase.UNKNOWN);
    assertThat(world.of(CommandResult.class).stream().map(CommandResult::outcome))
        .containsExactly(
            CommandResult.Outcome.REFUSED,
            CommandResult.Outcome.FAILED,
            CommandResult.Outcome.OUTCOME_UNKNOWN);
    assertThatThrownBy(() -> commands.carry(unknown.id()))
        .as("once")
        .isInstanceOf(IllegalStateException.class);
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void whatTakesTwoPeopleIsDoneWhenASecondAgreesAndNotBefore() throws Exception {
    world.decision = World.TWO;
    Commands commands = world.open();
    Taken.TwoPeople two = two(commands.take(world.wish(World.PERSON, "a", 7)));
    ByteString id = two.standing().id();
    Agreement agreement = two.agreement();
    assertThat(world.of(PolicyDecision.class).getFirst().decision())
        .isEqualTo(PolicyDecision.Decision.NEEDS_TWO_PEOPLE);
    assertThatThrownBy(() -> commands.carry(id)).isInstanceOf(IllegalStateException.class);
    world.clock.advance(Duration.ofMinutes(5));
    assertThat(commands.agreed(id, agreement.digest(), List.of(World.BO)).phase())
        .isEqualTo(Phase.DONE);
    CommandRequested requested = world.of(CommandRequested.class).getFirst();
    assertThat(requested.requestedBy()).isEqualTo(World.ADA);
    assertThat(requested.approvedBy()).containsExactly(World.BO);
    assertThat(world.counted).as("rates are taken from once").containsExactly(true, false);
    assertThat(commands.agreed(id, agreement.digest(), List.of(World.BO)).phase())
        .isEqualTo(Phase.DONE);
    assertThat(world.written).as("agreed to twice, sent once").hasSize(1);
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void nobodyAgreesAloneNorToAnotherCommandNorWhatIsForbiddenMeanwhile() throws Exception {
    world.decision = World.TWO;
    Commands commands = world.open();
    Taken.TwoPeople own = two(commands.take(world.wish(World.PERSON, "a", 7)));
    assertThat(
            commands
                .agreed(own.standing().id(), own.agreement().digest(), List.of(World.ADA))
                .phase())
        .isEqualTo(Phase.NOT_SENT);
    Taken.TwoPeople nobody = two(commands.take(world.wish(World.PERSON, "b", 7)));
    assertThat(
            commands.agreed(nobody.standing().id(), nobody.agreement().digest(), List.of()).phase())
        .isEqualTo(Phase.NOT_SENT);
    Taken.TwoPeople other = two(commands.take(world.wish(World.PERSON, "c", 8)));
    assertThat(
            commands
                .agreed(other.standing().id(), own.agreement().digest(), List.of(World.BO))
                .phase())
        .isEqualTo(Phase.NOT_SENT);
    Taken.TwoPeople forbidden = two(commands.take(world.wish(World.PERSON, "d", 7)));
    world.decision = World.DENIED;
    assertThat(
            commands
                .agreed(
                    forbidden.standing().id(), forbidden.agreement().digest(), List.of(World.BO))
                .phase())
        .isEqualTo(Phase.DENIED);
    world.decision = World.TWO;
    assertThat(why(commands.take(world.wish(World.PROGRAM, "e", 7))))
        .as("a program is nobody")
        .isEqualTo(Taken.Why.DENIED);
    assertThat(world.written).isEmpty();
    assertThat(world.of(CommandDispatched.class)).isEmpty();
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void nobodyAgreesToAnotherDeviceOfTheSameName() throws Exception {
    world.decision = World.TWO;
    Commands commands = world.open();
    Taken.TwoPeople moved = two(commands.take(world.wish(World.PERSON, "a", 7)));
    Taken.TwoPeople changed = two(commands.take(world.wish(World.PERSON, "b", 7)));
    Taken.TwoPeople same = two(commands.take(world.wish(World.PERSON, "c", 7)));
    world.endpoint = "plc 127.0.0.2:502";
    assertThat(
            commands.agreed(moved.standing().id(), moved.agreement().digest(), List.of(World.BO)))
        .satisfies(standing -> {
          assertThat(standing.phase()).isEqualTo(Phase.DENIED);
          assertThat(standing.text()).contains("not the one that was agreed to");
        });
    world.endpoint = "plc 127.0.0.1:502";
    byte[] other = new byte[Digest.BYTES];
    other[0] = 1;
    world.definition = Digest.of(other);
    assertThat(
            commands
                .agreed(changed.standing().id(), changed.agreement().digest(), List.of(World.BO))
                .phase())
        .isEqualTo(Phase.DENIED);
    world.definition = World.POLICY;
    assertThat(world.written).isEmpty();
    assertThat(
            commands
                .agreed(same.standing().id(), same.agreement().digest(), List.of(World.BO))
                .phase())
        .isEqualTo(Phase.DONE);
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void whatIsAgreedToNamesTheDeviceAndThePoint() throws Exception {
    world.decision = World.TWO;
    Commands commands = world.open();
    Agreement agreement = two(commands.take(world.wish(World.PERSON, "a", 7))).agreement();
    assertThat(agreement.device())
        .contains(new Agreement.Device("plc 127.0.0.1:502", World.POLICY));
    byte[] other = new byte[Digest.BYTES];
    other[0] = 1;
    assertThat(
            List.of(
                agreement.of(new Agreement.Device("plc 127.0.0.2:502", World.POLICY)).digest(),
                agreement.of(new Agreement.Device("plc 127.0.0.1:502", Digest.of(other))).digest(),
                new Agreement(agreement.policy(), agreement.rule(), agreement.request()).digest()))
        .doesNotContain(agreement.digest())
        .doesNotHaveDuplicates();
  }

  /** A rule that denies 60000..65535 must see -1, which is 65535 in the register. */
  @Test
  void aNumberIsJudgedAsTheRegisterHoldsIt() throws Exception {
    Commands commands = world.open();
    Standing standing = accepted(commands.take(world.wish(World.PROGRAM, "a", -1)));
    Standing _ = commands.carry(standing.id());
    assertThat(world.judged.getFirst().parts())
        .containsExactly(new Part(new Target.Numbers("holding", 1, 10, 10), Values.of(65_535)));
    assertThat(world.written.getFirst().value()).isEqualTo(new Scalar.Whole(-1));
    assertThat(why(commands.take(world.wish(World.PROGRAM, "b", 40_000))))
        .as("no request could do it")
        .isEqualTo(Taken.Why.UNFIT);
  }

  @Test
  void aValueThatIsRoundedBeyondTheLimitsIsDenied() throws Exception {
    world.scaling = Optional.of(new Scaling(0, 100, 0, 1_000, Beyond.ON_THE_LINE));
    world.limits = Optional.of(new WritablePoint.Limits(0.0, 995.0));
    Commands commands = world.open();
    assertThat(why(commands.take(world.wish(World.PROGRAM, "a", 995))))
        .as("the device would hold 100, which is 1000")
        .isEqualTo(Taken.Why.DENIED);
    assertThat(commands.take(world.wish(World.PROGRAM, "b", 994)))
        .isInstanceOf(Taken.Accepted.class);
    world.scaling = Optional.of(new Scaling(0, 1_000, 0, 100, Beyond.ON_THE_LINE));
    world.limits = Optional.of(new WritablePoint.Limits(0.0, 7.3));
    assertThat(
            commands.take(
                new Wish(
                    World.PROGRAM,
                    Optional.empty(),
                    "plc",
                    "level",
                    new Scalar.Real(7.3),
                    Optional.empty())))
        .as("the limit itself is let, whatever a double makes of it")
        .isInstanceOf(Taken.Accepted.class);
  }

  @Test
  void whatNobodyAgreesToInTimeOrIsTakenBackIsOver() throws Exception {
    world.decision = World.TWO;
    Commands commands = world.open();
    Taken.TwoPeople late = two(commands.take(world.wish(World.PERSON, "a", 7)));
    Taken.TwoPeople back = two(commands.take(world.wish(World.PERSON, "b", 7)));
    commands.withdraw(back.standing().id(), "taken back");
    world.clock.advance(Commands.WITHIN_TWO);
    commands.tick();
    assertThat(commands.standing(late.standing().id()).orElseThrow().phase())
        .isEqualTo(Phase.EXPIRED);
    assertThat(commands.standing(back.standing().id()).orElseThrow())
        .satisfies(standing -> {
          assertThat(standing.phase()).isEqualTo(Phase.NOT_SENT);
          assertThat(standing.text()).isEqualTo("taken back");
        });
    assertThat(
            commands
                .agreed(late.standing().id(), late.agreement().digest(), List.of(World.BO))
                .phase())
        .isEqualTo(Phase.EXPIRED);
    assertThat(world.written).isEmpty();
  }

  @Test
  void onlySoManyAreUnderWay() throws Exception {
    Commands commands = world.open();
    List<Standing> all = new ArrayList<>();
    for (int i = 0; i < CommandBook.UNDER_WAY_MAX; i++) {
      all.add(accepted(commands.take(world.wish(World.PROGRAM, "k" + i, 1))));
    }
    assertThat(why(commands.take(world.wish(World.PROGRAM, "more", 1)))).isEqualTo(Taken.Why.FULL);
    Standing _ = commands.carry(all.getFirst().id());
    Standing more = accepted(commands.take(world.wish(World.PROGRAM, "more", 1)));
    assertThat(more.phase()).isEqualTo(Phase.ASKED);
  }

  @Test
  void aMemoryOfOthersIsRefusedForACommandCouldBeSentTwice() {
    assertThatThrownBy(
            () -> Commands.resume(world.around(), new byte[] {1, 2, 3}, new ArrayList<>()))
        .isInstanceOf(IOException.class);
  }
}
