package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Readings of one source on their way out: which can be told, as what, and what is current then.
 */
final class Telling {
  private final Turn turn;
  private final Source source;
  private final EdgeNode.Told told;
  private final boolean isHistorical;

  private final List<Metric> metrics = new ArrayList<>();
  private final List<Reading> good = new ArrayList<>();
  private final Map<Integer, Reading> current = new HashMap<>();
  private final Map<Action.Unsent.Why, List<Reading>> unsent =
      new EnumMap<>(Action.Unsent.Why.class);

  private Telling(Turn turn, Source source, EdgeNode.Told told, boolean isHistorical) {
    this.turn = turn;
    this.source = source;
    this.told = told;
    this.isHistorical = isHistorical;
  }

  /** History is told in the order it is given in; what is current, in the order of its times. */
  static Telling of(
      Turn turn, Source source, EdgeNode.Told told, List<Reading> readings, boolean isHistorical) {
    Telling telling = new Telling(turn, source, told, isHistorical);
    List<Reading> inOrder = new ArrayList<>(readings);
    if (!isHistorical) {
      inOrder.sort(Comparator.comparingLong(Reading::timeMs));
    }
    inOrder.forEach(telling::take);
    return telling;
  }

  /** As data has them. */
  List<Metric> metrics() {
    return metrics;
  }

  /** Those that could be told. */
  List<Reading> good() {
    return good;
  }

  /** What the source has now. */
  EdgeNode.Told told() {
    return told.withValues(told.values().with(current));
  }

  /** What could not be told, whoever listens. */
  List<Action> unsent() {
    List<Action> all = new ArrayList<>();
    unsent.forEach((why, readings) -> {
      boolean _ = all.add(new Action.Unsent(source, readings, why));
    });
    return all;
  }

  private void take(Reading reading) {
    OptionalInt index = told.metrics().indexOf(reading.metric());
    if (index.isEmpty()) {
      refuse(reading, Action.Unsent.Why.UNKNOWN_METRIC);
      return;
    }
    MetricDefinition definition = told.metrics().definitions().get(index.getAsInt());
    Value value = reading.value();
    if (value != null && !turn.templates.fits(definition, value)) {
      refuse(reading, Action.Unsent.Why.UNFIT_VALUE);
      return;
    }
    boolean _ = good.add(reading);
    boolean _ = metrics.add(metric(index.getAsInt(), definition, reading));
    if (!isHistorical) {
      var _ = current.put(index.getAsInt(), whole(index.getAsInt(), definition, reading));
    }
  }

  private void refuse(Reading reading, Action.Unsent.Why why) {
    boolean _ = unsent.computeIfAbsent(why, _ -> new ArrayList<>()).add(reading);
  }

  /** What was told in parts is current as a whole. */
  private Reading whole(int index, MetricDefinition definition, Reading reading) {
    if (definition.template().isEmpty() || reading.value() == null) {
      return reading;
    }
    Reading last = last(index);
    return reading.withValue(
        turn.templates.whole(
            definition.template().get(),
            last == null ? null : last.value(),
            reading.value(),
            reading.timeMs()));
  }

  private @Nullable Reading last(int index) {
    Reading now = current.get(index);
    return now == null ? told.values().at(index).orElse(null) : now;
  }

  private Metric metric(int index, MetricDefinition definition, Reading reading) {
    Value value = reading.value();
    if (value instanceof Template update) {
      value = turn.templates.told(update, reading.timeMs());
    }
    Reading last = last(index);
    boolean wasGood = isHistorical || (last != null && last.quality() == Quality.GOOD);
    boolean isQualitySaid = reading.quality() != Quality.GOOD || !wasGood;
    Metric metric =
        Metric.of(definition.name(), reading.timeMs(), definition.type(), value)
            .withMarks(new Metric.Marks(isHistorical, definition.isTransient(), value == null))
            .withProperties(reading.properties(PropertySet.EMPTY, isQualitySaid));
    return turn.settings.isAliased() ? metric.byAlias(told.firstAlias() + index) : metric.byName();
  }
}
