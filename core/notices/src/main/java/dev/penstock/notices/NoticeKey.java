package dev.penstock.notices;

/**
 * What a notice is about: there is at most one open notice of a key.
 *
 * @param subject which source, disk, certificate or request; one line, may be empty
 */
public record NoticeKey(NoticeKind kind, String subject) {
  /** A name of a source fits, but for the longest topics, which lose their end. */
  public static final int SUBJECT_BYTES_MAX = 300;

  public NoticeKey {
    if (!PlainText.is(subject, SUBJECT_BYTES_MAX)) {
      throw new IllegalArgumentException("the subject is not one line of 300 bytes: " + subject);
    }
  }

  /** The key of a subject as it comes from outside: made one line, and cut. */
  public static NoticeKey of(NoticeKind kind, String subject) {
    return new NoticeKey(kind, PlainText.of(subject, SUBJECT_BYTES_MAX));
  }
}
