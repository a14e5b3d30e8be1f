package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.Heard;
import dev.penstock.sparkplug.HostState;
import dev.penstock.sparkplug.MessageType;
import dev.penstock.sparkplug.OneName;
import dev.penstock.sparkplug.SparkplugId;
import dev.penstock.sparkplug.Topic;
import dev.penstock.sparkplug.edgenode.Action.Refused.Why;
import dev.penstock.sparkplug.edgenode.EdgeNode.HostWatch;
import dev.penstock.sparkplug.edgenode.EdgeNode.Phase;
import dev.penstock.sparkplug.edgenode.EdgeNode.Session;
import dev.penstock.sparkplug.edgenode.EdgeNode.Told;
import dev.penstock.sparkplug.payload.Metric;
import dev.penstock.sparkplug.payload.Payload;
import dev.penstock.sparkplug.payload.PayloadLimits;
import dev.penstock.sparkplug.payload.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One event at work on a copy of a node; the rules stand here, the messages in {@link Births}. */
final class Turn {
  /** A list of servers that somebody wrote down is shorter. */
  private static final int SERVERS_MAX = 64;

  private static final int QOS_DATA = 0;
  private static final int QOS_DEATH = 1;
  private static final int QOS_SUBSCRIPTION = 1;

  final Settings settings;
  final List<Action> actions = new ArrayList<>();
  Phase phase;
  Session session;
  TemplateSet templates;
  Told node;
  Map<SparkplugId, Told> devices;
  Map<String, HostWatch> hosts;
  long nextAlias;

  Turn(EdgeNode from) {
    this.settings = from.settings;
    this.phase = from.phase;
    this.session = from.session;
    this.templates = from.templates;
    this.node = from.node;
    this.devices = from.devices;
    this.hosts = from.hosts;
    this.nextAlias = from.nextAlias;
  }

  void take(Event event) {
    switch (event) {
      case Event.Connecting connecting -> connecting(connecting);
      case Event.Connected(long atMs) -> connected(atMs);
      case Event.ConnectionLost _ -> phase = Phase.OFFLINE;
      case Event.Stopping(long atMs) -> end(false, atMs);
      case Event.Arrived arrived -> arrived(arrived);
      case Event.NodeDefined defined -> nodeDefined(defined);
      case Event.DeviceAppeared appeared -> deviceAppeared(appeared);
      case Event.DeviceGone(var device, long atMs) -> deviceGone(device, atMs);
      case Event.Values values -> values(values);
      case Event.RebirthDue(long atMs) -> {
        if (phase == Phase.BORN) {
          births(atMs);
        }
      }
    }
  }

  void act(Action action) {
    boolean _ = actions.add(action);
  }

  private boolean isConnected() {
    return phase == Phase.WAITING || phase == Phase.BORN;
  }

  private void connecting(Event.Connecting event) {
    phase = Phase.CONNECTING;
    session = new Session(event.server(), event.bdSeq(), event.atMs(), 0);
    act(new Action.Connect(death(event.atMs()), true, 0));
  }

  private void connected(long atMs) {
    if (phase != Phase.CONNECTING) {
      throw new IllegalStateException("connected while " + phase);
    }
    phase = Phase.WAITING;
    subscribe(settings.id().topic(MessageType.NCMD));
    devices.forEach((id, device) -> {
      if (device.metrics().isWritable()) {
        subscribe(settings.id().topic(MessageType.DCMD, id));
      }
    });
    settings.primaryHost().ifPresent(host -> subscribe(new Topic.OfHost(host)));
    if (settings.primaryHost().isEmpty()) {
      births(atMs);
    }
  }

  private void subscribe(Topic topic) {
    act(new Action.Subscribe(topic.text(), QOS_SUBSCRIPTION));
  }

  /** Sparkplug 3.0 §5.5: a death is published before an end that is meant. */
  private void end(boolean isForNextServer, long atMs) {
    if (isConnected()) {
      act(new Action.Publish(death(atMs)));
      act(new Action.Disconnect(true, isForNextServer));
    } else if (phase == Phase.CONNECTING) {
      act(new Action.Disconnect(false, isForNextServer));
    }
    phase = Phase.OFFLINE;
  }

  private Publication death(long atMs) {
    return new Publication(
        settings.id().topic(MessageType.NDEATH), Births.nodeDeath(session, atMs), QOS_DEATH, false);
  }

  private void births(long atMs) {
    phase = Phase.BORN;
    session = session.numbered(0);
    publish(settings.id().topic(MessageType.NBIRTH), Births.nodeBirth(this, atMs));
    devices.forEach((id, device) -> deviceBirth(id, device, atMs));
  }

  private void deviceBirth(SparkplugId id, Told device, long atMs) {
    publish(settings.id().topic(MessageType.DBIRTH, id), Births.deviceBirth(this, device, atMs));
  }

