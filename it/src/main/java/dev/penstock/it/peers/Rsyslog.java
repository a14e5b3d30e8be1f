package dev.penstock.it.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The daemon rsyslog, which takes messages at a socket in a folder and forwards them. */
public final class Rsyslog implements AutoCloseable {
  private static final long START_NANOS_MAX = 120_000_000_000L;
  private static final long POLL_NANOS = 20_000_000L;

  private final Path socket;
  private final Process process;

  private Rsyslog(Path socket, Process process) {
    this.socket = socket;
    this.process = process;
  }

  /**
   * Starts one.
   *
   * @param folder for its configuration, its socket and its queues
   * @param forwarding its configuration from the global settings on, but for its input
   */
  static Rsyslog start(Path program, Path folder, String forwarding) throws IOException {
    Path socket = folder.resolve("log");
    Path configuration = folder.resolve("rsyslog.conf");
    Files.writeString(
        configuration,
        """
        module(load="imuxsock" SysSock.Use="off")
        input(type="imuxsock" Socket="%s")
        %s
        """
            .formatted(socket, forwarding));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "-n",
                "-f",
                configuration.toString(),
                "-i",
                folder.resolve("rsyslog.pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rsyslog.out").toFile())
            .start();
    var daemon = new Rsyslog(socket, process);
    long end = System.nanoTime() + START_NANOS_MAX;
    while (!Files.exists(socket)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        daemon.close();
        throw new IOException(
            "rsyslog did not start: " + Files.readString(folder.resolve("rsyslog.out")));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return daemon;
  }

  /** Where it takes messages, as programs on a machine give them. */
  public Path socket() {
    return socket;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
