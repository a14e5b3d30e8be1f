package dev.penstock.bench.node;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A node in a process of its own, started by the launcher as an operator does it. */
final class NodeProcess implements Closeable {
  private static final String RSS = "VmRSS:";

  private final Process process;
  private final double readySeconds;

  private NodeProcess(Process process, double readySeconds) {
    this.process = process;
    this.readySeconds = readySeconds;
  }

  /** Starts one on a folder and waits until it says that it is ready. */
  static NodeProcess start(Path launcher, Path folder) throws IOException {
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(
                launcher.toString(),
                "up",
                "--data",
                folder.toString(),
                "--origin",
                "bench.example/log")
            .redirectErrorStream(true)
            .start();
    var lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    var said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains("penstock: ready")) {
        return new NodeProcess(process, (System.nanoTime() - began) / 1e9);
      }
      said = said.append(line).append('\n');
    }
    throw new IOException("the node did not start: " + said);
  }

  /** Seconds from the command to the line that says so. */
  double readySeconds() {
    return readySeconds;
  }

  double residentMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith(RSS)) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("the system does not say how much memory " + process.pid() + " has");
  }

  /** Kills it, as {@code kill -9} does. */
  @Override
  public void close() {
    kill(process);
  }

  static void kill(Process process) {
    Process _ = process.destroyForcibly();
    Process _ = process.onExit().join();
  }
}
