package dev.penstock.web;

import java.time.Duration;
import java.util.Objects;

/**
 * How much the API gives to whoever asks, so that nobody can take it all.
 *
 * @param connections sockets at once; more wait to be accepted
 * @param queries answers at once that read what is stored
 * @param queueTime how long a query waits for its turn before it is turned away
 * @param queryTime how long an answer may take
 * @param pageBytes a page of rows ends when it has about so many bytes
 * @param eventBytes payload of one event
 * @param events events at once that wait until they are durable
 * @param durableTime how long an event waits for that before its sender is told that nobody knows
 * @param names sources and points that events may bring and that were never heard of before
 * @param idleTime a connection that is silent for so long is closed
 * @param stopTime how long the end waits for answers that are under way
 * @param rates how often one address may ask
 */
public record WebLimits(
    int connections,
    int queries,
    Duration queueTime,
    Duration queryTime,
    int pageBytes,
    int eventBytes,
    int events,
    Duration durableTime,
    int names,
    Duration idleTime,
    Duration stopTime,
    Rates rates) {
  /** Header and address of a request together: enough for any cursor, and for a token. */
  static final int HEADER_BYTES = 16 * 1_024;

  /**
   * Eight queries keep two cores and a disk busy; an event fits in a record with its frame; 256
   * events of that size are 30 MiB.
   */
  public static final WebLimits DEFAULT =
      new WebLimits(
          256,
          8,
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          2 << 20,
          120 * 1_024,
          256,
          Duration.ofSeconds(10),
          10_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Rates.DEFAULT);

  /** A record has no room for more, docs/formats/records.cddl. */
  private static final int EVENT_BYTES_MAX = 120 * 1_024;

  public WebLimits {
    Rates.mustBeIn("connections", connections, 1, 10_000);
    Rates.mustBeIn("queries", queries, 1, 1_000);
    Rates.mustBeIn("pageBytes", pageBytes, 1_024, 64 << 20);
    Rates.mustBeIn("eventBytes", eventBytes, 1, EVENT_BYTES_MAX);
    Rates.mustBeIn("events", events, 1, 10_000);
    Rates.mustBeIn("names", names, 0, 1_000_000);
    mustBeTime("queueTime", queueTime);
    mustBeTime("queryTime", queryTime);
    mustBeTime("durableTime", durableTime);
    mustBeTime("idleTime", idleTime);
    mustBeTime("stopTime", stopTime);
    Objects.requireNonNull(rates, "rates");
  }

  /** With the usual rates. */
  public WebLimits(
      int connections,
      int queries,
      Duration queueTime,
      Duration queryTime,
      int pageBytes,
      int eventBytes,
      int events,
      Duration durableTime,
      int names,
      Duration idleTime,
      Duration stopTime) {
    this(
        connections,
        queries,
        queueTime,
        queryTime,
        pageBytes,
        eventBytes,
        events,
        durableTime,
        names,
        idleTime,
        stopTime,
        Rates.DEFAULT);
  }

  /** The same with other rates. */
  public WebLimits with(Rates others) {
    return new WebLimits(
        connections,
        queries,
        queueTime,
        queryTime,
        pageBytes,
        eventBytes,
        events,
        durableTime,
        names,
        idleTime,
        stopTime,
        others);
  }

  /**
   * How often one address may ask; loopback is bound by the rates of signing in alone.
   *
   * @param perSecond requests in the long run
   * @param burst requests at once
   * @param signInsPerMinute requests by which somebody signs in or shows a password, in the long
   *     run
   * @param signInBurst those at once
   * @param origins addresses that are remembered
   */
  public record Rates(
      int perSecond, int burst, int signInsPerMinute, int signInBurst, int origins) {
    /**
     * A console asks some ten times a second at most; an open plan office behind one address has
     * room. At 60 password hashes a minute nobody guesses one, and the node has time for others.
     */
    public static final Rates DEFAULT = new Rates(200, 1_000, 60, 60, 10_000);

    public Rates {
      mustBeIn("perSecond", perSecond, 1, 1_000_000);
      mustBeIn("burst", burst, 1, 1_000_000);
      mustBeIn("signInsPerMinute", signInsPerMinute, 1, 1_000_000);
      mustBeIn("signInBurst", signInBurst, 1, 1_000_000);
      mustBeIn("origins", origins, 1, 1_000_000);
    }

    /** Here, because the limits' own defaults hold rates: rates must not wait for them. */
    private static void mustBeIn(String name, int value, int min, int max) {
      if (value < min || value > max) {
        throw new IllegalArgumentException(name + " is " + value + ", must be " + min + ".." + max);
      }
    }
  }

  private static void mustBeTime(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 1 ms to 1 h");
    }
  }
}
