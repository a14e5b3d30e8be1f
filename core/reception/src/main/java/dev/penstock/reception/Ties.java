package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.OidcSubject;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What outside of this node counts as one person.
 *
 * @param subjects accounts at providers
 * @param certificates SHA-256 of client certificates
 */
public record Ties(List<OidcSubject> subjects, List<Bytes> certificates) {
  private static final int SHA256_BYTES = 32;

  public Ties {
    subjects = List.copyOf(subjects);
    certificates = List.copyOf(certificates);
  }

  /** True when the same count, in whatever order. */
  boolean isSame(Ties other) {
    return new HashSet<>(subjects).equals(new HashSet<>(other.subjects))
        && new HashSet<>(certificates).equals(new HashSet<>(other.certificates));
  }

  /** These and the others, each once. */
  Ties and(Ties others) {
    return new Ties(
        Stream.concat(subjects.stream(), others.subjects.stream()).distinct().toList(),
        Stream.concat(certificates.stream(), others.certificates.stream()).distinct().toList());
  }

  /** These, but for the others. */
  Ties without(Ties others) {
    return new Ties(
        subjects.stream().filter(one -> !others.subjects.contains(one)).toList(),
        certificates.stream().filter(one -> !others.certificates.contains(one)).toList());
  }

  /** Whether they are as the book takes them: few, and each certificate by its SHA-256. */
  boolean isInBounds() {
    return subjects.size() <= Credentials.SUBJECTS_MAX
        && certificates.size() <= Credentials.CERTIFICATES_MAX
        && certificates.stream().allMatch(one -> one.sizeBytes() == SHA256_BYTES);
  }

  static Ties of(Credentials credentials) {
    return new Ties(credentials.subjects(), credentials.certificates());
  }
}
