package dev.penstock.it.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Two pseudo-terminals that socat joins: what is written to one is read from the other. */
public final class SerialPair implements AutoCloseable {
  private static final long START_NANOS_MAX = 120_000_000_000L;
  private static final long POLL_NANOS = 20_000_000L;

  private final Process process;
  private final Path one;
  private final Path other;

  private SerialPair(Process process, Path one, Path other) {
    this.process = process;
    this.one = one;
    this.other = other;
  }

  static SerialPair start(Path socat, Path folder) throws IOException {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    Process process =
        new ProcessBuilder(
                socat.toString(), "pty,raw,echo=0,link=" + one, "pty,raw,echo=0,link=" + other)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    long end = System.nanoTime() + START_NANOS_MAX;
    while (!Files.exists(one) || !Files.exists(other)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        process.destroyForcibly();
        throw new IOException("socat did not start");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return new SerialPair(process, one, other);
  }

  /** One end, as the system calls it. */
  public Path one() throws IOException {
    return one.toRealPath();
  }

  /** The other end. */
  public Path other() throws IOException {
    return other.toRealPath();
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
