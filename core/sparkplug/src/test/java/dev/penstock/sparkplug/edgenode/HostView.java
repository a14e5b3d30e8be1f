package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.Heard;
import dev.penstock.sparkplug.MessageType;
import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.Topic;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host application as the specification describes one, written without a look at the node: it
 * knows what it heard and nothing else, and notes each thing that a node must never say.
 */
final class HostView {
  /** A value at a time, as the host learnt of it. */
  record Known(String metric, long timeMs, @Nullable Value value, Quality quality) {}

  private static final class Speaker {
    boolean isOnline;
    final Map<String, DataType> types = new HashMap<>();
    final Map<Long, String> names = new HashMap<>();
    final Map<String, Known> current = new HashMap<>();
  }

  final List<String> problems = new ArrayList<>();
  final Map<Source, List<Known>> live = new HashMap<>();
  final Map<Source, List<Known>> history = new HashMap<>();

  private final Map<Source, Speaker> speakers = new HashMap<>();
  private final Set<Long> aliases = new HashSet<>();
  private long bdSeq = -1;
  private long seq;

  void hear(Publication publication) {
    Heard heard = Heard.read(publication.topic().text(), publication.bytes(), PayloadLimits.BIRTH);
    if (publication.isRetained()) {
      problems.add("a message is retained");
    }
    if (!(heard instanceof Heard.Message(var topic, var payload))) {
      problems.add("no message: " + heard);
      return;
    }
    switch (topic) {
      case Topic.OfNode(_, var type) -> hear(type, Source.NODE, payload);
      case Topic.OfDevice(_, var type, SparkplugId id) ->
          hear(type, new Source.OfDevice(id), payload);
      case Topic.OfHost _ -> problems.add("a node speaks for a host");
    }
  }

  boolean isOnline() {
    return speaker(Source.NODE).isOnline;
  }

  boolean isOnline(Source source) {
    return speaker(source).isOnline;
  }

  Map<String, Known> current(Source source) {
    return speaker(source).current;
  }

  private Speaker speaker(Source source) {
    return speakers.computeIfAbsent(source, _ -> new Speaker());
  }

  private void hear(MessageType type, Source source, Payload payload) {
    if (type != MessageType.NDEATH) {
      number(type, payload);
    }
    switch (type) {
      case NBIRTH -> nodeBirth(payload);
      case DBIRTH -> birth(source, payload);
      case NDATA, DDATA -> data(source, payload);
      case DDEATH -> {
        if (!speaker(source).isOnline) {
          problems.add("a device dies that was not born: " + source);
        }
        speaker(source).isOnline = false;
      }
      case NDEATH -> nodeDeath(payload);
      case NCMD, DCMD -> problems.add("a node commands");
    }
  }

  private void number(MessageType type, Payload payload) {
    Long said = payload.seq();
    long due = type == MessageType.NBIRTH ? 0 : (seq + 1) % 256;
    if (said == null || said != due) {
      problems.add(type + " has number " + said + " where " + due + " was due");
    }
    seq = due;
    if (type != MessageType.NBIRTH && !isOnline()) {
      problems.add(type + " of a node that was not born");
    }
  }

  private void nodeBirth(Payload payload) {
    speakers.values().forEach(each -> each.isOnline = false);
    aliases.clear();
    for (Metric metric : payload.metrics()) {
      if ("bdSeq".equals(metric.name()) && metric.value() instanceof Value.Bits64(long bits)) {
        bdSeq = bits;
      }
    }
    birth(Source.NODE, payload);
  }

  private void birth(Source source, Payload payload) {
    Speaker speaker = speaker(source);
    aliases.removeAll(speaker.names.keySet());
    speaker.types.clear();
    speaker.names.clear();
    speaker.current.clear();
    speaker.isOnline = true;
    for (Metric metric : payload.metrics()) {
      String name = metric.name();
      if (name == null || metric.type().isEmpty() || metric.timestampMs() == null) {
        problems.add("a metric of a birth has no name, type or time: " + metric);
        continue;
      }
      if (speaker.types.put(name, metric.type().get()) != null) {
        problems.add("a birth has " + name + " twice");
      }
      Long alias = metric.alias();
      if (alias != null) {
        if (!aliases.add(alias)) {
          problems.add("two metrics have alias " + alias);
        }
        var _ = speaker.names.put(alias, name);
      }
      if (metric.marks().isHistorical()) {
        problems.add("a birth holds history");
      }
      var _ = know(speaker.current, name, metric, metric.type().get());
    }
  }

  private @Nullable Known know(
      Map<String, Known> current, String name, Metric metric, DataType type) {
    Value value = metric.value();
    Long time = metric.timestampMs();
    if (time == null || (value == null) != metric.marks().isNull()) {
      problems.add(name + " has no time, or is null and is not");
      return null;
    }
    if (value != null && !ValueMapping.isOf(type, value)) {
      problems.add(name + " is no " + type + ": " + value);
    }
    Known known = new Known(name, time, value, Quality.of(metric.properties()).orElse(Quality.BAD));
    if (!metric.marks().isHistorical()) {
      var _ = current.put(name, known);
    }
    return known;
  }

  private void data(Source source, Payload payload) {
    Speaker speaker = speaker(source);
    if (!speaker.isOnline) {
      problems.add("data of " + source + ", which was not born");
    }
    long last = Long.MIN_VALUE;
    for (Metric metric : payload.metrics()) {
      String name = metric.alias() == null ? metric.name() : speaker.names.get(metric.alias());
      DataType type = name == null ? null : speaker.types.get(name);
      if (name == null || type == null) {
        problems.add("data of a metric that no birth had: " + metric);
        continue;
      }
      if (metric.alias() != null && (metric.name() != null || metric.typeCode() != null)) {
        problems.add("data says more than an alias: " + metric);
      }
      Known known = know(speaker.current, name, metric, type);
      if (known == null) {
        continue;
      }
      if (metric.marks().isHistorical()) {
        history.computeIfAbsent(source, _ -> new ArrayList<>()).add(known);
        continue;
      }
      if (known.timeMs() < last) {
        problems.add("current values are out of the order of their times");
      }
      last = known.timeMs();
      live.computeIfAbsent(source, _ -> new ArrayList<>()).add(known);
    }
  }

  /** A death that is not of the births that were heard is none of this session's. */
  private void nodeDeath(Payload payload) {
    if (payload.seq() != null || payload.metrics().size() != 1) {
      problems.add("a death of a node says more than its number");
    }
    if (payload.metrics().getFirst().value() instanceof Value.Bits64(long bits) && bits == bdSeq) {
      speakers.values().forEach(each -> each.isOnline = false);
    }
  }
}
