package dev.penstock.demo;

import dev.penstock.node.Node;
import dev.penstock.node.OpenParts;
import dev.penstock.node.StartException;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A water works whose stations publish and whose controllers speak Modbus, a broker, and a node
 * that seals what it hears and reads, and stands at the conduit to the controllers.
 */
public final class Demo implements Closeable {
  /** The log of a demo is nobody's: a name that no domain can have. */
  public static final String ORIGIN = "waterworks.example/demo";

  private static final String SETTINGS = "penstock.yaml";
  private static final Duration STEP = Duration.ofSeconds(1);

  /** What the node itself states: decisions and commands among it. */
  private static final String OWN_RECORDS = "/api/v1/records?sourceNumber=0&order=newest&limit=20";

  private static final long SEED = 20_260_303;
  private static final Waiting SCENE_PATIENCE = new Waiting(Duration.ofSeconds(60));

  private final OpenParts parts = new OpenParts("the demo");
  private final int port;
  private final Node node;
  private final Publisher publisher;
  private final Optional<DemoField> field;
  private final Waterworks works = new Waterworks(new SplittableRandom(SEED));
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Optional<String> obstacle = Optional.empty();

  private Demo(Path folder, int port, int webPort) throws IOException, StartException {
    this.port = port;
    boolean isStarted = false;
    try {
      DemoBroker _ = parts.keep(DemoBroker.start(port));
      // A folder of a demo before this one has no controllers, and goes on without.
      boolean isNew = !Files.exists(folder.resolve(SETTINGS));
      field =
          isNew || DemoField.isIn(folder)
              ? Optional.of(parts.keep(DemoField.open(folder, port, new SplittableRandom(SEED))))
              : Optional.empty();
      NodeSettings settings = settings(folder, port, webPort);
      node = parts.keep(Node.start(folder, settings, Node.Machine.here()));
      publisher = parts.keep(Publisher.connect(port, "waterworks"));
      Thread thread = Thread.ofVirtual().name("waterworks").start(this::run);
      AutoCloseable _ =
          parts.keep(() -> {
            closing.countDown();
            thread.join();
          });
      isStarted = true;
    } finally {
      if (!isStarted) {
        // What failed first is what somebody must know.
        IOException _ = parts.closeQuietly();
      }
    }
  }

  /**
   * Starts all of it.
   *
   * @param folder of the node; made with its settings where there is none
   * @param port of loopback for the broker, where the folder has no settings yet
   * @param webPort of loopback for the node's HTTP API, likewise
   */
  public static Demo start(Path folder, int port, int webPort) throws IOException, StartException {
    return new Demo(folder, port, webPort);
  }

  private static NodeSettings settings(Path folder, int port, int webPort) throws IOException {
    Path file = Files.createDirectories(folder).resolve(SETTINGS);
    if (!Files.exists(file)) {
      Path _ = Files.writeString(file, text(folder, port, webPort));
    }
    return read(file);
  }

  /** The settings in a file. */
  static NodeSettings read(Path file) throws IOException {
    return switch (SettingsFile.read(file, NodeSettings::of)) {
      case SettingsFile.Reading.Valid<NodeSettings>(var settings) -> settings;
      case SettingsFile.Reading.Faulty<NodeSettings>(var problems) ->
          throw new IOException(
              problems.stream().map(Problem::text).collect(Collectors.joining("; ")));
    };
  }

  private static String text(Path folder, int port, int webPort) {
    return """
    # The settings of the demo's node: as those of any other.
    version: 1
    origin: %s
    http: {port: %d}
    brokers:
      - name: waterworks
        host: 127.0.0.1
        port: %d
        version: 3.1.1
        subscriptions:
          - topic: waterworks/#
        naming:
          - pattern: waterworks/{source}/{point...}
    """
            .formatted(ORIGIN, webPort, port)
        + DemoField.settings(folder);
  }

  private void run() {
    try {
      while (!closing.await(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
        publisher.publish(works.step(STEP.toMillis() / 1_000.0));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      obstacle = Optional.of("the water works ceased to publish: " + e.getMessage());
    }
  }

  /** The node, which is one like any other. */
  public Node node() {
    return node;
  }

  /** Whether there are controllers behind a conduit: a folder of a demo before has none. */
  public boolean hasConduit() {
    return field.isPresent();
  }

  /**
   * What became of the scene at the conduit.
   *
   * @param refusal where in the log the first request is that was refused
   */
  public record Played(List<AttackLine> lines, Optional<String> refusal) {
    public Played {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Plays what happens at the conduit between control and field, some seconds, and once for a
   * start: what nobody may is refused and in the log.
   *
   * @param each is told of every line as it is known
   * @throws IOException also when the proxy lets nobody read what the policy of the demo allows
   */
  public Played playAtTheConduit(Consumer<AttackLine> each)
      throws IOException, InterruptedException {
    DemoField there =
        field.orElseThrow(() -> new IllegalStateException("there is no conduit here"));
    var scene =
        new ConduitScene(
            there.plcs(), there.proxyPort(), node.projections().records(), SCENE_PATIENCE);
    List<AttackLine> lines = scene.play(each);
    return new Played(lines, scene.refusal());
  }

  /** What a person can do after the scene, one line each. */
  public List<String> whereToLookAtTheConduit(Path folder, Played played) {
    List<String> all = new ArrayList<>();
    played
        .refusal()
        .ifPresent(place ->
            node.webAddress()
                .ifPresent(address ->
                    all.add("a refusal, proved    " + address + "/console/proof?place=" + place)));
    all.add("the newest decisions " + asked() + "'" + api() + OWN_RECORDS + "'");
    all.add("the notice of it all penstock notices list --data " + folder);
    all.add("links and counts     penstock connections links --data " + folder);
    all.add("zones and the policy " + folder.resolve(DemoField.PLANT));
    return all;
  }

  /** What stands in the field; empty where the folder is of a demo without. */
  Optional<DemoField> field() {
    return field;
  }

  /** How many tags the works publishes. */
  public int tagCount() {
    return works.tagCount();
  }

  /** How many messages the broker took from the works. */
  public long publishedCount() {
    return publisher.count();
  }

  /** Why nothing is published any more, if so. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  /** The works ends first, then the node in order, then controllers and broker. */
  @Override
  public void close() throws IOException {
    parts.close();
  }

  private String api() {
    return "http://127.0.0.1:" + node.webPort().orElse(0);
  }

  private String asked() {
    String token = node.tokenFile().map(Path::toString).orElse("");
    return "curl -sH \"Authorization: Bearer $(cat " + token + ")\" ";
  }

  /** What a person or a script can do meanwhile, one line each. */
  public List<String> whereToLook(Path folder) {
    String api = api();
    String asked = asked();
    Instant from = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    String times = "&from=" + from + "&to=" + from.plus(Duration.ofDays(1));
    return List.of(
        "every message        mosquitto_sub -p " + port + " -t 'waterworks/#' -v",
        "what is sealed       " + asked + "'" + api + "/api/v1/records?source=reservoir1&limit=5'",
        "how complete it is   "
            + asked
            + "'"
            + api
            + "/api/v1/continuity?source=well1"
            + times
            + "'",
        "how it is connected  penstock connections links --data " + folder,
        "all one can ask      " + api + "/openapi",
        "the log, checked     penstock fsck " + folder.resolve("ledger"),
        "the settings         " + folder.resolve(SETTINGS));
  }
}
