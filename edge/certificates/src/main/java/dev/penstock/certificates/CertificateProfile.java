package dev.penstock.certificates;

import java.time.Duration;
import java.util.Set;

/**
 * What certificates of one kind have in common: RFC 5280 as this site uses it.
 *
 * @param label names the kind in the register: a word of a-z, 0-9 and dashes
 * @param lifetime how long one is valid
 * @param purposes what it may be used for, all of them its extended key usage
 */
public record CertificateProfile(String label, Duration lifetime, Set<Purpose> purposes) {
  /** Clients refuse servers whose certificate is valid for longer. */
  public static final Duration SERVER_LIFETIME_MAX = Duration.ofDays(397);

  /** Longer than anybody remembers to whom it was given. */
  public static final Duration LIFETIME_MAX = Duration.ofDays(3 * 366);

  /** Of this node's own listeners; renewed by itself, so it can be short. */
  public static final CertificateProfile SERVER =
      new CertificateProfile("server", Duration.ofDays(90), Set.of(Purpose.SERVER));

  /** Of a person who signs in with it. */
  public static final CertificateProfile PERSON =
      new CertificateProfile("person", Duration.ofDays(365), Set.of(Purpose.CLIENT));

  /** Of a device that stands in the plant, such as a display in the control room. */
  public static final CertificateProfile DEVICE =
      new CertificateProfile("device", Duration.ofDays(2 * 365), Set.of(Purpose.CLIENT));

  /** What a certificate may be used for, RFC 5280 §4.2.1.12. */
  public enum Purpose {
    /** To be known as a TLS server. */
    SERVER,
    /** To be known as a TLS client. */
    CLIENT
  }

  public CertificateProfile {
    purposes = Set.copyOf(purposes);
    if (!label.matches("[a-z][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("label is \"" + label + "\", must be a word of a-z, 0-9");
    }
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("a certificate without a purpose would be good for all");
    }
    Duration max = purposes.contains(Purpose.SERVER) ? SERVER_LIFETIME_MAX : LIFETIME_MAX;
    if (lifetime.compareTo(Duration.ofHours(1)) < 0 || lifetime.compareTo(max) > 0) {
      throw new IllegalArgumentException("lifetime is " + lifetime + ", must be 1 h to " + max);
    }
  }
}
