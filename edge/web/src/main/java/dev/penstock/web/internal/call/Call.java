package dev.penstock.web.internal.call;

import dev.penstock.reception.Caller;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** One request whose caller may ask it and whose parameters are right. */
public interface Call {
  Arguments arguments();

  /** The path as it was sent: nothing in it is decoded. */
  String path();

  /** A header as it was sent; where it was sent more than once, the first. */
  Optional<String> header(String name);

  /** The Content-Type header as it was sent. */
  default Optional<String> contentType() {
    return header("Content-Type");
  }

  /** Who asks. */
  Caller caller();

  /** What stands behind the question mark, as it was sent. */
  Optional<String> query();

  /** The host that the request names, without a port. */
  String host();

  /** True when nobody on the way can read it. */
  boolean isSecure();

  /** False once whoever asks may no longer have the answer: a session ended, a right was taken. */
  boolean isStillAllowed();

  /** How far whoever asks may look at this moment, where the route is open to who has a zone. */
  default Sight sight() {
    return Sight.WHOLE;
  }

  /**
   * Why whoever asks may not have a single thing: it is of a source that they do not reach. The
   * refusal is written down.
   *
   * @param source the name; empty for a thing of no source, or of one that is not known any more
   */
  default Optional<Answer> refusal(Optional<String> source) {
    return Optional.empty();
  }

  /** The certificate by which the client is known, good at this moment, where it showed one. */
  default Optional<X509Certificate> certificate() {
    return Optional.empty();
  }

  /** Reads the body. */
  Body body(int bytesMax) throws IOException;

  /** What came of reading a body. */
  sealed interface Body {
    /**
     * All of it.
     *
     * @param bytes not to be written to
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(byte[] bytes) implements Body {}

    /** It has more bytes than may be, and was not read to its end. */
    record TooLarge() implements Body {}

    /** The sender took too long. */
    record TooSlow() implements Body {}
  }
}
