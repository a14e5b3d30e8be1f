package dev.penstock.north;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.shred.ValueOpening;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the samples of frames that a destination wants, one after the other, for those that make no
 * messages of them by themselves. What is wanted is found once for each point. One thread.
 */
public final class SampleFeed {
  /** More sources than a node has; beyond it all are found once more. */
  private static final int SOURCES_MAX = 100_000;

  /** Point numbers of drivers and listeners are counted from 0; others are not remembered. */
  private static final long POINTS_MAX = 1 << 20;

  private static final int POINTS_AT_FIRST = 16;

  /** Of each source, in all: names are known moments after what they name, or are lost. */
  private static final int WAITS_MAX = 10;

  private final Selection selection;
  private final Names names;
  private final SampleView view;
  private final Map<Long, OfSource> sources = new HashMap<>();

  private record Named(String point, boolean isWanted) {}

  /** How often names of a source were waited for. */
  private final Map<Long, Integer> waits = new HashMap<>();

  private static final class OfSource {
    private final String name;
    private @Nullable Named[] points = new Named[POINTS_AT_FIRST];

    private OfSource(String name) {
      this.name = name;
    }
  }

  public SampleFeed(Selection selection, Names names, ValueOpening opening) {
    this.selection = selection;
    this.names = names;
    this.view = new SampleView(opening);
  }

  /** Whether values of a point go there. */
  public boolean isWanted(String source, String point) {
    return selection.covers(source, point);
  }

  /**
   * Shows the samples that are wanted.
   *
   * @return how many these were
   * @throws IOException when a value cannot be opened, or has no name, for now
   */
  public int show(Frame frame, Consumer<Sampled> to) throws IOException {
    int count = 0;
    for (int i = 0; i < frame.count(); i++) {
      int at = frame.startOf(i);
      if (!view.read(frame.buffer(), at, frame.startOf(i + 1) - at)) {
        continue;
      }
      OfSource source = source(frame.source());
      Named named = named(source, frame.source(), view.point);
      if (named.isWanted()) {
        count++;
        to.accept(sampled(source.name, named.point(), frame.source()));
      }
    }
    return count;
  }

  /** Under a number in place of its name a value goes astray, so it waits for that a while. */
  private void waitForName(long source) throws IOException {
    if (waits.size() >= SOURCES_MAX || waits.merge(source, 1, Integer::sum) > WAITS_MAX) {
      return;
    }
    throw new IOException("a name is not known yet");
  }

  private OfSource source(long number) throws IOException {
    OfSource known = sources.get(number);
    if (known != null) {
      return known;
    }
    Optional<SourceName> name = names.source(number);
    if (name.isEmpty()) {
      waitForName(number);
    }
    var source = new OfSource(name.map(SourceName::name).orElse("?" + number));
    // While nobody knows the name, it is asked for again.
    if (name.isPresent()) {
      if (sources.size() >= SOURCES_MAX) {
        sources.clear();
      }
      OfSource _ = sources.put(number, source);
    }
    return source;
  }

  private Named named(OfSource source, long number, long point) throws IOException {
    if (point >= POINTS_MAX) {
      return found(source, number, point);
    }
    int at = (int) point;
    if (at >= source.points.length) {
      source.points = Arrays.copyOf(source.points, Math.max(2 * source.points.length, at + 1));
    }
    Named known = source.points[at];
    if (known != null) {
      return known;
    }
    if (names.point(number, point).isEmpty()) {
      waitForName(number);
      return found(source, number, point);
    }
    Named found = found(source, number, point);
    source.points[at] = found;
    return found;
  }

  private Named found(OfSource source, long number, long point) {
    String name = names.point(number, point).orElse("?" + point);
    return new Named(name, selection.covers(source.name, name));
  }

  private Sampled sampled(String source, String point, long number) {
    SampleValue value =
        switch (view.kind) {
          case NOTHING, WITHHELD -> SampleValue.NONE;
          case FLAG -> SampleValue.of(view.whole != 0);
          case WHOLE -> SampleValue.of(view.whole);
          case REAL -> new SampleValue.One(new Scalar.Real(view.real));
          case OTHER -> view.other;
        };
    return new Sampled(
        source,
        point,
        number,
        view.seq,
        time(view.sourceTime),
        time(view.receivedTime),
        view.quality,
        value,
        view.kind == SampleView.Kind.WITHHELD);
  }

  private static OptionalLong time(long nanos) {
    return nanos == SampleView.NO_TIME ? OptionalLong.empty() : OptionalLong.of(nanos);
  }
}
