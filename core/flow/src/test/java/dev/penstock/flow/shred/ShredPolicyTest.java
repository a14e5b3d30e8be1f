package dev.penstock.flow.shred;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.ByteString;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which names are covered, and when periods begin. */
class ShredPolicyTest {
  private static ShredPolicy of(String... names) {
    return new ShredPolicy(List.of(names), Duration.ofDays(1));
  }

  @Test
  void starsStandForAnyCharacters() {
    assertThat(of("door").covers("door")).isTrue();
    assertThat(of("door").covers("doors")).isFalse();
    assertThat(of("door*").covers("door")).isTrue();
    assertThat(of("door*").covers("doors/7")).isTrue();
    assertThat(of("*badge*").covers("gate/badge/7")).isTrue();
    assertThat(of("*badge*").covers("gate/bad/ge")).isFalse();
    assertThat(of("a*b*c").covers("aXbYbZc")).isTrue();
    assertThat(of("a*b*c").covers("aXbYbZ")).isFalse();
    assertThat(of("*").covers("")).isTrue();
    assertThat(of("a", "b").covers("b")).isTrue();
    assertThat(ShredPolicy.NONE.covers("a")).isFalse();
  }

  @Test
  void aNameIsCoveredWhicheverWayItComes() {
    assertThat(of("door*").covers("~mqtt/door-7")).isTrue();
    assertThat(of("~http/door-7").covers("door-7")).isTrue();
    assertThat(of("~http/door-7").covers("~mqtt/door-7")).isTrue();
    assertThat(of("~http/door-7").covers("door-8")).isFalse();
  }

  @Test
  void periodsBeginAtMidnight() {
    long day = Duration.ofDays(1).toNanos();
    assertThat(of("a").startOf(5 * day + 7)).isEqualTo(5 * day);
    assertThat(of("a").endOf(5 * day)).isEqualTo(6 * day);
    assertThatThrownBy(() -> new ShredPolicy(List.of(), Duration.ofMinutes(1)))
        .hasMessageContaining("1 h..31 d");
  }

  @Test
  void anOrderSaysWhoAndWhyWithinLimits() {
    var key = List.of(ByteString.of(new byte[16]));
    ByteString id = key.getFirst();
    assertThatThrownBy(() -> new ShredOrder(id, 0, 1, 0, 1, " ", "why", key))
        .hasMessageContaining("by has");
    assertThatThrownBy(() -> new ShredOrder(id, 0, 1, 0, 1, "Ana", "x".repeat(1_001), key))
        .hasMessageContaining("1..1000");
    assertThatThrownBy(() -> new ShredOrder(id, 0, 1, 0, 1, "Ana", "why", List.of()))
        .hasMessageContaining("0 keys");
  }
}