  /** All but a node's death have a number, and none is left out. */
  private void publish(Topic topic, Payload payload) {
    int seq = session.nextSeq();
    session = session.numbered((seq + 1) % EdgeNode.SEQ_COUNT);
    act(new Action.Publish(new Publication(topic, payload.numbered(seq), QOS_DATA, false)));
  }

  private void arrived(Event.Arrived event) {
    Heard heard = Heard.read(event.topic(), event.bytes().bytes(), PayloadLimits.COMMAND);
    switch (heard) {
      case Heard.Foreign _ -> refuse(event, Why.FOREIGN_TOPIC);
      case Heard.Malformed _ -> refuse(event, Why.MALFORMED);
      case Heard.State(var host, var state) -> {
        if (settings.primaryHost().equals(Optional.of(host)) && isConnected()) {
          hostSaid(event, state);
        }
      }
      case Heard.Message(var topic, var payload) -> message(event, topic, payload);
    }
  }

  private void refuse(Event.Arrived event, Why why) {
    act(new Action.Refused(event.topic(), Optional.empty(), why));
  }

  /** Sparkplug 3.0 §5.4 and §5.5, by what the host said at this server before. */
  private void hostSaid(Event.Arrived event, HostState state) {
    HostWatch before = hosts.getOrDefault(session.server(), HostWatch.NONE);
    long due = state.isOnline() ? before.lastMs() : before.lastOnlineMs();
    if (state.timestampMs() < due) {
      refuse(event, Why.OLD_STATE);
      return;
    }
    long lastMs = Math.max(before.lastMs(), state.timestampMs());
    watch(new HostWatch(lastMs, state.isOnline() ? state.timestampMs() : before.lastOnlineMs()));
    if (state.isOnline()) {
      if (phase == Phase.WAITING) {
        births(event.atMs());
      }
    } else if (phase == Phase.BORN || settings.hasOtherServers()) {
      end(true, event.atMs());
    }
  }

  private void watch(HostWatch watch) {
    Map<String, HostWatch> next = new HashMap<>(hosts);
    var _ = next.put(session.server(), watch);
    if (next.size() > SERVERS_MAX) {
      throw new IllegalStateException("more than " + SERVERS_MAX + " servers");
    }
    hosts = Map.copyOf(next);
  }

  private void message(Event.Arrived event, Topic topic, Payload payload) {
    Source source = sourceOf(topic);
    if (source == null) {
      refuse(event, Why.FOREIGN_TOPIC);
    } else if (event.isRetained()) {
      refuse(event, Why.RETAINED);
    } else if (phase != Phase.BORN) {
      refuse(event, Why.NOT_BORN);
    } else {
      Told told = told(source);
      if (told == null) {
        refuse(event, Why.UNKNOWN_DEVICE);
      } else if (payload.metrics().isEmpty()) {
        refuse(event, Why.NO_METRIC);
      } else if (Commands.take(this, topic, source, told, payload, event.atMs())) {
        act(new Action.RebirthAsked(event.atMs()));
      }
    }
  }

  /** Whom a command is for; null when it is none for this node. */
  private @Nullable Source sourceOf(Topic topic) {
    return switch (topic) {
      case Topic.OfNode(var id, var type)
          when id.equals(settings.id()) && type == MessageType.NCMD ->
          Source.NODE;
      case Topic.OfDevice(var id, var type, var device)
          when id.equals(settings.id()) && type == MessageType.DCMD ->
          new Source.OfDevice(device);
      case Topic _ -> null;
    };
  }

  private @Nullable Told told(Source source) {
    return switch (source) {
      case Source.OfNode _ -> node;
      case Source.OfDevice(var id) -> devices.get(id);
    };
  }

  private void nodeDefined(Event.NodeDefined event) {
    boolean hasOtherTemplates = !event.templates().equals(templates);
    templates = event.templates();
    mustHaveTemplates(event.metrics());
    devices.values().forEach(device -> mustHaveTemplates(device.metrics()));
    if (hasOtherTemplates) {
      Map<SparkplugId, Told> next = new LinkedHashMap<>();
      devices.forEach((id, device) -> {
        var _ = next.put(id, device.withValues(carried(device, device.metrics(), true)));
      });
      devices = Collections.unmodifiableMap(next);
    }
    node = defined(Source.NODE, node, event.metrics(), hasOtherTemplates, event.readings());
    if (phase == Phase.BORN) {
      births(event.atMs());
    }
  }

  private void deviceAppeared(Event.DeviceAppeared event) {
    mustHaveTemplates(event.metrics());
    mustDifferFromOthers(event.device());
    Told before = devices.get(event.device());
    Source source = new Source.OfDevice(event.device());
    Told device = defined(source, before, event.metrics(), false, event.readings());
    put(event.device(), device);
    boolean wasWritable = before != null && before.metrics().isWritable();
    Topic commands = settings.id().topic(MessageType.DCMD, event.device());
    if (isConnected() && wasWritable != device.metrics().isWritable()) {
      if (wasWritable) {
        act(new Action.Unsubscribe(commands.text()));
      } else {
        subscribe(commands);
      }
    }
    if (phase == Phase.BORN) {
      deviceBirth(event.device(), device, event.atMs());
    }
  }

