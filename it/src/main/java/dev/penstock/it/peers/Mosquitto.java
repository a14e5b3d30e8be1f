package dev.penstock.it.peers;

import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The broker mosquitto on loopback, with sessions that outlive an orderly end of it. */
public final class Mosquitto implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final ServerProcess server;

  private Mosquitto(ServerProcess server) {
    this.server = server;
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
    int port = HeldPorts.next();
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
    var builder = new ProcessBuilder(program.toString(), "-c", configuration.toString());
    builder.environment().putAll(environment);
    return new Mosquitto(ServerProcess.start("mosquitto", builder, port, START_MAX));
  }

  public int port() {
    return server.port();
  }

  /** Ends it in order: it writes its sessions down. */
  public void stop() throws InterruptedException {
    server.stop();
  }

  /** Kills it: it forgets what it had not written. */
  public void kill() throws InterruptedException {
    server.kill();
  }

  /** Starts it again where it was. */
  public void startAgain() throws IOException {
    server.startAgain();
  }

  @Override
  public void close() {
    server.close();
  }
}
