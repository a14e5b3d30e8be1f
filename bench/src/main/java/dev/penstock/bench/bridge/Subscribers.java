package dev.penstock.bench.bridge;

import dev.penstock.bench.peer.Child;
import dev.penstock.bench.peer.Children;
import dev.penstock.bench.peer.Mosquitto;
import dev.penstock.bench.peer.ProcessFigures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The three that are compared. */
final class Subscribers {
  /** The same for both of ours: what the launcher gives, and one size of heap. */
  static final List<String> JVM =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "--enable-native-access=ALL-UNNAMED",
          "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true");

  private Subscribers() {}

  /** The limit: our client, with nothing behind it. */
  static final class Bare implements Subscriber {
    private final Child child;

    Bare(Children children, int port, String root) throws IOException {
      this.child =
          Child.start(children, BareSubscriber.class, JVM, List.of(Integer.toString(port), root));
    }

    @Override
    public void start(Publisher publisher) throws IOException, InterruptedException {
      var _ = child.await("up", 1);
    }

    @Override
    public long taken() throws IOException, InterruptedException {
      return child.askForNumbers("received")[0];
    }

    @Override
    public boolean isDoneWith(long count) throws IOException, InterruptedException {
      return taken() >= count;
    }

    @Override
    public long cpuNanos() throws IOException {
      return ProcessFigures.cpuNanos(child.handle());
    }
  }

  /** The product: done when sealed and in the index. */
  static final class Sealing implements Subscriber {
    private final Child child;
    private String vkey = "";

    Sealing(Children children, Path data, int port, String root) throws IOException {
      this.child =
          Child.start(
              children,
              BridgedNode.class,
              JVM,
              List.of(data.toString(), Integer.toString(port), root));
    }

    @Override
    public void start(Publisher publisher) throws IOException, InterruptedException {
      vkey = child.await("ready", 1).rest();
      var _ = child.await("up", 1);
    }

    Child child() {
      return child;
    }

    /** The key of its log, as it told when it started. */
    String vkey() {
      return vkey;
    }

    @Override
    public long taken() throws IOException, InterruptedException {
      long[] answer = child.askForNumbers("received");
      return answer[0] - answer[1];
    }

    @Override
    public boolean isDoneWith(long count) throws IOException, InterruptedException {
      // A few records of the node's own count too; that nothing is missing shows in the end.
      long[] sealed = child.askForNumbers("sealed");
      return sealed[0] >= count && sealed[1] == 0 && taken() >= count;
    }

    @Override
    public long cpuNanos() throws IOException {
      return ProcessFigures.cpuNanos(child.handle());
    }
  }

  /** The peer: mosquitto's own client, which writes one byte for each message. */
  static final class Peer implements Subscriber {
    private static final int PROBES_MAX = 200;
    private static final long PROBE_MS = 50;

    private final Process process;
    private final AtomicLong bytes = new AtomicLong();
    private final CountDownLatch never = new CountDownLatch(1);

    /** Published before it heard anything. */
    private long missed;

    Peer(Children children, int port, String root) throws IOException {
      Path program = Mosquitto.program("mosquitto_sub");
      List<String> command =
          List.of(
              program.toString(),
              "-h",
              "127.0.0.1",
              "-p",
              Integer.toString(port),
              "-V",
              "mqttv5",
              "-q",
              "1",
              "-i",
              "peer",
              "-t",
              root + "/#",
              "-F",
              "x",
              "-N");
      this.process = children.start(new ProcessBuilder(command).redirectErrorStream(true));
      Thread _ = Thread.ofVirtual().name("bytes of the peer").start(this::count);
    }

    private void count() {
      byte[] buffer = new byte[1 << 16];
      try (InputStream from = process.getInputStream()) {
        for (int got = from.read(buffer); got >= 0; got = from.read(buffer)) {
          long _ = bytes.addAndGet(got);
        }
      } catch (IOException e) {
        // It has ended; who waits for its bytes says that they do not come.
      }
    }

    /** It does not say when it is subscribed, so it is sent messages until it hears one. */
    @Override
    public void start(Publisher publisher) throws IOException, InterruptedException {
      for (int i = 0; i < PROBES_MAX && bytes.get() == 0; i++) {
        publisher.publish();
        publisher.flush();
        boolean _ = never.await(PROBE_MS, TimeUnit.MILLISECONDS);
      }
      publisher.awaitAcknowledged();
      boolean _ = never.await(4 * PROBE_MS, TimeUnit.MILLISECONDS);
      missed = publisher.published() - bytes.get();
    }

    @Override
    public long taken() {
      return bytes.get() + missed;
    }

    @Override
    public boolean isDoneWith(long count) {
      return taken() >= count;
    }

    @Override
    public long cpuNanos() throws IOException {
      return ProcessFigures.cpuNanos(process.toHandle());
    }
  }
}
