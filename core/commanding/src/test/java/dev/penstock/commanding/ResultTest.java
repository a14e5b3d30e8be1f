package dev.penstock.commanding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.CommandResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What came of a command is told to the ledger, however long that takes. Req: 62443-4-2 CR 2.10 */
class ResultTest {
  private final World world = new World();

  private static Standing accepted(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Accepted.class);
    return ((Taken.Accepted) taken).standing();
  }

  /** Carries a command that is requested, dispatched and sent; there is no room for its result. */
  private Standing carriedWithoutRoom(Commands commands, String key) throws Exception {
    world.outcome = new WriteOutcome.Refused(2, "illegal data address");
    world.whenWritten = () -> world.isRecording = false;
    Standing _ = accepted(commands.take(world.wish(World.PROGRAM, key, 7)));
    Standing end = commands.carry(CommandRecords.id(World.PROGRAM, key));
    world.whenWritten = () -> {};
    assertThat(world.isRecording).isFalse();
    return end;
  }

  @Test
  void aResultThatFindsNoRoomIsTakenDownWhenThereIsRoomAgainAndOnce() throws Exception {
    Commands commands = world.open();
    Standing end = carriedWithoutRoom(commands, "a");
    assertThat(end.phase()).as("who asked learns it all the same").isEqualTo(Phase.REFUSED);
    assertThat(world.of(CommandResult.class)).isEmpty();
    commands.tick();
    assertThat(world.of(CommandResult.class)).as("still no room").isEmpty();
    world.isRecording = true;
    commands.tick();
    assertThat(world.of(CommandResult.class))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.command()).isEqualTo(end.id());
          assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.REFUSED);
          assertThat(each.status()).isEqualTo(2);
        });
    commands.tick();
    Commands again = world.open();
    again.tick();
    assertThat(world.of(CommandResult.class)).as("and not again").hasSize(1);
    assertThat(world.written).hasSize(1);
  }

  @Test
  void aResultThatFindsNoRoomIsTakenDownByTheNextRun() throws Exception {
    Commands commands = world.open();
    Standing end = carriedWithoutRoom(commands, "a");
    List<String> remarks = new ArrayList<>();
    Commands full = world.open(remarks);
    assertThat(world.of(CommandResult.class)).isEmpty();
    assertThat(remarks).as("what came of it is known").isEmpty();
    assertThat(full.standing(end.id()).orElseThrow().phase()).isEqualTo(Phase.REFUSED);
    world.isRecording = true;
    Commands _ = world.open();
    assertThat(world.of(CommandResult.class))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.REFUSED);
          assertThat(each.status()).isEqualTo(2);
          assertThat(each.details().values()).containsKey("text");
        });
  }

  @Test
  void whatWasHandedOverIsNotHandedOverAgainWhileNobodyKnowsWhatCameOfIt() throws Exception {
    Commands commands = world.open();
    world.isLost = true;
    Standing standing = accepted(commands.take(world.wish(World.PROGRAM, "a", 7)));
    assertThat(commands.carry(standing.id()).phase()).isEqualTo(Phase.DONE);
    commands.tick();
    commands.tick();
    assertThat(world.later).hasSize(1);
    world.later.removeFirst().ended(false);
    commands.tick();
    assertThat(world.later).as("it was refused, so it comes again").hasSize(1);
    world.later.removeFirst().ended(true);
    commands.tick();
    assertThat(world.later).isEmpty();
    world.isLost = false;
    int told = world.of(CommandResult.class).size();
    Commands _ = world.open();
    assertThat(world.of(CommandResult.class)).as("the memory knows it, too").hasSize(told);
  }

  @Test
  void whatTheLedgerDoesNotHaveTakesThePlaceOfWhatIsUnderWay() throws Exception {
    Commands commands = world.open();
    world.isLost = true;
    for (int i = 0; i < CommandBook.UNDER_WAY_MAX; i++) {
      Standing _ =
          commands.carry(accepted(commands.take(world.wish(World.PROGRAM, "k" + i, 1))).id());
    }
    assertThat(commands.take(world.wish(World.PROGRAM, "more", 1)))
        .isInstanceOfSatisfying(
            Taken.Refused.class, refused -> assertThat(refused.why()).isEqualTo(Taken.Why.FULL));
    world.later.forEach(each -> each.ended(true));
    assertThat(commands.take(world.wish(World.PROGRAM, "more", 1)))
        .isInstanceOf(Taken.Accepted.class);
  }
}
