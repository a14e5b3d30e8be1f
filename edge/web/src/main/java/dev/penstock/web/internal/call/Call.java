package dev.penstock.web.internal.call;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** One request whose caller may ask it and whose parameters are right. */
public interface Call {
  Arguments arguments();

  /** The path as it was sent: nothing in it is decoded. */
  String path();

  /** The Content-Type header as it was sent. */
  Optional<String> contentType();

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
