package dev.penstock.commanding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Commands at a node that ends anywhere, on a disk and a ledger that fail, held against a plain
 * list of what happened. Req: 62443-4-2 CR 2.8, CR 2.10, CR 2.12
 */
class CrashTest {
  /** The node ends here. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What may end or fail at each operation. */
  private static final class Harm {
    private final SplittableRandom random;
    private final World world = new World();
    private final List<ByteString> sent = new ArrayList<>();
    private final Set<ByteString> late = new HashSet<>();
    private Optional<ByteString> carried = Optional.empty();
    private int killAt;
    private int operations;

    /** The disk is as it should be from now on. */
    private boolean isWell;

    Harm(long seed) {
      random = new SplittableRandom(seed);
      killAt = random.nextInt(1, 40);
    }

    private void operation() {
      operations++;
      if (random.nextInt(6) == 0) {
        world.clock.advance(Duration.ofSeconds(random.nextInt(1, 20)));
      }
      if (operations == killAt) {
        throw new Killed();
      }
    }

    Around around() {
      Around kind = world.around();
      return new Around(
          (source, point) ->
              kind.points()
                  .find(source, point)
                  .map(found ->
                      new WritablePoint(
                          found.zone(),
                          found.protocol(),
                          found.endpoint(),
                          found.definition(),
                          found.spec(),
                          found.target(),
                          found.scaling(),
                          found.isWhole(),
                          found.limits(),
                          found.wording(),
                          this::write)),
          kind.policing(),
          new Around.Recorder() {
            @Override
            public boolean record(List<RecordValue> records) {
              operation();
              // Durable, and nobody learnt it: the worst that a full disk can do.
              boolean isWritten = isWell || random.nextInt(8) != 0;
              boolean isSaid = isWritten && (isWell || random.nextInt(8) != 0);
              if (isWritten) {
                world.ledger.addAll(records);
              }
              operation();
              return isSaid;
            }

            @Override
            public boolean tell(List<RecordValue> records) {
              operation();
              world.ledger.addAll(records);
              return true;
            }

            @Override
            public void deliver(List<RecordValue> records, Duration within, Around.Ended ended) {
              ended.ended(record(records));
            }
          },
          bytes -> {
            operation();
            if (!isWell && random.nextInt(10) == 0) {
              throw new IOException("full");
            }
            world.keep(bytes);
            operation();
          },
          world.clock,
          world.clock::nanos,
          random);
    }

    private WriteOutcome write(Setting setting, Duration within) {
      ByteString id = carried.orElseThrow();
      assertThat(within).isPositive();
      assertThat(world.of(CommandRequested.class)).anyMatch(each -> each.command().equals(id));
      assertThat(world.of(CommandDispatched.class)).anyMatch(each -> each.command().equals(id));
      assertThat(sent).as("sent twice").doesNotContain(id);
      assertThat(late).as("sent too late").doesNotContain(id);
      sent.add(id);
      operation();
      return switch (random.nextInt(3)) {
        case 0 -> new WriteOutcome.Done();
        case 1 -> new WriteOutcome.Refused(2, "no such address");
        default -> new WriteOutcome.Unknown("no answer");
      };
    }
  }

  @Test
  void noStepIsWithoutItsRecordAndNothingIsSentTwiceWhereverTheNodeEnds() {
    Property.forAll(Gen.longs(0, Long.MAX_VALUE - 1)).cases(400, 20_000).holds(CrashTest::lives);
  }

  private static void lives(long seed) {
    var harm = new Harm(seed);
    Map<ByteString, Phase> ends = new HashMap<>();
    for (int run = 0; run < 4; run++) {
      // What was not sent, and could not be remembered on a full disk, may come again.
      harm.late.clear();
      try {
        var commands = Commands.resume(harm.around(), harm.world.memory, new ArrayList<>());
        for (int i = 0; i < 6; i++) {
          live(harm, commands, ends);
        }
      } catch (Killed _) {
        harm.killAt = harm.operations + harm.random.nextInt(1, 60);
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    harm.killAt = -1;
    try {
      Commands last = Commands.resume(harm.around(), harm.world.memory, new ArrayList<>());
      assertThat(last.counts().underWay()).as("what a crash left is over").isZero();
      harm.isWell = true;
      last.tick();
      // And once more: what the last run knows, the next one must not have to tell.
      Commands next = Commands.resume(harm.around(), harm.world.memory, new ArrayList<>());
      next.tick();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    check(harm);
  }

  /** One of four keys, so that many come again. */
  private static void live(Harm harm, Commands commands, Map<ByteString, Phase> ends)
      throws InterruptedException {
    int key = harm.random.nextInt(4);
    harm.world.decision = harm.random.nextInt(5) == 0 ? World.DENIED : World.ALLOWED;
    Taken taken = commands.take(harm.world.wish(World.PROGRAM, "key-" + key, key));
    if (taken instanceof Taken.Known(var standing)) {
      assertThat(standing.phase().isOver()).as("nobody carries it").isTrue();
      Phase before = ends.get(standing.id());
      if (before != null && !standing.phase().equals(before)) {
        // The disk failed when it ended: the next run knows less, and never says too much.
        assertThat(standing.phase())
            .isIn(
                harm.sent.contains(standing.id())
                    ? List.of(Phase.UNKNOWN)
                    : List.of(Phase.UNKNOWN, Phase.NOT_SENT));
      }
    }
    if (taken instanceof Taken.Accepted(var standing)) {
      assertThat(harm.sent).as("a key that was sent begins anew").doesNotContain(standing.id());
      harm.carried = Optional.of(standing.id());
      Standing end = commands.carry(standing.id());
      assertThat(end.phase().isOver()).isTrue();
      assertThat(harm.sent.contains(end.id()))
          .as("sent, and said to be so: " + end)
          .isEqualTo(
              switch (end.phase()) {
                case DONE, REFUSED, UNKNOWN -> true;
                case ASKED, WAITING, REQUESTED, DISPATCHED, NOT_SENT, EXPIRED, DENIED -> false;
              });
      if (!harm.sent.contains(end.id())) {
        boolean _ = harm.late.add(end.id());
      }
      Phase _ = ends.put(end.id(), end.phase());
    }
  }

  /** Of each that was sent the ledger knows the whole way, and no result says too much. */
  private static void check(Harm harm) {
    for (ByteString id : harm.sent) {
      List<CommandResult.Outcome> results =
          harm.world.of(CommandResult.class).stream()
              .filter(each -> each.command().equals(id))
              .map(CommandResult::outcome)
              .toList();
      assertThat(results).as("what was sent has a result, whatever failed").isNotEmpty();
      assertThat(
              results.stream()
                  .filter(one ->
                      one == CommandResult.Outcome.DONE || one == CommandResult.Outcome.REFUSED)
                  .distinct())
          .as("what the device said, maybe told twice; a crash can add that nobody knows")
          .hasSizeLessThanOrEqualTo(1);
    }
    for (CommandDispatched each : harm.world.of(CommandDispatched.class)) {
      assertThat(harm.world.of(CommandResult.class))
          .as("each that was dispatched has a result")
          .anyMatch(result -> result.command().equals(each.command()));
    }
  }
}
