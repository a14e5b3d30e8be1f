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

  /** A port that was free may be somebody else's when the daemon begins: then another is tried. */
  private static final int TRIES = 5;

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
    Path configuration = Files.write(folder.resolve("snmptrapd.conf"), lines);
    for (int tries = 1; true; tries++) {
      TrapDaemon daemon = begin(program, folder, configuration);
      if (daemon.awaits("NET-SNMP version")) {
        return daemon;
      }
      boolean isAlive = daemon.process.isAlive();
      daemon.close();
      if (isAlive || tries == TRIES) {
        throw new IOException(
            "snmptrapd did not start: " + read(folder.resolve("snmptrapd.out")) + daemon.written());
      }
    }
  }

  private static TrapDaemon begin(Path program, Path folder, Path configuration)
      throws IOException {
    int port;
    try (var free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path log = folder.resolve("traps.log");
    boolean _ = Files.deleteIfExists(log);
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
    return new TrapDaemon(builder.start(), log, port);
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
    return read(log);
  }

  /** It may end within a character: it is being written. */
  private static String read(Path file) throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
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
