package dev.penstock.flow.continuity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HearersTest {
  private static Hearers plant() {
    var hearers = new Hearers();
    assertThat(hearers.asks("line1", "plant/#")).isTrue();
    assertThat(hearers.asks("line1", "alarms/#")).isTrue();
    assertThat(hearers.asks("line1", "plant/#")).isFalse();
    assertThat(hearers.hears("line1", 7)).isTrue();
    assertThat(hearers.hears("line1", 7)).isFalse();
    assertThat(hearers.hears("line1", 9)).isTrue();
    return hearers;
  }

  private static List<String> takenOver(Hearers hearers) {
    List<String> all = new ArrayList<>();
    hearers.takeOver((listener, source) -> all.add(listener + " " + source));
    return all;
  }

  @Test
  void aLaterRunKnowsThemOnceAllIsAskedForAgain() {
    Hearers later = Hearers.resumed(plant().encode());
    assertThat(takenOver(later)).isEmpty();
    var _ = later.asks("line1", "plant/#");
    assertThat(takenOver(later)).as("what brought them may be the other").isEmpty();
    var _ = later.asks("line1", "more/#");
    var _ = later.hears("line1", 9);
    var _ = later.asks("line1", "alarms/#");
    assertThat(takenOver(later)).containsExactly("line1 7");
    assertThat(takenOver(later)).isEmpty();
    assertThat(later.sources("line1")).containsExactly(7L, 9L);
    assertThat(later.subscriptions("line1")).containsExactly("alarms/#", "more/#", "plant/#");
  }

  @Test
  void whatIsNotAskedForAnyMoreIsKeptForTheDayOnWhichItIs() {
    Hearers without = Hearers.resumed(plant().encode());
    var _ = without.asks("line1", "plant/#");
    var _ = without.hears("line1", 12);
    assertThat(takenOver(without)).isEmpty();
    Hearers again = Hearers.resumed(without.encode());
    var _ = again.asks("line1", "plant/#");
    assertThat(takenOver(again)).containsExactly("line1 12");
    var _ = again.asks("line1", "alarms/#");
    assertThat(takenOver(again)).containsExactly("line1 7", "line1 9");
  }

  @Test
  void damagedNotesAreNoNotes() {
    byte[] stored = plant().encode();
    var random = new SplittableRandom(Seed.value());
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged = stored.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Hearers read = Hearers.resumed(damaged);
      var _ = read.asks("line1", "plant/#");
      var _ = read.asks("line1", "alarms/#");
      // It is read as something, or as nothing; a listener of another name is never this one.
      assertThat(takenOver(read))
          .as(Seed.describe())
          .hasSizeLessThanOrEqualTo(2)
          .allMatch(each -> each.startsWith("line1 ") || read.subscriptions("line1").size() == 2);
    }
    assertThat(Hearers.resumed(new byte[0]).sources("line1")).isEmpty();
    assertThat(Hearers.resumed(new byte[] {1, 2, 3}).encode()).isEqualTo(new Hearers().encode());
  }
}
