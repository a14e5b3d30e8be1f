package dev.penstock.pump;

import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.continuity.Said;
import dev.penstock.flow.index.BookKeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Journals the silences that the book finds and no record speaks of, each once in a run. The
 * index's thread.
 */
public final class SilencePump {
  /**
   * What an earlier run journalled is sealed by then: one that was told and not sealed yet is not
   * told twice.
   */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  /** Takes a statement about a source. */
  @FunctionalInterface
  public interface Teller {
    /** False when it must be told again later. */
    boolean tell(long source, RecordValue value);
  }

  private final BookKeeper keeper;
  private final Teller teller;
  private final LongSupplier ticks;
  private final long startedTicks;
  private final Map<Long, Told> told = new HashMap<>();
  private boolean isAllTold = true;

  private record Told(String code, @Nullable Long since) {}

  /**
   * A pump for the findings of a book.
   *
   * @param ticks ns of a clock that is never set
   */
  public SilencePump(BookKeeper keeper, Teller teller, LongSupplier ticks) {
    this.keeper = keeper;
    this.teller = teller;
    this.ticks = ticks;
    this.startedTicks = ticks.getAsLong();
  }

  void tell() {
    if (ticks.getAsLong() - startedTicks < SETTLED.toNanos()) {
      return;
    }
    if (!keeper.isToBeJudged() && isAllTold) {
      return;
    }
    isAllTold = true;
    List<Said> unsaid = keeper.unsaid();
    Map<Long, Told> still = new HashMap<>();
    for (Said said : unsaid) {
      var now = new Told(said.finding().code(), said.finding().since());
      if (now.equals(told.get(said.source())) || teller.tell(said.source(), said.finding())) {
        Told _ = still.put(said.source(), now);
      } else {
        isAllTold = false;
      }
    }
    told.clear();
    told.putAll(still);
  }
}
