package dev.penstock.notices.send.syslog;

import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.TrustFiles;
import java.time.Duration;

/**
 * A collector that takes syslog over TLS, RFC 5425.
 *
 * @param facility 0 to 23, RFC 5424 §6.2.1
 * @param limit for one message, from the connection to its end
 */
public record CollectorOptions(Endpoint collector, TrustFiles trust, int facility, Duration limit) {
  /** RFC 5425 §4.1. */
  public static final int PORT_DEFAULT = 6514;

  public static final int FACILITY_MAX = 23;

  /** local0. */
  public static final int FACILITY_DEFAULT = 16;

  public static final Duration LIMIT_DEFAULT = Duration.ofSeconds(20);

  public CollectorOptions {
    if (facility < 0 || facility > FACILITY_MAX) {
      throw new IllegalArgumentException("facility " + facility + ", must be 0..23");
    }
  }
}
