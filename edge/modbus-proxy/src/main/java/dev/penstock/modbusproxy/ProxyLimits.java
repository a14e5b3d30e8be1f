package dev.penstock.modbusproxy;

import java.time.Duration;

/**
 * How many clients a proxy has, and how long each thing may last.
 *
 * @param idle how long a client may say nothing
 * @param frame from the first byte of a frame to its last
 * @param taking how long a client may let answers wait
 * @param connect to the device
 * @param answer of the device
 * @param again how long a device is left alone that could not be reached
 */
public record ProxyLimits(
    int connectionsMax,
    int connectionsOfAddressMax,
    Duration idle,
    Duration frame,
    Duration taking,
    Duration connect,
    Duration answer,
    Duration again) {
  /**
   * 16 clients, for each is a connection to the device too; 4 from one address, so that one cannot
   * take all; 5 minutes of silence; 2 seconds for a frame from its first byte on, and for taking
   * answers; 3 seconds to connect, 3 for an answer; one second before a device that could not be
   * reached is tried again.
   */
  public static final ProxyLimits DEFAULT =
      new ProxyLimits(
          16,
          4,
          Duration.ofMinutes(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1));

  public ProxyLimits {
    if (connectionsMax < 1 || connectionsMax > 1_000 || connectionsOfAddressMax < 1) {
      throw new IllegalArgumentException(
          "connections are " + connectionsMax + " and " + connectionsOfAddressMax);
    }
    requirePositive(idle, frame, taking, connect, answer, again);
  }

  private static void requirePositive(Duration... limits) {
    for (Duration limit : limits) {
      if (limit.toMillis() < 1 || limit.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("a limit is " + limit + ", must be 1 ms..1 day");
      }
    }
  }
}
