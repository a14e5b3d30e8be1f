package dev.penstock.it.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running program that answers questions, one line of JSON each way. It lives as long as the
 * tests of a class: starting one costs more than a thousand questions. One thread at a time.
 */
public final class Judge implements AutoCloseable {
  /** Far more than any answer takes; a judge that is silent for so long is broken. */
  private static final long ANSWER_SECONDS_MAX = 240;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor();

  private Judge(String name, Process process) {
    this.name = name;
    this.process = process;
    this.questions = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static Judge start(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Judge(command.toString(), process);
  }

  /**
   * Asks, and gives the answer. A question the judge cannot make sense of is a defect of the test,
   * so it throws; a verdict of the judge, good or bad, is an answer.
   */
  public JsonNode ask(String question, Map<String, ?> details) {
    var object = JSON.createObjectNode().put("ask", question);
    details.forEach((key, value) -> object.set(key, JSON.valueToTree(value)));
    try {
      questions.write(object.toString());
      questions.newLine();
      questions.flush();
      String line = reader.submit(answers::readLine).get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
      if (line == null) {
        throw new IllegalStateException(name + " ended instead of answering " + question);
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new IllegalArgumentException(question + ": " + answer.get("error").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be asked", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(name + " cannot be heard", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(name + " did not answer " + question, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " thought", e);
    }
  }

  /** Whether the judge accepts: its verdict on a question that has one. */
  public boolean accepts(String question, Map<String, ?> details) {
    JsonNode verdict = ask(question, details).get("ok");
    if (verdict == null || !verdict.isBoolean()) {
      throw new IllegalStateException(name + " gave no verdict on " + question);
    }
    return verdict.asBoolean();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    reader.shutdownNow();
  }
}
