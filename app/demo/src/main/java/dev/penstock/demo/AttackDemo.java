package dev.penstock.demo;

import dev.penstock.demo.AttackLine.Outcome;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.node.Node;
import dev.penstock.node.OpenParts;
import dev.penstock.node.StartException;
import dev.penstock.node.backup.Trees;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.signature.VerificationKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Attacks a water works of its own: first the blocks of a pump that signs, between the pump and the
 * broker, then the folder of the node that sealed them, then the controllers behind the proxy of a
 * node. What noticed each attack is asked, never assumed.
 */
public final class AttackDemo implements Closeable {
  static final String PUMP = "pump-7";

  private static final Waiting PATIENCE = new Waiting(Duration.ofSeconds(60));
  private static final long SEED = 20_260_303;
  private static final int STEPS = 8;
  private static final String BROKER = "waterworks";

  private final Path work;
  private final int port;
  private final Waiting waiting;
  private final DemoBroker broker;
  private final List<AttackLine> lines = new ArrayList<>();
  private Consumer<AttackLine> each = _ -> {};

  /** The folder before the attacks, and what an auditor and the pump are given. */
  private record Begun(Path older, NoteKey logKey, VerificationKey ack) {}

  private AttackDemo(Path work, int port, Waiting waiting, DemoBroker broker) {
    this.work = work;
    this.port = port;
    this.waiting = waiting;
    this.broker = broker;
  }

  /**
   * Starts the broker.
   *
   * @param work an empty folder for everything that is made; whoever gave it removes it
   * @param port of loopback for the broker
   */
  public static AttackDemo open(Path work, int port) throws IOException {
    return open(work, port, PATIENCE);
  }

  static AttackDemo open(Path work, int port, Waiting waiting) throws IOException {
    return new AttackDemo(work, port, waiting, DemoBroker.start(port));
  }

  /**
   * Mounts all attacks.
   *
   * @param teller is told of every attack when it is over
   * @param progress is told what goes on
   */
  public List<AttackLine> run(Consumer<AttackLine> teller, Consumer<String> progress)
      throws IOException, StartException, InterruptedException {
    each = teller;
    List<AttackLine> _ = run(progress, WireAttacks.all(), StoredAttacks.all());
    progress.accept("a node stands between control and field; the attacker is in the control zone");
    attackConduit();
    return List.copyOf(lines);
  }

  /**
   * Mounts the attacks in flight alone. What the node sealed meanwhile stays in {@link #data},
   * where a {@link Demo} can go on with it.
   */
  public List<AttackLine> runInFlight(Consumer<String> progress)
      throws IOException, StartException, InterruptedException {
    return run(progress, WireAttacks.all(), List.of());
  }

  /** Removes what a run made. */
  public static void remove(Path work) throws IOException {
    Trees.remove(work);
  }

  List<AttackLine> run(
      Consumer<String> progress, List<WireAttack> inFlight, List<StoredAttack> stored)
      throws IOException, StartException, InterruptedException {
    progress.accept("a node makes its keys; its folder as of now is kept as the older copy");
    Begun begun = begin();
    progress.accept("a pump that signs is pinned; the attacker holds the wire to the broker");
    attackWire(begun, inFlight);
    progress.accept("the node has ended; the attacker holds copies of its folder");
    attackFolder(begun, stored);
    return List.copyOf(lines);
  }

  private void tell(AttackLine line) {
    lines.add(line);
    each.accept(line);
  }

  /** The folder of the node that was attacked. */
  public Path data() {
    return work.resolve("data");
  }

  private Path head() {
    return work.resolve("head");
  }

  private Begun begin() throws IOException, StartException, InterruptedException {
    Begun begun;
    Path older = work.resolve("older");
    try (Node node = Node.start(data(), settings(head(), ""), Node.Machine.here())) {
      if (!waiting.until(() -> node.checkpoints().last().isPresent())) {
        throw new IOException("the node publishes no checkpoint: " + node.obstacles());
      }
      begun = new Begun(older, node.logKey(), node.ackKey());
    }
    FolderCopy.of(data(), older);
    return begun;
  }

  private NodeSettings settings(Path head, String more) throws IOException {
    Path file = work.resolve("penstock.yaml");
    String text =
        """
        version: 1
        origin: %s
        published-head: %s
        http: {enabled: false}
        %s
        """
            .formatted(Demo.ORIGIN, head.toAbsolutePath(), more);
    Path _ = Files.writeString(file, text);
    return Demo.read(file);
  }

