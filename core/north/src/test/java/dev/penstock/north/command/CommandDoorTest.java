package dev.penstock.north.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How many commands of one destination go through. */
class CommandDoorTest {
  private static final long SECOND = 1_000_000_000L;

  private final CommandDoor door = new CommandDoor();

  @Test
  void soManyAreUnderWayAndNoMore() {
    for (int i = 0; i < CommandDoor.UNDER_WAY_MAX; i++) {
      assertThat(door.enter()).isEmpty();
    }
    assertThat(door.enter()).contains(Refusal.BUSY);
    door.leave();
    assertThat(door.enter()).isEmpty();
    assertThat(door.counts())
        .isEqualTo(
            new CommandDoor.Counts(CommandDoor.UNDER_WAY_MAX, CommandDoor.UNDER_WAY_MAX + 1, 1));
  }

  @Test
  void soManyComeAtOnceAndThenSoManyASecond() {
    long start = -7 * SECOND;
    for (int i = 0; i < CommandDoor.AT_ONCE; i++) {
      assertThat(door.come(start)).isEmpty();
    }
    assertThat(door.come(start)).contains(Refusal.TOO_MANY);
    int later = 0;
    for (long at = start; at < start + 60 * SECOND; at += SECOND / 100) {
      later += door.come(at).isEmpty() ? 1 : 0;
    }
    assertThat(later).isBetween(60 * CommandDoor.PER_SECOND - 2, 60 * CommandDoor.PER_SECOND + 1);
    assertThat(door.come(start + 600 * SECOND)).isEmpty();
    for (int i = 1; i < CommandDoor.AT_ONCE; i++) {
      assertThat(door.come(start + 600 * SECOND)).as("a long rest gives no more").isEmpty();
    }
    assertThat(door.come(start + 600 * SECOND)).contains(Refusal.TOO_MANY);
  }

  @Test
  void nobodyLeavesWhoDidNotCome() {
    assertThatThrownBy(door::leave).isInstanceOf(IllegalStateException.class);
    door.refuse();
    assertThat(door.counts().refused()).isEqualTo(1);
  }
}
