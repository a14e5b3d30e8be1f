package dev.penstock.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java process that uses the same folder, for what one process cannot show alone. */
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private OtherProcess(Process process) {
    this.process = process;
    this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Runs {@link #main} to its end by way of this shell line; all that it printed. */
  static String run(String shellLine, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", shellLine, "sh"));
    command.addAll(java(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  static OtherProcess start(String... arguments) throws IOException {
    return new OtherProcess(new ProcessBuilder(java(arguments)).redirectErrorStream(true).start());
  }

  String line() throws IOException {
    return out.readLine();
  }

  /** Ends it as {@code kill -9} does and waits until it is gone. */
  void kill() {
    Process _ = process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private static List<String> java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  public static void main(String[] arguments) throws IOException {
    FileStorage storage = FileStorage.open(Path.of(arguments[1]));
    switch (arguments[0]) {
      case "lock" -> lock(storage);
      case "hold" -> hold(storage);
      case "fill" -> fill(storage);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void lock(FileStorage storage) {
    try (StorageLock lock = storage.lock("node.lock", "the other process")) {
      System.out.println("got the lock " + (lock != null));
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void hold(FileStorage storage) throws IOException {
    try (StorageLock lock = storage.lock("node.lock", "the other process")) {
      System.out.println(lock == null ? "no lock" : "holding");
      // Until the parent ends us, or ends itself.
      int _ = System.in.read();
    }
  }

  private static void fill(FileStorage storage) throws IOException {
    try (StorageFile file = storage.create("a")) {
      ByteBuffer much = ByteBuffer.allocate(1 << 20);
      int written = file.write(much, 0);
      System.out.println(written < much.capacity() ? "short write" : "whole write");
      file.writeFully(much, written);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
