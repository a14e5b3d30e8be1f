package dev.penstock.it.peers;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The daemon snmptrapd of Net-SNMP on loopback, which writes down what notifications it takes. */
public final class TrapDaemon implements AutoCloseable {
  private static final long START_NANOS_MAX = 120_000_000_000L;
  private static final long POLL_NANOS = 20_000_000L;

  private final Process process;
  private final Path log;
  private final int port;

  private TrapDaemon(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts one.
   *
   * @param folder for its configuration, its state and what it writes down
   * @param lines of its configuration
   */
  static TrapDaemon start(Path program, Path folder, List<String> lines) throws IOException {
    int port;
    try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path configuration = Files.write(folder.resolve("snmptrapd.conf"), lines);
    Path log = folder.resolve("traps.log");
    var builder =
        new ProcessBuilder(
                program.toString(),
                "-f",
                "-n",
                "-On",
                "-C",
                "-c",
                configuration.toString(),
                "-Lf",
                log.toString(),
                "-p",
                folder.resolve("snmptrapd.pid").toString(),
                "udp:127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("snmptrapd.out").toFile());
    var _ = builder.environment().put("SNMP_PERSISTENT_DIR", folder.toString());
    var daemon = new TrapDaemon(builder.start(), log, port);
    if (!daemon.awaits("NET-SNMP version")) {
      daemon.close();
      throw new IOException(
          "snmptrapd did not start: " + Files.readString(folder.resolve("snmptrapd.out")));
    }
    return daemon;
  }

  public int port() {
    return port;
  }

  /** Waits until this stands in what it wrote down. */
  public boolean awaits(String text) throws IOException {
    long end = System.nanoTime() + START_NANOS_MAX;
    while (System.nanoTime() < end && process.isAlive()) {
      if (written().contains(text)) {
        return true;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return false;
  }

  /** What it wrote down so far. */
  public String written() throws IOException {
    return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
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
