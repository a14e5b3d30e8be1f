package dev.penstock.driving;

import java.time.Duration;

/**
 * Being told of changes instead of asking. What is told may come late or be lost with a connection,
 * so who subscribes also reads, now and then.
 */
public interface Subscriptions {
  /**
   * Asks to be told of the points of a plan, at most as often as this; of each once, at first. What
   * a session asked for before is over then, so what is told is always about one plan.
   */
  void subscribe(ReadPlan plan, Duration interval) throws LinkException, InterruptedException;

  /**
   * Waits for what is told and passes it on, until this long has gone by. A link over which neither
   * data nor a sign of life came for too long is a {@link LinkException}.
   */
  void listen(Sink sink, Duration atMost) throws LinkException, InterruptedException;
}
