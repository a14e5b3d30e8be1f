package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The payloads of births and deaths, without their numbers. */
final class Births {
  private Births() {}

  /** A death certificate names one thing alone (Sparkplug 3.0 §6.4.25). */
  static Payload nodeDeath(EdgeNode.Session session, long atMs) {
    return Payload.at(atMs, List.of(bdSeq(session, atMs)));
  }

  static Payload nodeBirth(Turn turn, long atMs) {
    List<Metric> metrics = new ArrayList<>();
    boolean _ = metrics.add(bdSeq(turn.session, turn.session.connectingAtMs()));
    boolean _ =
        metrics.add(Metric.of(EdgeNode.REBIRTH, atMs, DataType.BOOLEAN, new Value.Flag(false)));
    addAll(metrics, turn, turn.node, atMs);
    // A host reads from the first metric on, so a definition is not younger than its instances.
    long first = metrics.stream().map(Births::timeOf).min(Comparator.naturalOrder()).orElse(atMs);
    List<Metric> all = new ArrayList<>();
    for (var each : turn.templates.definitions().entrySet()) {
      boolean _ = all.add(Metric.of(each.getKey(), first, DataType.TEMPLATE, each.getValue()));
    }
    boolean _ = all.addAll(metrics);
    return inOrder(all, atMs);
  }

  static Payload deviceBirth(Turn turn, EdgeNode.Told device, long atMs) {
    List<Metric> metrics = new ArrayList<>();
    addAll(metrics, turn, device, atMs);
    return inOrder(metrics, atMs);
  }

  /** Current values stand in the order of their times (Sparkplug 3.0 §5.16). */
  private static Payload inOrder(List<Metric> metrics, long atMs) {
    metrics.sort(Comparator.comparing(Births::timeOf));
    return Payload.at(atMs, metrics);
  }

  private static Long timeOf(Metric metric) {
    Long time = metric.timestampMs();
    return time == null ? 0 : time;
  }

  private static Metric bdSeq(EdgeNode.Session session, long atMs) {
    return Metric.of(EdgeNode.BD_SEQ, atMs, DataType.INT64, new Value.Bits64(session.bdSeq()));
  }

  private static void addAll(List<Metric> to, Turn turn, EdgeNode.Told told, long atMs) {
    for (int i = 0; i < told.metrics().count(); i++) {
      MetricDefinition definition = told.metrics().definitions().get(i);
      Metric metric = metric(turn.templates, definition, told.values().at(i), atMs);
      boolean _ =
          to.add(turn.settings.isAliased() ? metric.withAlias(told.firstAlias() + i) : metric);
    }
  }

  private static Metric metric(
      TemplateSet templates, MetricDefinition definition, Optional<Reading> last, long atMs) {
    // Of a metric that never had a value nobody can say more than that.
    Reading reading =
        last.orElseGet(
            () -> new Reading(definition.name(), atMs, Quality.STALE, null, Optional.empty()));
    Value value = reading.value();
    if (definition.template().isPresent()) {
      value =
          templates.born(
              templates.whole(definition.template().get(), null, value, reading.timeMs()),
              definition.members());
    }
    return Metric.of(definition.name(), reading.timeMs(), definition.type(), value)
        .withMarks(new Metric.Marks(false, definition.isTransient(), value == null))
        .withProperties(
            reading.properties(definition.properties(), reading.quality() != Quality.GOOD));
  }
}
