package dev.penstock.node;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.journal.JournalFigures;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.LinkCounts;
import dev.penstock.pump.IntakeFigures;
import dev.penstock.pump.SealerFigures;
import dev.penstock.syslog.SyslogCounts;
import dev.penstock.syslog.SyslogListener;
import dev.penstock.web.NodeStatus;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the HTTP API and whoever scrapes it are told about a node. */
final class NodeFacts implements NodeStatus {
  static final String SOFTWARE = "penstock";

  private final Node node;
  private final InstantSource clock;
  private final Instant started;

  NodeFacts(Node node, InstantSource clock) {
    this.node = node;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public Facts facts() throws IOException {
    LedgerView view = node.ledger().view();
    return new Facts(
        SOFTWARE,
        started,
        node.logKey().name(),
        node.logKey().vkey(),
        view.head().size(),
        node.ledger().checkpoints().latest(),
        lastSealed(view),
        node.intake().sourceCount(),
        lags(),
        brokers(),
        syslog(),
        node.remarks());
  }

  @Override
  public List<Listener> trail() {
    return node.trail().destinations();
  }

  @Override
  public List<Topics> topics() {
    return links().entrySet().stream()
        .map(link -> {
          LinkCounts counts = link.getValue().counts();
          return new Topics(
              link.getKey(), counts.messages(), counts.bytes(), link.getValue().busiest());
        })
        .toList();
  }

  @Override
  public String trust() {
    return node.trust();
  }

  private static Optional<Instant> lastSealed(LedgerView view) throws IOException {
    long size = view.head().size();
    if (size == 0
        || !(view.entries(size - 1, 1) instanceof Entries.Found(var _, var batch))
        || !(Block.decode(batch.entry(0)) instanceof Decoded.Value<Block>(var block))) {
      return Optional.empty();
    }
    Long wall = block.header().wall();
    return Optional.ofNullable(wall).map(nanos -> Instant.EPOCH.plusNanos(nanos));
  }

  private List<Lag> lags() throws IOException {
    return List.of(
        new Lag("sealer", node.sealer().figures().lag(), "frames"),
        new Lag("index", node.projections().pump().lag(), "entries"));
  }

  private List<Listener> brokers() {
    return links().entrySet().stream()
        .map(link -> listener(link.getKey(), link.getValue().counts().messages()))
        .toList();
  }

  private List<Listener> syslog() {
    return new TreeMap<>(node.syslog())
        .entrySet().stream()
            .map(each -> listener(each.getKey(), each.getValue().counts().messages()))
            .toList();
  }

  private Listener listener(String name, long messages) {
    return node.evidence()
        .board()
        .worst(name)
        .map(state ->
            switch (state) {
              case Listening.Up up ->
                  new Listener(name, true, "connected", Optional.of(up.since()), messages);
              case Listening.Deaf(var since, var reason, var _) ->
                  new Listener(name, false, reason, Optional.of(since), messages);
            })
        .orElseGet(() -> new Listener(name, false, "starting", Optional.empty(), messages));
  }

  private Map<String, BrokerLink> links() {
    return new TreeMap<>(node.links());
  }

  @Override
  public List<Check> checks() {
    Check journal =
        switch (node.journal().state()) {
          case JournalState.Running() -> new Check("journal", true, "takes records");
          case JournalState.Full(var finding) -> new Check("journal", false, finding.toString());
          case JournalState.Stopped(var finding) -> new Check("journal", false, finding.toString());
          case JournalState.Closed() -> new Check("journal", false, "closed");
        };
    Check ledger =
        switch (node.ledger().state()) {
          case LedgerState.Running() -> new Check("ledger", true, "takes blocks");
          case LedgerState.Full(var finding) -> new Check("ledger", false, finding.toString());
          case LedgerState.Stopped(var finding) -> new Check("ledger", false, finding.toString());
          case LedgerState.Closed() -> new Check("ledger", false, "closed");
        };
    return List.of(
        journal,
        ledger,
        check("sealer", node.sealer().obstacle()),
        check("checkpoints", node.checkpoints().obstacle()),
        check("index", node.projections().pump().obstacle()));
  }

  private static Check check(String name, Optional<String> obstacle) {
    return new Check(name, obstacle.isEmpty(), obstacle.orElse("goes on"));
  }

  @Override
  public List<Figure> figures() {
    List<Figure> all = new ArrayList<>();
    IntakeFigures taken = node.intake().figures();
    counter(all, "penstock_intake_durable_total", "Things made durable.", taken.durable());
    counter(all, "penstock_intake_full_total", "Offers turned away while full.", taken.full());
    counter(all, "penstock_intake_retries_total", "Appends tried again.", taken.retries());
    gauge(all, "penstock_intake_waiting", "Things taken and not yet durable.", taken.waiting());
    SealerFigures sealed = node.sealer().figures();
    counter(all, "penstock_sealer_records_total", "Records sealed.", sealed.records());
    counter(all, "penstock_sealer_blocks_total", "Blocks sealed.", sealed.blocks());
    counter(all, "penstock_sealer_retries_total", "Commits tried again.", sealed.retries());
    JournalFigures journal = node.journal().figures();
    counter(all, "penstock_journal_records_total", "Records appended.", journal.records());
    counter(all, "penstock_journal_commits_total", "Commits.", journal.commits());
    gauge(all, "penstock_journal_stored_bytes", "Bytes on disk.", journal.storedBytes());
    gauge(all, "penstock_journal_segments", "Files.", journal.segments());
    gauge(all, "penstock_ledger_size", "Blocks in the log.", node.ledger().view().head().size());
    gauge(all, "penstock_sources", "Sources with a number.", node.intake().sourceCount());
    all.add(
        new Figure(
            "penstock_cursor_lag",
            "How far a reader is behind, in what it reads.",
            Figure.Kind.GAUGE,
            lagValues()));
    node.clock()
        .boundNanos()
        .ifPresent(bound ->
            all.add(
                Figure.of(
                    "penstock_clock_error_seconds",
                    "The clock is off at most.",
                    Figure.Kind.GAUGE,
                    bound / 1e9)));
    brokerFigures(all);
    syslogFigures(all);
    AnchorFigures.add(node.anchors(), clock.instant(), all);
    node.trail().addFigures(all);
    return all;
  }

  private List<Figure.Value> lagValues() {
    List<Figure.Value> values = new ArrayList<>();
    values.add(
        new Figure.Value(Map.of("reader", "sealer"), (double) node.sealer().figures().lag()));
    try {
      values.add(
          new Figure.Value(Map.of("reader", "index"), (double) node.projections().pump().lag()));
    } catch (IOException e) {
      // Its obstacle says so; a figure that is missing is seen by whoever watches it.
      return values;
    }
    return values;
  }

  private void brokerFigures(List<Figure> all) {
    List<Figure.Value> up = new ArrayList<>();
    List<Figure.Value> messages = new ArrayList<>();
    List<Figure.Value> unkept = new ArrayList<>();
    List<Figure.Value> waiting = new ArrayList<>();
    for (Map.Entry<String, BrokerLink> link : links().entrySet()) {
      Map<String, String> label = Map.of("broker", link.getKey());
      LinkCounts counts = link.getValue().counts();
      boolean isUp =
          node.evidence().board().worst(link.getKey()).orElse(null) instanceof Listening.Up;
      up.add(new Figure.Value(label, isUp ? 1 : 0));
      messages.add(new Figure.Value(label, (double) counts.messages()));
      unkept.add(new Figure.Value(label, (double) counts.unkept()));
      waiting.add(new Figure.Value(label, counts.waiting()));
    }
    Figure.Kind gauge = Figure.Kind.GAUGE;
    Figure.Kind counter = Figure.Kind.COUNTER;
    all.add(new Figure("penstock_broker_up", "Whether all subscriptions are up.", gauge, up));
    all.add(new Figure("penstock_broker_messages_total", "Messages heard.", counter, messages));
    all.add(new Figure("penstock_broker_unkept_total", "Too large or no text.", counter, unkept));
    all.add(new Figure("penstock_broker_waiting", "Heard, not taken in yet.", gauge, waiting));
  }

  private void syslogFigures(List<Figure> all) {
    List<Figure.Value> up = new ArrayList<>();
    List<Figure.Value> messages = new ArrayList<>();
    List<Figure.Value> unkept = new ArrayList<>();
    List<Figure.Value> dropped = new ArrayList<>();
    for (Map.Entry<String, SyslogListener> each : new TreeMap<>(node.syslog()).entrySet()) {
      Map<String, String> label = Map.of("listener", each.getKey());
      SyslogCounts counts = each.getValue().counts();
      up.add(new Figure.Value(label, each.getValue().port().isPresent() ? 1 : 0));
      messages.add(new Figure.Value(label, (double) counts.messages()));
      unkept.add(new Figure.Value(label, (double) counts.unkept()));
      dropped.add(new Figure.Value(label, (double) (counts.dropped() + counts.kernelDropped())));
    }
    Figure.Kind counter = Figure.Kind.COUNTER;
    all.add(new Figure("penstock_syslog_up", "Whether it listens.", Figure.Kind.GAUGE, up));
    all.add(new Figure("penstock_syslog_messages_total", "Messages heard.", counter, messages));
    all.add(new Figure("penstock_syslog_unkept_total", "Too large.", counter, unkept));
    all.add(new Figure("penstock_syslog_dropped_total", "No room over UDP.", counter, dropped));
  }

  private static void counter(List<Figure> all, String name, String help, long value) {
    all.add(Figure.of(name, help, Figure.Kind.COUNTER, (double) value));
  }

  private static void gauge(List<Figure> all, String name, String help, long value) {
    all.add(Figure.of(name, help, Figure.Kind.GAUGE, (double) value));
  }
}