  private void mustHaveTemplates(MetricSet metrics) {
    for (MetricDefinition each : metrics.definitions()) {
      if (each.template().isPresent() && !templates.has(each.template().get())) {
        throw new IllegalArgumentException(
            each.name() + " needs the template " + each.template().get());
      }
    }
  }

  /** Sparkplug 3.0 §5.2; whoever names devices looks for this first. */
  private void mustDifferFromOthers(SparkplugId id) {
    String name = OneName.of(id.text());
    for (SparkplugId other : devices.keySet()) {
      if (!other.equals(id) && OneName.of(other.text()).equals(name)) {
        throw new IllegalArgumentException(id + " and " + other + " are one name for some hosts");
      }
    }
  }

  private void put(SparkplugId id, Told device) {
    Map<SparkplugId, Told> next = new LinkedHashMap<>(devices);
    var _ = next.put(id, device);
    devices = Collections.unmodifiableMap(next);
  }

  /** Metrics with aliases that were never another's, and with what is known of their values. */
  private Told defined(
      Source source,
      @Nullable Told before,
      MetricSet metrics,
      boolean hasOtherTemplates,
      List<Reading> readings) {
    long firstAlias = nextAlias;
    if (before != null && before.metrics().equals(metrics)) {
      firstAlias = before.firstAlias();
    } else {
      nextAlias += metrics.count();
    }
    CurrentValues values =
        before == null
            ? CurrentValues.none(metrics.count())
            : carried(before, metrics, hasOtherTemplates);
    Told told = new Told(metrics, firstAlias, values);
    Telling telling = Telling.of(this, source, told, readings, false);
    telling.unsent().forEach(this::act);
    return telling.told();
  }

  /** The last values of those metrics that are what they were. */
  private static CurrentValues carried(Told before, MetricSet metrics, boolean hasOtherTemplates) {
    Map<Integer, Reading> kept = new HashMap<>();
    for (int i = 0; i < metrics.count(); i++) {
      MetricDefinition definition = metrics.definitions().get(i);
      OptionalInt old = before.metrics().indexOf(definition.name());
      if (old.isEmpty() || (hasOtherTemplates && definition.template().isPresent())) {
        continue;
      }
      MetricDefinition was = before.metrics().definitions().get(old.getAsInt());
      Optional<Reading> last = before.values().at(old.getAsInt());
      if (last.isPresent()
          && was.type() == definition.type()
          && was.template().equals(definition.template())) {
        var _ = kept.put(i, last.get());
      }
    }
    return CurrentValues.none(metrics.count()).with(kept);
  }

  private void deviceGone(SparkplugId id, long atMs) {
    Told device = devices.get(id);
    if (device == null) {
      return;
    }
    Map<SparkplugId, Told> next = new LinkedHashMap<>(devices);
    var _ = next.remove(id);
    devices = Collections.unmodifiableMap(next);
    if (phase == Phase.BORN) {
      publish(settings.id().topic(MessageType.DDEATH, id), Payload.at(atMs, List.of()));
    }
    if (isConnected() && device.metrics().isWritable()) {
      act(new Action.Unsubscribe(settings.id().topic(MessageType.DCMD, id).text()));
    }
  }

  private void values(Event.Values event) {
    Told told = told(event.source());
    if (told == null) {
      act(new Action.Unsent(event.source(), event.readings(), Action.Unsent.Why.UNKNOWN_DEVICE));
      return;
    }
    Telling telling =
        Telling.of(this, event.source(), told, event.readings(), event.isHistorical());
    telling.unsent().forEach(this::act);
    Topic topic =
        switch (event.source()) {
          case Source.OfNode _ -> {
            node = telling.told();
            yield settings.id().topic(MessageType.NDATA);
          }
          case Source.OfDevice(var id) -> {
            put(id, telling.told());
            yield settings.id().topic(MessageType.DDATA, id);
          }
        };
    if (phase != Phase.BORN) {
      if (!telling.good().isEmpty()) {
        act(new Action.Unsent(event.source(), telling.good(), Action.Unsent.Why.NOT_BORN));
      }
      return;
    }
    List<Metric> metrics = telling.metrics();
    int from = 0;
    while (from < metrics.size()) {
      int to = from + 1;
      int values = valuesOf(metrics.get(from));
      while (to < metrics.size()
          && values + valuesOf(metrics.get(to)) <= settings.metricsPerMessageMax()) {
        values += valuesOf(metrics.get(to));
        to++;
      }
      publish(topic, Payload.at(event.atMs(), metrics.subList(from, to)));
      from = to;
    }
  }

  /** An instance is as many values as it has members; no instance is parted. */
  private static int valuesOf(Metric metric) {
    return metric.value() instanceof Template template ? Math.max(1, template.members().size()) : 1;
  }
}
