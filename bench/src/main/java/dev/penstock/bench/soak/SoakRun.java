package dev.penstock.bench.soak;

import dev.penstock.bench.bridge.BridgedNode;
import dev.penstock.bench.bridge.Numbered;
import dev.penstock.bench.bridge.Publisher;
import dev.penstock.bench.bridge.SealedFolder;
import dev.penstock.bench.peer.Child;
import dev.penstock.bench.peer.Children;
import dev.penstock.bench.peer.Mosquitto;
import dev.penstock.bench.peer.ProcessFigures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A node, a broker that is ended and started again, and a publisher that sends again what it has no
 * acknowledgement for. At the end the node ends in order, and its folder is read.
 */
final class SoakRun {
  /** One size from the first moment on, so that the process grows only by what is not heap. */
  private static final List<String> JVM =
      List.of(
          "-Xms256m",
          "-Xmx256m",
          "-XX:+AlwaysPreTouch",
          "--enable-native-access=ALL-UNNAMED",
          "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true");

  private static final String ROOT = "soak";
  private static final int SOURCES = 20;
  private static final int POINTS = 10;
  private static final int PAYLOAD_BYTES = 64;
  private static final int UNDER_WAY = 4_000;
  private static final long IN_FLIGHT = 1_000;
  private static final int AWAY_MS_MAX = 2_000;
  private static final long LOOK_MS = 100;
  private static final Duration PROGRESS = Duration.ofSeconds(30);

  /** So long the node may take for what the broker still has at the end, and hear nothing new. */
  private static final Duration DRAIN = Duration.ofMinutes(5);

  private static final Duration DRAIN_QUIET = Duration.ofMinutes(1);

  private final SoakPlan plan;
  private final Path folder;
  private final Consumer<String> progress;
  private final SplittableRandom random;
  private final CountDownLatch never = new CountDownLatch(1);
  private final List<Long> heap = new ArrayList<>();
  private final List<Long> resident = new ArrayList<>();
  private long restarts;

  /**
   * What was seen.
   *
   * @param sentAgain messages that the publisher sent once more
   */
  record Seen(Verdict verdict, long published, long sentAgain, long restarts) {}

  /**
   * A run.
   *
   * @param folder for the broker and the node
   * @param progress is told how it goes, a line at a time
   */
  SoakRun(SoakPlan plan, Path folder, Consumer<String> progress) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
    this.random = new SplittableRandom(plan.seed());
  }

  Seen run() throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    try (var children = new Children(folder)) {
      var limits = new Mosquitto.Limits(IN_FLIGHT, plan.brokerQueue());
      Mosquitto broker = Mosquitto.start(children, folder.resolve("broker"), limits);
      List<String> arguments = List.of(data.toString(), Integer.toString(broker.port()), ROOT);
      Child node = Child.start(children, BridgedNode.class, JVM, arguments);
      String vkey = node.await("ready", 1).rest();
      var _ = node.await("up", 1);
      String _ = node.ask("follow");
      var messages = new Numbered(ROOT, SOURCES, POINTS, PAYLOAD_BYTES);
      try (var publisher = new Publisher(broker.port(), "plant", messages, UNDER_WAY)) {
        publisher.connect();
        soak(publisher, broker, node);
        node.stop();
        progress.accept("the node has ended; its folder is read");
        var sealed = new SealedFolder(data);
        List<String> fsck = sealed.findings(vkey);
        Losses losses =
            Losses.of(publisher.published(), publisher.acknowledged(), sealed.numbers());
        return new Seen(
            Verdict.of(losses, heap, resident, fsck, restarts),
            publisher.published(),
            publisher.sentAgain(),
            restarts);
      }
    }
  }

  private void soak(Publisher publisher, Mosquitto broker, Child node)
      throws IOException, InterruptedException {
    var load = new SteadyLoad(publisher, plan);
    Thread _ = Thread.ofPlatform().daemon().name("load").start(load);
    long began = System.nanoTime();
    var restart = new Every(plan.restartEvery(), began);
    var sample = new Every(plan.sampleEvery(), began);
    var tell = new Every(PROGRESS, began);
    while (!load.isDone()) {
      boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
      long now = System.nanoTime();
      boolean isPublishing = now - began < plan.length().toNanos();
      if (isPublishing && restart.isDue(now)) {
        restart(broker);
      }
      boolean isWarm = now - began >= plan.warmUp().toNanos();
      if (isPublishing && isWarm && sample.isDue(now)) {
        sample(node);
      }
      if (tell.isDue(now)) {
        tell(publisher, node, now - began);
      }
    }
    awaitDurable(publisher, node);
    tell(publisher, node, System.nanoTime() - began);
  }

  private void restart(Mosquitto broker) throws IOException, InterruptedException {
    broker.stop();
    boolean _ = never.await(random.nextInt(AWAY_MS_MAX), TimeUnit.MILLISECONDS);
    broker.startAgain();
    restarts++;
  }

  private void sample(Child node) throws IOException, InterruptedException {
    boolean _ = heap.add(node.askForNumbers("heap")[0]);
    boolean _ = resident.add(ProcessFigures.residentBytes(node.handle()));
  }

  private void tell(Publisher publisher, Child node, long pastNanos)
      throws IOException, InterruptedException {
    String obstacles = node.ask("obstacles");
    progress.accept(
        "%.1f min: %,d published, %,d acknowledged, %,d sent again, %d restarts, heap %s, process %s%s"
            .formatted(
                pastNanos / 60e9,
                publisher.published(),
                publisher.acknowledgedCount(),
                publisher.sentAgain(),
                restarts,
                megabytes(heap),
                megabytes(resident),
                obstacles.isEmpty() ? "" : ", trouble: " + obstacles));
    // They would fill the node's memory with what is the bench's own.
    String _ = node.ask("durations");
  }

  private static String megabytes(List<Long> samples) {
    return samples.isEmpty() ? "-" : "%.1f MB".formatted(samples.getLast() / 1e6);
  }

  /** Until the node has what the broker has; what it does not get is lost, and the folder shows. */
  private void awaitDurable(Publisher publisher, Child node)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + DRAIN.toNanos();
    long quietEnd = System.nanoTime() + DRAIN_QUIET.toNanos();
    long heard = -1;
    while (node.askForNumbers("durable")[0] < publisher.published()
        && System.nanoTime() < Math.min(end, quietEnd)) {
      long now = node.askForNumbers("received")[0];
      if (now != heard) {
        heard = now;
        quietEnd = System.nanoTime() + DRAIN_QUIET.toNanos();
      }
      boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Something that is due again and again. */
  private static final class Every {
    private final long nanos;
    private long next;

    Every(Duration each, long from) {
      this.nanos = each.toNanos();
      this.next = from + nanos;
    }

    boolean isDue(long now) {
      if (now - next < 0) {
        return false;
      }
      next = now + nanos;
      return true;
    }
  }
}
