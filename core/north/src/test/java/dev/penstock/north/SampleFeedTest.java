package dev.penstock.north;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.shred.ValueOpening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SampleFeedTest {
  /** Names that are known from some moment on. */
  private static final class Learning implements Names {
    private boolean isKnown;

    @Override
    public Optional<SourceName> source(long source) {
      return isKnown ? Optional.of(new SourceName("pump", "east")) : Optional.empty();
    }

    @Override
    public Optional<String> point(long source, long point) {
      return isKnown ? Optional.of("p" + point) : Optional.empty();
    }
  }

  private final Learning names = new Learning();
  private final List<Sampled> shown = new ArrayList<>();
  private final Selection selection =
      new Selection(List.of(new Selection.Choice("pump", "p1")), List.of());
  private final SampleFeed feed = new SampleFeed(selection, names, ValueOpening.NONE);

  private static Frame frame() {
    return Frames.of(
        0,
        List.of(
            Frames.sample(0, 7, 1, SampleValue.of(1)), Frames.sample(1, 7, 2, SampleValue.of(2))));
  }

  @Test
  void whatIsWantedIsShownByItsNames() throws IOException {
    names.isKnown = true;
    assertThat(feed.show(frame(), shown::add)).isEqualTo(1);
    assertThat(shown)
        .singleElement()
        .satisfies(each -> {
          assertThat(each.source()).isEqualTo("pump");
          assertThat(each.point()).isEqualTo("p1");
          assertThat(each.number()).isEqualTo(7);
          assertThat(each.isWithheld()).isFalse();
        });
    assertThat(feed.isWanted("pump", "p1")).isTrue();
    assertThat(feed.isWanted("pump", "p2")).isFalse();
  }

  @Test
  void aNameThatIsNotKnownYetIsWaitedForAndNotForEver() throws IOException {
    assertThatThrownBy(() -> feed.show(frame(), shown::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not known yet");
    names.isKnown = true;
    assertThat(feed.show(frame(), shown::add)).isEqualTo(1);
    var other = new SampleFeed(Selection.ALL, new Learning(), ValueOpening.NONE);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> other.show(frame(), shown::add)).isInstanceOf(IOException.class);
    }
    shown.clear();
    assertThat(other.show(frame(), shown::add)).isEqualTo(2);
    assertThat(shown.getFirst().source()).isEqualTo("?7");
  }
}
