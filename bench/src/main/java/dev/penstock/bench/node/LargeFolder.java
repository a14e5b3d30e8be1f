package dev.penstock.bench.node;

import dev.penstock.bench.ledger.LargeLog;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.config.NodeSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A data folder as a node has it after years, made by a node: many tags with their names, blocks
 * and index. Between two runs of the node its log is brought to size with entries that are no
 * blocks, which the node then takes into its index as it would take a statement.
 *
 * <p>In a process of its own, for it is killed while it works.
 */
final class LargeFolder {
  private static final String ORIGIN = "bench.example/log";
  private static final String LISTENER = "bench";
  private static final int POINTS_OF_A_SOURCE = 100;
  private static final int PAYLOAD_BYTES = 64;
  private static final long LOOK_MS = 20;
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** A log of a hundred million is indexed within it on a slow machine. */
  private static final long PATIENCE_NANOS = 7_200 * SECOND_NANOS;

  /** The entries, their hashes, and a row of the index for each; measured, with some to spare. */
  private static final long BYTES_PER_LEAF = 150;

  private static final String WORKING = "working";

  private final Path folder;
  private final int tags;
  private final CountDownLatch never = new CountDownLatch(1);
  private long said = System.nanoTime();

  private LargeFolder(Path folder, int tags) {
    this.folder = folder;
    this.tags = tags;
  }

  /** Makes one, unless it is there already. */
  static void build(Path folder, long leaves, long tags) throws IOException {
    if (Files.exists(done(folder, leaves, tags))) {
      return;
    }
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < leaves * BYTES_PER_LEAF) {
      throw new IOException(
          "a log of "
              + leaves
              + " leaves needs "
              + leaves * BYTES_PER_LEAF / 1_000_000
              + " MB of disk, there are "
              + free / 1_000_000
              + ": take --set leaves=N or another --dir");
    }
    Process builder = process("build", folder, leaves, tags).inheritIO().start();
    try {
      if (builder.waitFor() != 0) {
        throw new IOException("the folder was not built, see above");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the folder was built", e);
    } finally {
      Process _ = builder.destroyForcibly();
    }
    Path _ = Files.createFile(done(folder, leaves, tags));
  }

  /** Where the node's own folder is. */
  static Path data(Path folder) {
    return folder.resolve("data");
  }

  private static Path done(Path folder, long leaves, long tags) {
    return folder.resolve("built-" + leaves + "-" + tags);
  }

  /** A node on the folder that hears each tag once a second; given back when it is at it. */
  static Process work(Path folder, long tags) throws IOException {
    Process worker =
        process("work", folder, 0, tags).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var lines = worker.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(WORKING)) {
        return worker;
      }
    }
    throw new IOException("the node on the large folder does not work, see above");
  }

  private static ProcessBuilder process(String what, Path folder, long leaves, long tags) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true",
        "-cp",
        System.getProperty("java.class.path"),
        LargeFolder.class.getName(),
        what,
        folder.toString(),
        String.valueOf(leaves),
        String.valueOf(tags));
  }

  public static void main(String[] args) throws Exception {
    var large = new LargeFolder(data(Path.of(args[1])), Integer.parseInt(args[3]));
    if (args[0].equals("build")) {
      large.build(Long.parseLong(args[2]));
      System.exit(0);
    }
    large.work();
  }

  private void build(long leaves) throws IOException, StartException, InterruptedException {
    Path _ = Files.createDirectories(folder);
    Path _ =
        Files.writeString(folder.resolve("penstock.yaml"), "version: 1\norigin: " + ORIGIN + "\n");
    say("hears " + tags + " tags");
    try (Node node = node()) {
      hear(node, 0);
      awaitIndexed(node, tags);
    }
    LargeLog.extend(folder.resolve("ledger"), leaves, size -> sayNowAndThen("log", size, leaves));
    say("the node takes the log into its index");
    try (Node node = node()) {
      awaitIndexed(node, 0);
    }
    say("built");
  }

  private void work() throws IOException, StartException, InterruptedException {
    // Never closed: it is killed.
    Node node = node();
    hear(node, 1);
    awaitIndexed(node, tags);
    System.out.println(WORKING);
    long next = System.nanoTime();
    for (long round = 2; ; round++) {
      hear(node, round);
      next += SECOND_NANOS;
      boolean _ = never.await(next - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  private Node node() throws StartException {
    var settings = NodeSettings.named(ORIGIN);
    return Node.start(folder, settings, Node.Machine.here());
  }

  /** Each tag once. */
  private void hear(Node node, long round) throws IOException, InterruptedException {
    for (int tag = 0; tag < tags; tag++) {
      byte[] bytes = new byte[PAYLOAD_BYTES];
      ByteBuffer _ = ByteBuffer.wrap(bytes).putLong(round).putLong(tag);
      var heard =
          new Heard(
              LISTENER,
              "line" + tag / POINTS_OF_A_SOURCE,
              "tag" + tag % POINTS_OF_A_SOURCE,
              null,
              null,
              Instant.now(),
              new Payload(null, ByteString.of(bytes), null),
              1);
      await(node, () -> node.intake().offer(heard, Receipt.NONE));
    }
  }

  /** Until so many records of this run are sealed, and all of the log is in the index. */
  private void awaitIndexed(Node node, long records) throws IOException, InterruptedException {
    await(
        node,
        () -> {
          long indexed = node.projections().records().indexed();
          long size = node.ledger().view().head().size();
          sayNowAndThen("index", indexed, size);
          return node.sealer().figures().records() >= records && indexed == size;
        });
  }

  private void await(Node node, BooleanSupplier condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException("not done in time: " + node.obstacles());
      }
      boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void sayNowAndThen(String what, long at, long of) {
    long now = System.nanoTime();
    if (now - said > 5 * SECOND_NANOS) {
      said = now;
      say(String.format(Locale.ROOT, "%s %,d of %,d", what, at, of));
    }
  }

  private static void say(String what) {
    System.err.println("penstock: large folder: " + what);
  }
}
