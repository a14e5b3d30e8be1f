package dev.penstock.notices.send.snmp;

import dev.penstock.notices.send.Endpoint;
import dev.penstock.notices.send.Secret;
import java.time.Duration;

/**
 * A manager that takes SNMP notifications.
 *
 * @param base the operator's own object identifier, below which the notifications and their objects
 *     stand; Penstock has none of its own
 * @param limit for one message with all that is tried again
 */
public record SnmpOptions(Endpoint manager, Oid base, Way way, Duration limit) {
  public static final int PORT_DEFAULT = 162;
  public static final Duration LIMIT_DEFAULT = Duration.ofSeconds(10);

  /** Numbers that the IANA gives to enterprises. */
  static final Oid ENTERPRISES = Oid.of("1.3.6.1.4.1");

  /** How it is said who sends. */
  public sealed interface Way {
    /**
     * Version 2c: a word that everybody on the way can read.
     *
     * @param isInform whether the manager must confirm it
     */
    record Community(Secret word, boolean isInform) implements Way {}

    /**
     * Version 3 with HMAC-SHA-256 and AES-128, RFC 7860 and RFC 3826: a trap that can neither be
     * read nor changed on the way. Its passwords have 8 bytes or more, RFC 3414 §11.2.
     */
    record User(String name, Secret authentication, Secret privacy) implements Way {
      private static final int PASSWORD_BYTES_MIN = 8;

      public User {
        if (!name.matches("[!-~]{1,32}")) {
          throw new IllegalArgumentException("a user has 1..32 visible ASCII characters");
        }
        if (authentication.sizeBytes() < PASSWORD_BYTES_MIN
            || privacy.sizeBytes() < PASSWORD_BYTES_MIN) {
          throw new IllegalArgumentException("a password has 8 bytes or more");
        }
      }
    }
  }

  public SnmpOptions {
    if (way instanceof Way.User && !base.isBelow(ENTERPRISES)) {
      // An engine's id begins with such a number, RFC 3411 §5.
      throw new IllegalArgumentException(
          "version 3 needs an identifier below 1.3.6.1.4.1 with your enterprise number");
    }
  }
}
