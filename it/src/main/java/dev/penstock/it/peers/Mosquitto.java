package dev.penstock.it.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The broker mosquitto on loopback, with sessions that outlive an orderly end of it. */
public final class Mosquitto implements AutoCloseable {
  private static final long START_NANOS_MAX = 30_000_000_000L;
  private static final long POLL_NANOS = 20_000_000L;

  private final Path program;
  private final Path configuration;
  private final int port;
  private final Map<String, String> environment;
  private Process process;

  private Mosquitto(Path program, Path configuration, int port, Map<String, String> environment)
      throws IOException {
    this.environment = environment;
    this.program = program;
    this.configuration = configuration;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts one.
   *
   * @param folder for its configuration and its sessions
   * @param more lines of configuration for its listener
   * @param environment of the process beside our own
   */
  static Mosquitto start(Path program, Path folder, String more, Map<String, String> environment)
      throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration = folder.resolve("mosquitto.conf");
    Files.writeString(
        configuration,
        """
        user root
        persistence true
        persistence_location %s/
        max_queued_messages 200000
        listener %d 127.0.0.1
        allow_anonymous true
        %s
        """
            .formatted(folder, port, more));
    var broker = new Mosquitto(program, configuration, port, Map.copyOf(environment));
    broker.awaitPort();
    return broker;
  }

  private Process launch() throws IOException {
    var builder =
        new ProcessBuilder(program.toString(), "-c", configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return builder.start();
  }

  public int port() {
    return port;
  }

  /** Ends it in order: it writes its sessions down. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("mosquitto does not end");
    }
  }

  /** Kills it: it forgets what it had not written. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    int _ = process.waitFor();
  }

  /** Starts it again where it was. */
  public void startAgain() throws IOException {
    process = launch();
    awaitPort();
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + START_NANOS_MAX;
    while (true) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end || !process.isAlive()) {
          throw new IOException("mosquitto did not start", e);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
