package dev.penstock.bench.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Who carries values from the devices to the broker, as a process of its own. */
interface Publishing {
  /** Begins to read and to publish. */
  void start(Path folder) throws IOException, InterruptedException;

  /** The process, for what the system says of it. */
  ProcessHandle handle();

  /** What it tells of itself while it runs. */
  Map<String, Double> figures() throws IOException, InterruptedException;

  /** How it stands, in a line for people. */
  String said() throws IOException;

  /** Ends it in order. */
  void stop() throws IOException, InterruptedException;
}
