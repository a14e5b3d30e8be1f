package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.commanding.Asker;
import dev.penstock.commanding.Phase;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.disk.FileStorage;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.ForwardedFile;
import dev.penstock.testkit.disk.ForwardedStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A real node in a process of its own that ends at each durable step of a command, and a device
 * that notes what it was sent. Req: 62443-4-2 CR 2.10, CR 2.12
 */
@Isolated("it ends processes in the midst of their work, and waits for them")
class NodeCommandKillTest {
  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field}
      conduits:
        - {id: supervision, between: [control, field]}
      assets:
        - {id: filter-plc, zone: field}
      policy:
        format: penstock-policy-1
        time-zone: Europe/Stockholm
        channels:
          - id: writes
            conduit: supervision
            protocol: modbus
            from: control
            to: field
            reads: allow
            rules:
              - id: set-points
                effect: allow
                who: "service:*"
                operations: write
                objects: unit 1 holding 110
      """;

  private static final Asker PROGRAM =
      new Asker(Optional.of("control"), "service:hmi", "127.0.0.1", Optional.empty());

  /** How a process says that it ended where it was told to. */
  private static final int ENDED_THERE = 77;

  private static Node start(Path folder, int port, Node.Machine machine) throws Exception {
    Path site = Files.writeString(folder.resolve("plant.yaml"), PLANT);
    String connections =
        """
        format: penstock-connections-1
        devices:
          - id: plc-1
            protocol: modbus
            asset: filter-plc
            at: {tcp: "127.0.0.1:%d", unit: 1}
            rates: {slow: 1 s}
            points:
              - {name: set-point, address: "holding:110", type: uint16, writable: true}
        """
            .formatted(port);
    Path links = Files.writeString(folder.resolve("connections.yaml"), connections);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    return Node.start(folder.resolve("data"), settings, machine);
  }

  private static Wish wish(int number) {
    return new Wish(
        PROGRAM,
        Optional.of("key-" + number),
        "plc-1",
        "set-point",
        new Scalar.Whole(number),
        Optional.empty());
  }

  /** A disk that ends the process before or after a step that makes something durable. */
  private static final class DyingDisk implements Node.Machine.Disk {
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);

    /** From now on so many points are passed, of which each step has two. */
    void dieAt(long point) {
      left.set(point);
    }

    private void point() {
      if (left.decrementAndGet() == 0) {
        Runtime.getRuntime().halt(ENDED_THERE);
      }
    }

    @Override
    public Storage open(Path folder) throws IOException {
      Storage room = FileStorage.open(folder);
      String name = folder.getFileName().toString();
      return name.equals("notes") || name.equals("journal") ? new Room(room) : room;
    }

    private final class Room extends ForwardedStorage {
      private Room(Storage disk) {
        super(disk);
      }

      @Override
      public StorageFile create(String name) throws IOException {
        return new Stepping(super.create(name));
      }

      @Override
      public StorageFile open(String name) throws IOException {
        return new Stepping(super.open(name));
      }

      @Override
      public void rename(String from, String to) throws IOException {
        point();
        super.rename(from, to);
        point();
      }
    }

    private final class Stepping extends ForwardedFile {
      private Stepping(StorageFile file) {
        super(file);
      }

      @Override
      public void force(ForcePoint at) throws IOException {
        point();
        super.force(at);
        point();
      }
    }
  }

  /** The process that ends: a node that is given one command. */
  static final class Living {
    private Living() {}

    public static void main(String[] args) throws Exception {
      int number = Integer.parseInt(args[2]);
      var disk = new DyingDisk();
      var machine =
          new Node.Machine(
              InstantSource.system(), System::nanoTime, new SecureRandom(), "a test", disk);
      Node node = start(Path.of(args[0]), Integer.parseInt(args[1]), machine);
      TestPlant.await(() -> isRunning(node));
      var over = new CompletableFuture<Standing>();
      disk.dieAt(Long.parseLong(args[3]));
      Taken taken =
          node.gateway()
              .links()
              .commands()
              .take(
                  wish(number),
                  standing -> {
                    boolean _ = over.complete(standing);
                  });
      if (!(taken instanceof Taken.Accepted)) {
        Runtime.getRuntime().halt(1);
      }
      Standing _ = over.get(60, TimeUnit.SECONDS);
      // It came to its end without reaching the point: the end of the run has points, too.
      node.close();
      Runtime.getRuntime().halt(0);
    }
  }

  private static boolean isRunning(Node node) {
    return node.gateway().links().devices().stream()
        .anyMatch(each -> each.figures().link().state() instanceof LinkState.Running);
  }

  /** Gives a command, and ends at a point; true when the point was reached. */
  private static boolean isEndedAt(Path folder, int port, int number, long point)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Living.class.getName(),
                folder.toString(),
                String.valueOf(port),
                String.valueOf(number),
                String.valueOf(point))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int end = process.waitFor();
    assertThat(end).as("point %d, %s", point, Seed.describe()).isIn(0, ENDED_THERE);
    return end == ENDED_THERE;
  }

  @Test
  void noCommandIsSentTwiceAndEachHasItsRecordsWhereverTheProcessEnds(@TempDir Path folder)
      throws Exception {
    var random = new SplittableRandom(Seed.value());
    try (var plc = new WatchedPlc()) {
      int number = 1;
      // The first start makes the data folder; points behind the last are past the command.
      assertThat(isEndedAt(folder, plc.port(), number, Long.MAX_VALUE)).isFalse();
      long point = 1;
      while (point <= 40) {
        number++;
        boolean isEnded = isEndedAt(folder, plc.port(), number, point);
        assertThat(isEnded || point > 10).as("it has many durable steps").isTrue();
        point += Deep.cases(5 + random.nextInt(5), 1);
      }
      try (Node node = start(folder, plc.port(), Node.Machine.here())) {
        TestPlant.await(() -> isRunning(node));
        check(node, plc, number);
      }
    }
    assertThat(DataCheck.run(folder.resolve("data"), (_, _) -> {}).findings())
        .as(Seed.describe())
        .isEmpty();
  }

  private static void check(Node node, WatchedPlc plc, int last) throws Exception {
    List<Integer> sent = plc.written().stream().map(Map.Entry::getValue).toList();
    assertThat(sent).as("each once; %s", Seed.describe()).doesNotHaveDuplicates();
    for (int number = 1; number <= last; number++) {
      Taken again = node.gateway().links().commands().take(wish(number), _ -> {});
      if (again instanceof Taken.Known(var standing)) {
        assertThat(standing.phase())
            .as("command %d, %s", number, Seed.describe())
            .isIn(
                sent.contains(number)
                    ? List.of(Phase.DONE, Phase.UNKNOWN)
                    : List.of(Phase.NOT_SENT, Phase.UNKNOWN));
      } else {
        // Nothing of it was durable when the process ended: then nothing was sent either.
        assertThat(sent).as(Seed.describe()).doesNotContain(number);
        int before = sent.size();
        TestPlant.await(() -> plc.written().size() > before);
        assertThat(plc.written().stream().map(Map.Entry::getValue))
            .as("and now it is, once; %s", Seed.describe())
            .doesNotHaveDuplicates();
        sent = plc.written().stream().map(Map.Entry::getValue).toList();
      }
    }
    List<Integer> all = List.copyOf(sent);
    TestPlant.await(() ->
        requested(node).values().containsAll(all)
            && results(node).keySet().containsAll(requested(node).keySet()));
    Map<ByteString, Integer> numbers = requested(node);
    Map<ByteString, List<CommandResult.Outcome>> results = results(node);
    assertThat(numbers.values()).as("what was sent was requested").containsAll(all);
    for (CommandDispatched each : NodeRecords.of(node, CommandDispatched.class)) {
      assertThat(numbers).as("dispatched, so requested").containsKey(each.command());
    }
    numbers.forEach((command, number) -> {
      assertThat(results).as("command %d, %s", number, Seed.describe()).containsKey(command);
      assertThat(results.get(command))
          .as("command %d, %s", number, Seed.describe())
          .allMatch(outcome ->
              all.contains(number)
                  ? outcome == CommandResult.Outcome.DONE
                      || outcome == CommandResult.Outcome.OUTCOME_UNKNOWN
                  : outcome == CommandResult.Outcome.FAILED
                      || outcome == CommandResult.Outcome.OUTCOME_UNKNOWN);
    });
  }

  /** What each command that was requested was to set. */
  private static Map<ByteString, Integer> requested(Node node) throws IOException {
    Map<ByteString, Integer> numbers = new HashMap<>();
    for (CommandRequested each : NodeRecords.of(node, CommandRequested.class)) {
      if (each.argument() instanceof SampleValue.One(Scalar.Whole(var value))) {
        Integer _ = numbers.put(each.command(), (int) value);
      }
    }
    return numbers;
  }

  private static Map<ByteString, List<CommandResult.Outcome>> results(Node node)
      throws IOException {
    Map<ByteString, List<CommandResult.Outcome>> results = new HashMap<>();
    for (CommandResult each : NodeRecords.of(node, CommandResult.class)) {
      boolean _ =
          results.computeIfAbsent(each.command(), _ -> new ArrayList<>()).add(each.outcome());
    }
    return results;
  }
}
