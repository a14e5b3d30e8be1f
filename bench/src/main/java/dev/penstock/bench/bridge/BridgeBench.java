package dev.penstock.bench.bridge;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Contest.Figure;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.bench.peer.Children;
import dev.penstock.bench.peer.Mosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A node that seals what a broker has, beside the same client that only acknowledges: processor
 * time for each message, messages a second, and how late a message is. After the last round the
 * node ends and its folder must hold exactly what was published.
 */
public final class BridgeBench implements Bench {
  private static final Knob RATE = new Knob("rate", 20_000, "messages/s of the paced load");
  private static final Knob LATE_RATE =
      new Knob("late_rate", 5_000, "messages/s while it is measured how late they are");
  private static final Knob PAYLOAD =
      new Knob("payload_bytes", 64, "bytes in a message, 24 or more");
  private static final Knob SOURCES = new Knob("sources", 10, "sources that speak in turn");
  private static final Knob POINTS = new Knob("points", 10, "topics of each");
  private static final Knob IN_FLIGHT =
      new Knob("in_flight", 1_000, "max_inflight_messages of the broker; its own default is 20");
  private static final Knob WARM_UP = new Knob("warm_up_s", 15, "load before the first round");
  private static final int UNDER_WAY = 4_000;

  private static final String NODE = "node";
  private static final String BARE = "bare";
  private static final String PEER = "peer";
  private static final String ALONE = "alone";

  private @Nullable Run run;

  /** What is open while it runs. */
  private record Run(
      Path data,
      Children children,
      LatencySide late,
      Subscribers.Sealing node,
      Publisher publisher) {}

  @Override
  public String name() {
    return "bridge";
  }

  @Override
  public String purpose() {
    return "MQTT messages sealed at QoS 1, beside a subscriber that only acknowledges";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(RATE, LATE_RATE, PAYLOAD, SOURCES, POINTS, IN_FLIGHT, WARM_UP);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    var children = new Children(settings.folder());
    boolean isOpen = false;
    try {
      List<Contest> contests = contests(settings, children);
      isOpen = true;
      return contests;
    } finally {
      if (!isOpen) {
        children.close();
      }
    }
  }

  private List<Contest> contests(Settings settings, Children children) throws IOException {
    var limits = new Mosquitto.Limits(settings.knob(IN_FLIGHT.name()), 0);
    Mosquitto broker = Mosquitto.start(children, settings.folder().resolve("broker"), limits);
    int port = broker.port();
    Path data = settings.folder().resolve("data");
    var node = new Subscribers.Sealing(children, data, port, NODE);
    LoadedSide.Audience sealing = audience(node, NODE, port, settings);
    LoadedSide.Audience bare =
        audience(new Subscribers.Bare(children, port, BARE), BARE, port, settings);
    LoadedSide.Audience peer =
        audience(new Subscribers.Peer(children, port, PEER), PEER, port, settings);
    OptionalLong paced = OptionalLong.of(settings.knob(RATE.name()));
    OptionalLong full = OptionalLong.empty();
    var plan =
        new LatencySide.Plan(
            settings.folder().resolve("syncs"),
            settings.seconds(),
            settings.knob(LATE_RATE.name()));
    var late =
        new LatencySide(
            node,
            sealing,
            publisher(ALONE, port, settings),
            () -> NorthListener.connect(port, List.of(ALONE, NODE)),
            plan);
    run = new Run(data, children, late, node, sealing.publisher());
    return List.of(
        contest("cpu", "ns/message", Figure.CPU, sealing, bare, paced),
        contest("sealed", "messages/s", Figure.RATE, sealing, bare, full),
        contest("cpu_peer", "ns/message", Figure.CPU, sealing, peer, paced),
        new Contest("late", "messages", Figure.AMOUNT, late, Optional.empty()));
  }

  private static Contest contest(
      String name,
      String unit,
      Figure figure,
      LoadedSide.Audience product,
      LoadedSide.Audience limit,
      OptionalLong pace) {
    return new Contest(
        name,
        unit,
        figure,
        new LoadedSide(product, pace),
        Optional.of(new LoadedSide(limit, pace)));
  }

  private static LoadedSide.Audience audience(
      Subscriber subscriber, String root, int port, Settings settings) {
    return new LoadedSide.Audience(
        subscriber, publisher(root, port, settings), settings.knob(WARM_UP.name()));
  }

  private static Publisher publisher(String root, int port, Settings settings) {
    var messages =
        new Numbered(
            root,
            Math.toIntExact(settings.knob(SOURCES.name())),
            Math.toIntExact(settings.knob(POINTS.name())),
            Math.toIntExact(settings.knob(PAYLOAD.name())));
    return new Publisher(port, "publisher-" + root, messages, UNDER_WAY);
  }

  /**
   * The node ends in order; then its folder has each message once, and nothing is wrong with it.
   */
  @Override
  public Map<String, Object> conclude() throws IOException, InterruptedException {
    Run open = run;
    if (open == null) {
      throw new IllegalStateException("nothing was measured");
    }
    open.node().child().stop();
    var folder = new SealedFolder(open.data());
    NumberSet sealed = folder.numbers();
    long published = open.publisher().published();
    boolean isExact =
        sealed.count() == published
            && sealed.end() == published
            && sealed.copies() == 0
            && sealed.strangers() == 0;
    if (!isExact) {
      throw new IOException(
          "%d messages were published; %d of them are sealed, %d more than once, and %d others"
              .formatted(published, sealed.count(), sealed.copies(), sealed.strangers()));
    }
    List<String> findings = folder.findings(open.node().vkey());
    if (!findings.isEmpty()) {
      throw new IOException("fsck: " + String.join("; ", findings));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("published", published);
    figures.put("sealed_by_fsck", sealed.count());
    return figures;
  }

  @Override
  public void end() throws IOException {
    Run open = run;
    run = null;
    if (open != null) {
      try (Children _ = open.children()) {
        open.late().close();
      }
    }
  }
}
