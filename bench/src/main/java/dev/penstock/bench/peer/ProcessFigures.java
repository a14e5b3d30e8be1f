package dev.penstock.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the system says of one process. */
public final class ProcessFigures {
  private ProcessFigures() {}

  /**
   * Processor time of all its threads, collector and compiler included. The system counts in steps
   * of 10 ms.
   */
  public static long cpuNanos(ProcessHandle process) throws IOException {
    return process
        .info()
        .totalCpuDuration()
        .map(Duration::toNanos)
        .orElseThrow(
            () -> new IOException("nothing says how long process " + process.pid() + " ran"));
  }

  /** Memory of its own that is resident, files that it maps left out. */
  public static long residentBytes(ProcessHandle process) throws IOException {
    return kilobytes(process, "RssAnon:") << 10;
  }

  /** A line of the process's status in which the system counts kilobytes, as {@code VmRSS:}. */
  public static long kilobytes(ProcessHandle process, String name) throws IOException {
    return kilobytes(Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")), name);
  }

  static long kilobytes(List<String> status, String name) throws IOException {
    for (String line : status) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("the system does not say " + name);
  }
}
