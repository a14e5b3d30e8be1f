package dev.penstock.bench.peer;

import dev.penstock.bench.harness.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The broker mosquitto, a process of its own on loopback, with sessions that outlive its end. It
 * ends with the other children of the bench.
 */
public final class Mosquitto {
  private static final List<String> FOLDERS_BESIDE_PATH = List.of("/usr/sbin", "/usr/local/sbin");
  private static final long START_NANOS_MAX = 30_000_000_000L;
  private static final long POLL_NANOS = 20_000_000L;
  private static final long END_SECONDS_MAX = 60;

  private final Children children;
  private final Path program;
  private final Path configuration;
  private final int port;
  private @Nullable Process process;

  /**
   * What it may hold.
   *
   * @param inFlight messages under way to one client at once; 0 for as many as the client takes
   * @param queued messages that wait for one client; 0 for no limit
   */
  public record Limits(long inFlight, long queued) {}

  private Mosquitto(Children children, Path program, Path configuration, int port) {
    this.children = children;
    this.program = program;
    this.configuration = configuration;
    this.port = port;
  }

  /**
   * Starts one on a port of its own.
   *
   * @param folder for its settings and its sessions
   */
  public static Mosquitto start(Children children, Path folder, Limits limits) throws IOException {
    Path program = program("mosquitto");
    int port = HeldPorts.next();
    Path _ = Files.createDirectories(folder);
    Path configuration = folder.resolve("mosquitto.conf");
    Path _ =
        Files.writeString(
            configuration,
            """
            user %s
            persistence true
            persistence_location %s/
            max_inflight_messages %d
            max_queued_messages %d
            set_tcp_nodelay true
            log_dest none
            listener %d 127.0.0.1
            allow_anonymous true
            """
                .formatted(
                    System.getProperty("user.name"),
                    folder.toAbsolutePath(),
                    limits.inFlight(),
                    limits.queued(),
                    port));
    var broker = new Mosquitto(children, program, configuration, port);
    broker.startAgain();
    return broker;
  }

  /** A program of mosquitto's, where it is usually found. */
  public static Path program(String name) throws Unavailable {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Arrays.stream(path.split(":", -1)), FOLDERS_BESIDE_PATH.stream())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new Unavailable(
                "no "
                    + name
                    + " on the PATH: run it/peers/install debian, or install mosquitto and its"
                    + " clients by hand"));
  }

  public int port() {
    return port;
  }

  /** Ends it in order: it writes its sessions down, and all that it acknowledged. */
  public void stop() throws IOException, InterruptedException {
    Process open = process;
    if (open == null) {
      throw new IllegalStateException("it does not run");
    }
    process = null;
    open.destroy();
    if (!open.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new IOException("mosquitto does not end");
    }
  }

  /** Starts it again where it was. */
  public void startAgain() throws IOException {
    var builder =
        new ProcessBuilder(program.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process open = children.start(builder);
    process = open;
    long end = System.nanoTime() + START_NANOS_MAX;
    while (!answers()) {
      if (System.nanoTime() > end || !open.isAlive()) {
        throw new IOException("mosquitto did not start; try " + builder.command());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