  private String listening(SigningPump pump, byte[] first) throws IOException {
    return """
    brokers:
      - name: %s
        host: 127.0.0.1
        port: %d
        version: 3.1.1
        subscriptions:
          - topic: waterworks/#
          - topic: penstock/v1/+/block
        naming:
          - pattern: waterworks/{source}/{point...}
    devices:
    %s
    """
        .formatted(BROKER, port, pump.pin(PUMP, first).indent(2).stripTrailing());
  }

  private void attackWire(Begun begun, List<WireAttack> attacks)
      throws IOException, StartException, InterruptedException {
    var parts = new OpenParts("the demo");
    boolean isWhole = false;
    try {
      SigningPump pump = SigningPump.boot(work.resolve("pump"), PUMP, begun.ack());
      pump.alarm("started");
      List<byte[]> first = pump.sent();
      NodeSettings settings = settings(head(), listening(pump, first.getLast()));
      Node node = parts.keep(Node.start(data(), settings, Node.Machine.here()));
      Publisher publisher = parts.keep(Publisher.connect(port, BROKER));
      var works = new Waterworks(new SplittableRandom(SEED));
      boolean isHeard =
          waiting.until(() -> {
            publisher.publish(works.step(1));
            return node.links().values().stream().anyMatch(link -> link.counts().messages() > 0);
          });
      if (!isHeard) {
        throw new IOException("the node hears nothing: " + node.obstacles());
      }
      for (int i = 0; i < STEPS; i++) {
        publisher.publish(works.step(1));
      }
      var wire =
          parts.keep(
              new Wire(pump, BlockLink.connect(port, PUMP), begun.ack(), work.resolve("attacker")));
      for (byte[] block : first) {
        wire.deliver(block);
      }
      new WireStage(wire, new SealedNews(node.projections().records()), waiting)
          .run(attacks, works.tagCount(), this::tell);
      isWhole = true;
    } finally {
      if (!isWhole) {
        // What failed first is what somebody must know.
        IOException _ = parts.closeQuietly();
      }
    }
    parts.close();
  }

  private void attackFolder(Begun begun, List<StoredAttack> attacks)
      throws IOException, InterruptedException {
    var check =
        new FolderCheck(
            begun.logKey(),
            data -> {
              Path own = data.resolveSibling("own-head");
              Trees.remove(own);
              FolderCopy.of(head(), own);
              return settings(own, "");
            },
            waiting);
    Path copy = work.resolve("copy");
    List<String> found = new ArrayList<>();
    for (FolderCheck.Way way : FolderCheck.Way.values()) {
      Trees.remove(copy);
      FolderCopy.of(data(), copy);
      found.addAll(check.findings(copy, way));
    }
    tell(
        new AttackLine(
            "control: the folder untouched",
            found.isEmpty() ? Outcome.CLEAN : Outcome.FAILED,
            "fsck with the log's key, a start, and every record read back",
            found.isEmpty() ? List.of("nothing found") : found));
    for (StoredAttack attack : attacks) {
      Trees.remove(copy);
      FolderCopy.of(data(), copy);
      attack.deed().on(copy, begun.older());
      List<String> said = check.findings(copy, attack.by());
      tell(
          new AttackLine(
              attack.done(),
              said.isEmpty() ? Outcome.FAILED : Outcome.CAUGHT,
              attack.by().label(),
              said.isEmpty() ? List.of("nothing found: it slipped through") : said));
    }
  }

  /** Then the node ends, which hands over what waits for the end of its minute, and is read. */
  private void attackConduit() throws IOException, StartException, InterruptedException {
    Path folder = work.resolve("conduit");
    var parts = new OpenParts("the demo");
    long refused;
    boolean isWhole = false;
    try {
      DemoField field = parts.keep(DemoField.open(folder, port, new SplittableRandom(SEED)));
      NodeSettings settings = settings(work.resolve("conduit-head"), DemoField.settings(folder));
      Node node = parts.keep(Node.start(folder, settings, Node.Machine.here()));
      var scene =
          new ConduitScene(field.plcs(), field.proxyPort(), node.projections().records(), waiting);
      List<AttackLine> _ = scene.play(this::tell);
      refused = scene.refused();
      isWhole = true;
    } finally {
      if (!isWhole) {
        // What failed first is what somebody must know.
        IOException _ = parts.closeQuietly();
      }
    }
    parts.close();
    try (Node node =
        Node.start(folder, settings(work.resolve("conduit-head"), ""), Node.Machine.here())) {
      tell(counted(node, refused));
    }
  }

  /** The index may need a moment to have what was sealed last. */
  private AttackLine counted(Node node, long refused) throws IOException, InterruptedException {
    SealedRecords records = node.projections().records();
    boolean _ = waiting.until(() -> ConduitScene.counted(records, refused).isGood());
    return ConduitScene.counted(records, refused);
  }

  /** The broker ends. */
  @Override
  public void close() {
    broker.close();
  }
}
