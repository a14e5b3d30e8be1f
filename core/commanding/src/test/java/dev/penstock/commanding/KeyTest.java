package dev.penstock.commanding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborWriter;
import dev.penstock.evidence.record.Scalar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A key is known for its hour, whatever else comes. Req: 62443-4-2 CR 2.12 */
class KeyTest {
  private static final int PROGRAMS = CommandBook.KEPT_MAX - CommandBook.KEPT_FOR_PEOPLE;

  private final World world = new World();

  private static Standing accepted(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Accepted.class);
    return ((Taken.Accepted) taken).standing();
  }

  private static Taken.Why why(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Refused.class);
    return ((Taken.Refused) taken).why();
  }

  private static Wish unkeyed() {
    return new Wish(
        World.PROGRAM, Optional.empty(), "plc", "level", new Scalar.Whole(1), Optional.empty());
  }

  /** A node at which as many commands of a program were done as are remembered: k0, k1 and on. */
  private Commands full() throws Exception {
    Instant now = world.clock.instant();
    var out = new CborWriter(256);
    out.array(2);
    out.unsigned(2);
    out.array(PROGRAMS - 1);
    for (int i = 0; i < PROGRAMS - 1; i++) {
      out.array(7);
      out.bytes(CommandRecords.id(World.PROGRAM, "k" + i).bytes());
      out.bytes(CommandRecords.mark(world.wish(World.PROGRAM, "k" + i, 1)).bytes());
      out.unsigned(4);
      out.unsigned(now.plus(Commands.WITHIN).toEpochMilli());
      out.unsigned(now.plus(Commands.WITHIN).plus(CommandBook.KEPT).toEpochMilli());
      out.bool(true);
      out.nullValue();
    }
    world.memory = out.toByteArray();
    Commands commands = world.open();
    Standing _ = commands.carry(accepted(commands.take(world.wish(World.PROGRAM, "last", 1))).id());
    return commands;
  }

  @Test
  void manyOthersMakeNoKeyForgottenBeforeItsHourAndTheNextIsRefused() throws Exception {
    Commands commands = full();
    assertThat(why(commands.take(world.wish(World.PROGRAM, "more", 1)))).isEqualTo(Taken.Why.FULL);
    world.clock.advance(CommandBook.KEPT.minusSeconds(1));
    assertThat(why(commands.take(world.wish(World.PROGRAM, "more", 1))))
        .as("long after the first were late")
        .isEqualTo(Taken.Why.FULL);
    assertThat(commands.take(world.wish(World.PROGRAM, "k0", 1))).isInstanceOf(Taken.Known.class);
    Commands again = world.open();
    assertThat(again.take(world.wish(World.PROGRAM, "k0", 1)))
        .as("after a restart")
        .isInstanceOf(Taken.Known.class);
    assertThat(why(again.take(world.wish(World.PROGRAM, "more", 1)))).isEqualTo(Taken.Why.FULL);
    assertThat(world.written).hasSize(1);
    world.clock.advance(Commands.WITHIN.plusSeconds(1));
    assertThat(again.take(world.wish(World.PROGRAM, "more", 1))).isInstanceOf(Taken.Accepted.class);
    assertThat(world.memory.length).isLessThan(CommandBook.BYTES_MAX);
  }

  @Test
  void programsThatRunWildLeaveRoomForPeopleAndForWhatHasNoKey() throws Exception {
    Commands commands = full();
    assertThat(commands.take(world.wish(World.PERSON, "mine", 1)))
        .isInstanceOf(Taken.Accepted.class);
    for (int i = 0; i < 2 * CommandBook.KEPT_FOR_PEOPLE; i++) {
      Standing _ = commands.carry(accepted(commands.take(unkeyed())).id());
    }
    assertThat(commands.take(world.wish(World.PERSON, "another", 1)))
        .as("what nobody can send again makes room")
        .isInstanceOf(Taken.Accepted.class);
    assertThat(commands.take(world.wish(World.PROGRAM, "k0", 1))).isInstanceOf(Taken.Known.class);
  }

  @Test
  void aClockThatIsSetForwardMakesNoKeyForgotten() throws Exception {
    Commands commands = world.open();
    Standing _ = commands.carry(accepted(commands.take(world.wish(World.PROGRAM, "a", 7))).id());
    world.clock.set(world.clock.instant().plus(Duration.ofDays(2)));
    assertThat(commands.take(world.wish(World.PROGRAM, "a", 7))).isInstanceOf(Taken.Known.class);
    world.clock.advance(CommandBook.KEPT.plusMinutes(1));
    assertThat(commands.take(world.wish(World.PROGRAM, "a", 8))).isInstanceOf(Taken.Accepted.class);
  }

  @Test
  void aClockThatIsSetBackKeepsAKeyNoLongerThanTwoHoursAfterARestart() throws Exception {
    Commands commands = world.open();
    Standing _ = commands.carry(accepted(commands.take(world.wish(World.PROGRAM, "a", 7))).id());
    world.clock.set(world.clock.instant().minus(Duration.ofDays(2)));
    Commands again = world.open();
    world.clock.advance(CommandBook.KEPT.minusMinutes(1));
    assertThat(again.take(world.wish(World.PROGRAM, "a", 7))).isInstanceOf(Taken.Known.class);
    world.clock.advance(Commands.WITHIN_MAX.plusMinutes(2));
    assertThat(again.take(world.wish(World.PROGRAM, "a", 8))).isInstanceOf(Taken.Accepted.class);
  }

  /** Req: 62443-4-2 CR 2.12 */
  @Test
  void aClockThatIsSetBackSendsNothingLaterThanItWasWanted() throws Exception {
    Commands commands = world.open();
    world.decision = World.TWO;
    Taken.TwoPeople two = (Taken.TwoPeople) commands.take(world.wish(World.PERSON, "a", 7));
    world.clock.advance(Commands.WITHIN_TWO);
    world.clock.set(world.clock.instant().minus(Duration.ofHours(1)));
    assertThat(
            commands
                .agreed(two.standing().id(), two.agreement().digest(), List.of(World.BO))
                .phase())
        .isEqualTo(Phase.EXPIRED);
    Taken.TwoPeople other = (Taken.TwoPeople) commands.take(world.wish(World.PERSON, "b", 7));
    world.clock.set(world.clock.instant().minus(Duration.ofHours(1)));
    world.clock.advance(Commands.WITHIN_TWO);
    commands.tick();
    assertThat(commands.standing(other.standing().id()).orElseThrow().phase())
        .isEqualTo(Phase.EXPIRED);
    assertThat(world.written).isEmpty();
  }

  /** docs/formats/notes.md, version 1. */
  @Test
  void whatAnOlderVersionRememberedIsKnown() throws Exception {
    Commands commands = world.open();
    Standing done = commands.carry(accepted(commands.take(world.wish(World.PROGRAM, "a", 7))).id());
    Instant now = world.clock.instant();
    var out = new CborWriter(256);
    out.array(2);
    out.unsigned(1);
    out.array(1);
    out.array(5);
    out.bytes(done.id().bytes());
    out.bytes(CommandRecords.mark(world.wish(World.PROGRAM, "a", 7)).bytes());
    out.unsigned(4);
    out.unsigned(now.toEpochMilli());
    out.unsigned(now.plus(CommandBook.KEPT).toEpochMilli());
    world.memory = out.toByteArray();
    Commands again = world.open();
    assertThat(again.take(world.wish(World.PROGRAM, "a", 7)))
        .isInstanceOfSatisfying(
            Taken.Known.class, known -> assertThat(known.standing().phase()).isEqualTo(Phase.DONE));
  }
}
