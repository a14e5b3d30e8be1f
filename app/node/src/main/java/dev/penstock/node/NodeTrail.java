package dev.penstock.node;

import dev.penstock.access.Bytes;
import dev.penstock.access.PersonId;
import dev.penstock.audit.AuditForm;
import dev.penstock.audit.AuditTrail;
import dev.penstock.audit.TrailPosition;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.node.config.TrailSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.notices.send.syslog.CollectorWay;
import dev.penstock.pump.TrailPump;
import dev.penstock.reception.Reception;
import dev.penstock.storage.Storage;
import dev.penstock.web.NodeStatus;
import dev.penstock.web.NodeStatus.Figure;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The other systems that get the audit trail as it is sealed, and how it stands with each. */
final class NodeTrail implements Closeable {
  /** Nobody gets it. */
  static final NodeTrail NONE = new NodeTrail(List.of());

  private static final String FILE = "trail-";

  private final OpenParts parts = new OpenParts("the trail");
  private final List<TrailPump> pumps;

  private NodeTrail(List<TrailPump> pumps) {
    this.pumps = List.copyOf(pumps);
  }

  /**
   * What it stands on.
   *
   * @param notes where positions are kept
   * @param size of the log by now
   * @param reception knows names; empty where nobody can sign in
   * @param host as messages call this node
   */
  record Ground(
      Storage notes,
      SealedRecords records,
      LongSupplier size,
      Optional<Reception> reception,
      String host,
      Node.Machine machine,
      NodeLog log) {}

  /** Starts one thread for each that is to have it. */
  static NodeTrail start(List<TrailSettings> settings, Ground ground) throws IOException {
    List<TrailPump> pumps = new ArrayList<>();
    for (TrailSettings each : settings) {
      pumps.add(pump(each, ground));
    }
    var trail = new NodeTrail(pumps);
    for (TrailPump each : pumps) {
      each.start();
      var _ = trail.parts.keep(each);
    }
    return trail;
  }

  private static TrailPump pump(TrailSettings settings, Ground ground) throws IOException {
    Function<ByteString, Optional<String>> names =
        id ->
            settings.isNamed()
                ? ground
                    .reception()
                    .flatMap(desk -> desk.displayName(new PersonId(Bytes.of(id.bytes()))))
                : Optional.empty();
    String file = FILE + settings.name();
    var destination =
        new TrailPump.Destination(
            settings.name(),
            settings.form(),
            new AuditForm.Writer(NodeFacts.SOFTWARE, ground.host()),
            new CollectorWay(settings.collector())::send);
    return new TrailPump(
        destination,
        new AuditTrail(ground.records(), names),
        ground.size(),
        position(file, settings.name(), ground),
        position -> ReplacedFile.write(ground.notes(), file, position.encode()),
        TrailPump.Around.of(
            ground.machine().clock(), ground.machine().ticks(), ground.machine().random()));
  }

  /** Kept at once, so that an outage that begins now is caught up with later. */
  private static TrailPosition position(String file, String name, Ground ground)
      throws IOException {
    long size = ground.size().getAsLong();
    byte[] bytes = ReplacedFile.read(ground.notes(), file, TrailPosition.BYTES_MAX);
    if (bytes.length == 0 && !ground.notes().exists(file)) {
      TrailPosition here = TrailPosition.behind(size);
      ReplacedFile.write(ground.notes(), file, here.encode());
      return here;
    }
    Optional<TrailPosition> found = TrailPosition.decode(bytes);
    if (found.isPresent() && (size == 0 || found.get().entry() < size)) {
      return found.get();
    }
    ground
        .log()
        .say(
            LogLevel.WARNING,
            "trail",
            "how far the audit trail came is not known: all of it is sent again",
            "to",
            name);
    return TrailPosition.BEGINNING;
  }

  /** What is in the way, each in one line for the operator. */
  List<String> obstacles() {
    return pumps.stream().map(TrailPump::obstacle).flatMap(Optional::stream).toList();
  }

  /** In lines for people. */
  List<String> lines() {
    return pumps.stream().map(pump -> "trail       " + pump.name() + ": " + line(pump)).toList();
  }

  private static String line(TrailPump pump) {
    TrailPump.State state = pump.state();
    return standing(state)
        + "; "
        + String.format(Locale.ROOT, "%,d", state.sent())
        + " sent since the start, "
        + state.unconfirmed()
        + " of them unconfirmed, "
        + state.gaps()
        + " gaps";
  }

  /** Up to date is what has all that was sealed when it last looked. */
  private static String standing(TrailPump.State state) {
    if (state.isUp() && state.behindSince().isEmpty()) {
      return "up to date";
    }
    String since = state.behindSince().map(at -> " with what happened since " + at).orElse("");
    return state.why().map(why -> "waits" + since + ", " + why).orElse("sending, behind" + since);
  }

  /** For the HTTP API. */
  List<NodeStatus.Listener> destinations() {
    return pumps.stream()
        .map(pump -> {
          TrailPump.State state = pump.state();
          return new NodeStatus.Listener(
              pump.name(),
              state.isUp(),
              standing(state),
              state.isUp() ? state.lastSent() : state.behindSince(),
              state.sent());
        })
        .toList();
  }

  void addFigures(List<Figure> all) {
    if (pumps.isEmpty()) {
      return;
    }
    Figure.Kind gauge = Figure.Kind.GAUGE;
    Figure.Kind counter = Figure.Kind.COUNTER;
    all.add(
        new Figure(
            "penstock_trail_up",
            "Whether the audit trail gets there.",
            gauge,
            values(state -> state.isUp() ? 1 : 0)));
    all.add(
        new Figure(
            "penstock_trail_sent_total",
            "Rows sent.",
            counter,
            values(state -> (double) state.sent())));
    all.add(
        new Figure(
            "penstock_trail_unconfirmed_total",
            "Rows whose connection the other side did not end.",
            counter,
            values(state -> (double) state.unconfirmed())));
    all.add(
        new Figure(
            "penstock_trail_gaps_total",
            "Times that rows may have been dropped before they were sent.",
            counter,
            values(state -> (double) state.gaps())));
    all.add(
        new Figure(
            "penstock_trail_failures",
            "In a row by now.",
            gauge,
            values(state -> state.failures())));
  }

  private List<Figure.Value> values(Function<TrailPump.State, Number> what) {
    return pumps.stream()
        .map(pump ->
            new Figure.Value(
                Map.of("destination", pump.name()), what.apply(pump.state()).doubleValue()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
