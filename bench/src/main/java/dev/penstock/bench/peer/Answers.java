package dev.penstock.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The far end of a {@link Child}: answers each line of standard input by one line, and tells events
 * in between. It ends at {@code stop}, and when the asker is gone.
 */
public final class Answers {
  static final String ANSWER = "= ";
  static final String EVENT = "! ";
  static final String STOP = "stop";

  private final PrintStream out = System.out;

  /** What is said to one question. */
  @FunctionalInterface
  public interface Answer {
    String give() throws IOException;
  }

  /** Tells something nobody asked for: a word and perhaps more. */
  public void tell(String event) {
    say(EVENT + event);
  }

  /** Confirms {@code stop}, once all is closed. */
  public void stopped() {
    say(ANSWER + "stopped");
  }

  private synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Answers until it is told to stop. */
  public void giveUntilStopped(Map<String, Answer> answers) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null && !line.equals(STOP); line = in.readLine()) {
      Answer answer = answers.get(line);
      if (answer == null) {
        throw new IOException("asked for " + line + ", which is nothing");
      }
      say(ANSWER + answer.give());
    }
  }
}
