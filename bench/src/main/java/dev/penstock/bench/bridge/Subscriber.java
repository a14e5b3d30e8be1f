package dev.penstock.bench.bridge;

import java.io.IOException;

/** Somebody who hears what is published below a root of topics, in a process of its own. */
interface Subscriber {
  /**
   * Starts it; all that is published from then on is heard.
   *
   * @param publisher of its topics, connected
   */
  void start(Publisher publisher) throws IOException, InterruptedException;

  /** How many of the messages it has taken for good; may be less for a moment. */
  long taken() throws IOException, InterruptedException;

  /** Whether it is done with so many messages, and with all that it does with them. */
  boolean isDoneWith(long count) throws IOException, InterruptedException;

  /** The processor time of its process. */
  long cpuNanos() throws IOException;
}
