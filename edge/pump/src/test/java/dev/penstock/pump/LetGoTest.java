package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.numbering.Numbering;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LetGoTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final LetGo letGo = new LetGo();

  private static Item deed(String action) {
    var access = new Access(null, action, "x", Access.Outcome.REFUSED, null, null, Details.NONE);
    return new Item.Own(Numbering.SELF, access, T0, Receipt.NONE);
  }

  private SampleValue stated(String name) {
    return letGo.statement().details().values().get(name);
  }

  @Test
  void howManyWereLetGoIsSaidOfEachActionAndSinceWhen() {
    assertThat(letGo.isEmpty()).isTrue();
    letGo.add(deed("sign-in"), T0.plusSeconds(2));
    letGo.add(deed("sign-out"), T0.plusSeconds(1));
    letGo.add(deed("sign-in"), T0.plusSeconds(3));
    assertThat(letGo.isEmpty()).isFalse();
    assertThat(letGo.statement().outcome()).isEqualTo(Access.Outcome.FAILED);
    assertThat(stated("count")).isEqualTo(SampleValue.of(3));
    assertThat(stated("sign-in")).isEqualTo(SampleValue.of(2));
    assertThat(stated("sign-out")).isEqualTo(SampleValue.of(1));
    assertThat(stated("since")).isEqualTo(SampleValue.of(T0.plusSeconds(1).toString()));
    letGo.stated();
    assertThat(letGo.isEmpty()).isTrue();
  }

  @Test
  void twoCountsAreOne() {
    var other = new LetGo();
    other.add(deed("sign-in"), T0);
    letGo.add(deed("sign-in"), T0.plusSeconds(9));
    letGo.add(other);
    assertThat(stated("sign-in")).isEqualTo(SampleValue.of(2));
    assertThat(stated("since")).isEqualTo(SampleValue.of(T0.toString()));
  }

  @Test
  void oneRecordHoldsThemHoweverManyActionsThereAre() {
    for (int i = 0; i < 200; i++) {
      letGo.add(deed("action-" + i), T0);
    }
    assertThat(letGo.statement().details().values()).hasSizeLessThan(Details.COUNT_MAX);
    assertThat(stated("count")).isEqualTo(SampleValue.of(200));
    assertThat(stated("others")).isEqualTo(SampleValue.of(200 - LetGo.ACTIONS_MAX));
  }
}
