package dev.penstock.flow.intake;

/**
 * Is told whenever a subscription begins or ceases to be heard, in the order in which it happened,
 * by the listener's own thread. It must return soon: it takes note, and others do the work.
 */
@FunctionalInterface
public interface ListeningWatch {
  /**
   * A change, and one at the start for each subscription.
   *
   * @param listener the broker link or socket
   * @param subscription what it asks for, as the configuration writes it
   */
  void changed(String listener, String subscription, Listening state);
}
