package dev.penstock.plantmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which sources were heard in a stretch of time. */
final class SourceBookTest {
  private static final long HOUR = 4 * FlowBook.QUARTER_NANOS;
  private static final long NOW = 2_000 * HOUR;
  private static final long SECOND = 1_000_000_000L;

  private final FakeRecords records = new FakeRecords();
  private long now = NOW;
  private final SourceBook book =
      new SourceBook(records, () -> Instant.ofEpochSecond(now / SECOND));

  @Test
  void ofAStretchThatReachesToNowTheIndexKnowsItByHeart() throws IOException {
    records.hear(0, "", "", Optional.of(NOW - 1));
    records.hear(1, "pump1", "mqtt", Optional.of(NOW - 5));
    records.hear(2, "pump2", "mqtt", Optional.of(NOW - 2 * HOUR));
    records.hear(3, "pump3", "mqtt", Optional.empty());
    HeardSources heard = book.over(NOW - HOUR, NOW);
    assertThat(heard.isRead()).isTrue();
    assertThat(heard.known()).containsExactly("pump1", "pump2", "pump3");
    assertThat(heard.heard()).containsExactly(new Heard("pump1", "mqtt", NOW - 5));
    assertThat(records.asked).isZero();
  }

  @Test
  void ofAnEarlierStretchItIsLookedForOnce() throws IOException {
    records.hear(1, "pump1", "mqtt", Optional.of(NOW - 1));
    records.hear(2, "pump2", "mqtt", Optional.of(NOW - 1));
    records.add(1, NOW - 3 * HOUR + 7, event());
    records.add(2, NOW - 5 * HOUR, event());
    for (int i = 0; i < 3; i++) {
      HeardSources heard = book.over(NOW - 3 * HOUR, NOW - 2 * HOUR);
      assertThat(heard.heard()).containsExactly(new Heard("pump1", "mqtt", NOW - 3 * HOUR + 7));
    }
    assertThat(records.asked).isEqualTo(2);
  }

  @Test
  void whatADeviceKeptAndHandedInLaterIsFoundAfterAWhile() throws IOException {
    records.hear(1, "pump1", "mqtt", Optional.of(NOW - 1));
    assertThat(book.over(NOW - 3 * HOUR, NOW - 2 * HOUR).heard()).isEmpty();
    records.add(1, NOW - 3 * HOUR + 7, event());
    now += FlowBook.AGAIN_NANOS;
    assertThat(book.over(NOW - 3 * HOUR, NOW - 2 * HOUR).heard()).hasSize(1);
  }

  private static Event event() {
    return new Event("started", 1, null, Details.NONE);
  }

  @Test
  void manySourcesOfAnEarlierStretchTakeSeveralLooks() throws IOException {
    for (int i = 0; i < 2 * SourceBook.LOOKS_MAX; i++) {
      records.hear(i + 1, "pump%03d".formatted(i), "mqtt", Optional.of(NOW - 1));
    }
    assertThat(book.over(NOW - 3 * HOUR, NOW - 2 * HOUR).isRead()).isFalse();
    assertThat(book.over(NOW - 3 * HOUR, NOW - 2 * HOUR).isRead()).isTrue();
    assertThat(records.asked).isEqualTo(2 * SourceBook.LOOKS_MAX);
  }
}
