package dev.penstock.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A virtual machine of its own with one of our classes, asked line by line through its standard
 * input; what it costs is seen from outside. One thread at a time asks.
 */
public final class Child {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int LINES_KEPT = 40;

  private final String name;
  private final Process process;

  /** Guarded by this, as below. */
  private final Deque<String> answers = new ArrayDeque<>();

  private final Map<String, Event> events = new HashMap<>();
  private final Deque<String> said = new ArrayDeque<>();
  private boolean isSilent;

  /**
   * What a child told by itself.
   *
   * @param count how often it told this word
   * @param rest what stood behind the word the last time
   */
  public record Event(int count, String rest) {}

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts one with the class path of this process.
   *
   * @param jvm options of its virtual machine
   */
  public static Child start(
      Children children, Class<?> main, List<String> jvm, List<String> arguments)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Process process = children.start(new ProcessBuilder(command).redirectErrorStream(true));
    var child = new Child(main.getSimpleName(), process);
    Thread _ = Thread.ofVirtual().name("lines of " + child.name).start(child::hear);
    return child;
  }

  private void hear() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      heard(String.valueOf(e.getMessage()));
    } finally {
      synchronized (this) {
        isSilent = true;
        notifyAll();
      }
    }
  }

  private synchronized void heard(String line) {
    if (line.startsWith(Answers.ANSWER)) {
      answers.add(line.substring(Answers.ANSWER.length()));
    } else if (line.startsWith(Answers.EVENT)) {
      String[] parts = line.substring(Answers.EVENT.length()).split(" ", 2);
      Event before = events.getOrDefault(parts[0], new Event(0, ""));
      events.put(parts[0], new Event(before.count() + 1, parts.length > 1 ? parts[1] : ""));
    } else {
      said.add(line);
      if (said.size() > LINES_KEPT) {
        String _ = said.remove();
      }
    }
    notifyAll();
  }

  /** The process, for what the system says of it. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Asks for a word, and gives the answer. */
  public String ask(String question) throws IOException, InterruptedException {
    OutputStream to = process.getOutputStream();
    try {
      to.write((question + "\n").getBytes(StandardCharsets.US_ASCII));
      to.flush();
    } catch (IOException e) {
      throw broken("cannot be asked for " + question);
    }
    synchronized (this) {
      awaitNews(() -> !answers.isEmpty(), "does not answer " + question);
      return answers.remove();
    }
  }

  /** The numbers of an answer. */
  public long[] askForNumbers(String question) throws IOException, InterruptedException {
    String[] parts = ask(question).split(" ", -1);
    long[] numbers = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Long.parseLong(parts[i]);
    }
    return numbers;
  }

  /** Waits until this was told so often. */
  public synchronized Event await(String event, int count)
      throws IOException, InterruptedException {
    awaitNews(() -> told(event).map(Event::count).orElse(0) >= count, "does not say " + event);
    return told(event).orElseThrow();
  }

  /** What it told of this so far. */
  public synchronized Optional<Event> told(String event) {
    return Optional.ofNullable(events.get(event));
  }

  private synchronized void awaitNews(BooleanSupplier isHere, String what)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isHere.getAsBoolean()) {
      long leftMs = (end - System.nanoTime()) / 1_000_000;
      if (isSilent || leftMs <= 0) {
        throw broken(what);
      }
      wait(leftMs);
    }
  }

  private synchronized IOException broken(String what) {
    return new IOException(
        name + " " + what + (said.isEmpty() ? "" : ": " + String.join(" | ", said)));
  }

  /** Ends it in order, and waits until it has ended. */
  public void stop() throws IOException, InterruptedException {
    String last = ask(Answers.STOP);
    if (!last.equals("stopped") || process.waitFor() != 0) {
      throw broken("did not end in order");
    }
  }
}
