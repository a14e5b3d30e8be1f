package dev.penstock.it.peers;

import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of Modbus that others wrote, on loopback or at the end of a serial line. */
public final class ModbusProgram implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final @Nullable ServerProcess server;
  private final @Nullable Process process;

  private ModbusProgram(@Nullable ServerProcess server, @Nullable Process process) {
    this.server = server;
    this.process = process;
  }

  /** Starts one that takes its port as the last word. */
  static ModbusProgram listening(String name, Path folder, List<String> command)
      throws IOException {
    int port = HeldPorts.next();
    List<String> words = new ArrayList<>(command);
    words.add(String.valueOf(port));
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    return new ModbusProgram(ServerProcess.start(name, builder, port, START_MAX), null);
  }

  /** Starts one that says when it is ready. */
  static ModbusProgram onLine(String name, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (!"ready".equals(said)) {
      process.destroyForcibly();
      throw new IOException(name + " did not start: " + said);
    }
    return new ModbusProgram(null, process);
  }

  public int port() {
    if (server == null) {
      throw new IllegalStateException("it is on a line");
    }
    return server.port();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (process != null) {
      process.destroyForcibly();
      try {
        boolean _ = process.waitFor(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
