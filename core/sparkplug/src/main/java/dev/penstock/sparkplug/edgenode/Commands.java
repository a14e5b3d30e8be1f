package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.Topic;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.Template;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What hosts ask of a node or a device, one metric after the other. */
final class Commands {
  private final Turn turn;
  private final Topic topic;
  private final Source source;
  private final EdgeNode.Told told;
  private final long atMs;
  private boolean isRebirthAsked;

  private Commands(Turn turn, Topic topic, Source source, EdgeNode.Told told, long atMs) {
    this.turn = turn;
    this.topic = topic;
    this.source = source;
    this.told = told;
    this.atMs = atMs;
  }

  /** Hands out what is asked for; true when births are asked for. */
  static boolean take(
      Turn turn, Topic topic, Source source, EdgeNode.Told told, Payload payload, long atMs) {
    Commands commands = new Commands(turn, topic, source, told, atMs);
    payload.metrics().forEach(commands::take);
    return commands.isRebirthAsked;
  }

  private void take(Metric metric) {
    if (source instanceof Source.OfNode && EdgeNode.REBIRTH.equals(metric.name())) {
      rebirth(metric);
      return;
    }
    OptionalInt index = indexOf(metric);
    if (index.isEmpty()) {
      refuse(Optional.ofNullable(metric.name()), Action.Refused.Why.UNKNOWN_METRIC);
      return;
    }
    MetricDefinition definition = told.metrics().definitions().get(index.getAsInt());
    Value value = metric.marks().isNull() ? null : metric.value();
    if (!definition.isWritable()) {
      refuse(Optional.of(definition.name()), Action.Refused.Why.NOT_WRITABLE);
    } else if (value != null && definition.template().isPresent()) {
      instance(definition, definition.template().get(), metric, value);
    } else if (value == null || !turn.templates.fits(definition, value)) {
      refuse(Optional.of(definition.name()), Action.Refused.Why.UNFIT_VALUE);
    } else {
      turn.act(
          new Action.Command(
              source,
              definition.name(),
              definition.type(),
              value,
              Optional.ofNullable(metric.timestampMs()),
              atMs));
    }
  }

  /** Each member that is told is a command of its own; what else an instance says is none. */
  private void instance(MetricDefinition definition, String template, Metric metric, Value value) {
    if (!(value instanceof Template asked)
        || asked.isDefinition()
        || !template.equals(asked.reference())) {
      refuse(Optional.of(definition.name()), Action.Refused.Why.UNFIT_VALUE);
      return;
    }
    if (asked.members().isEmpty() && asked.parameters().isEmpty()) {
      refuse(Optional.of(definition.name()), Action.Refused.Why.NO_METRIC);
    }
    for (Template.Parameter each : asked.parameters()) {
      refuse(within(definition, each.name()), Action.Refused.Why.NOT_WRITABLE);
    }
    for (Metric each : asked.members()) {
      member(definition, template, metric, each);
    }
  }

  private void member(MetricDefinition definition, String template, Metric metric, Metric member) {
    String name = member.name();
    Optional<DataType> type = turn.templates.memberType(template, name);
    MetricDefinition.Member form = name == null ? null : definition.members().get(name);
    Value value = member.marks().isNull() ? null : member.value();
    if (name == null || type.isEmpty()) {
      refuse(within(definition, name), Action.Refused.Why.UNKNOWN_METRIC);
    } else if (form == null || !form.isWritable()) {
      refuse(within(definition, name), Action.Refused.Why.NOT_WRITABLE);
    } else if (value == null || !ValueMapping.isOf(type.get(), value)) {
      refuse(within(definition, name), Action.Refused.Why.UNFIT_VALUE);
    } else {
      turn.act(
          new Action.Command(
              source,
              definition.name(),
              Optional.of(name),
              type.get(),
              value,
              Optional.ofNullable(member.timestampMs())
                  .or(() -> Optional.ofNullable(metric.timestampMs())),
              atMs));
    }
  }

  private static Optional<String> within(MetricDefinition definition, @Nullable String name) {
    return Optional.of(name == null ? definition.name() : definition.name() + "/" + name);
  }

  private void rebirth(Metric metric) {
    if (metric.value() instanceof Value.Flag(boolean isAsked)) {
      isRebirthAsked |= isAsked;
    } else {
      refuse(Optional.of(EdgeNode.REBIRTH), Action.Refused.Why.UNFIT_VALUE);
    }
  }

  /** By its alias or its name; where both are given they have to agree. */
  private OptionalInt indexOf(Metric metric) {
    Long alias = metric.alias();
    String name = metric.name();
    OptionalInt byName = name == null ? OptionalInt.empty() : told.metrics().indexOf(name);
    if (alias == null || !turn.settings.isAliased()) {
      return byName;
    }
    long index = alias - told.firstAlias();
    if (index < 0 || index >= told.metrics().count()) {
      return OptionalInt.empty();
    }
    OptionalInt byAlias = OptionalInt.of((int) index);
    return name == null || byName.equals(byAlias) ? byAlias : OptionalInt.empty();
  }

  private void refuse(Optional<String> metric, Action.Refused.Why why) {
    turn.act(new Action.Refused(topic.text(), metric, why));
  }
}
