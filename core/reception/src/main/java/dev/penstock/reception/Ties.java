package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.OidcSubject;
import java.util.HashSet;
import java.util.List;

/**
 * What outside of this node counts as one person.
 *
 * @param subjects accounts at providers
 * @param certificates SHA-256 of client certificates
 */
public record Ties(List<OidcSubject> subjects, List<Bytes> certificates) {
  public Ties {
    subjects = List.copyOf(subjects);
    certificates = List.copyOf(certificates);
  }

  /** True when the same count, in whatever order. */
  boolean isSame(Ties other) {
    return new HashSet<>(subjects).equals(new HashSet<>(other.subjects))
        && new HashSet<>(certificates).equals(new HashSet<>(other.certificates));
  }

  static Ties of(Credentials credentials) {
    return new Ties(credentials.subjects(), credentials.certificates());
  }
}
