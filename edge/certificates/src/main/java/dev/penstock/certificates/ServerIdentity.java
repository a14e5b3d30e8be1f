package dev.penstock.certificates;

import java.io.IOException;
import java.util.Optional;

/** What a TLS server shows, and how it gets newer. Safe for use by several threads. */
public interface ServerIdentity {
  /** The key and certificates to be shown from now on. */
  KeyMaterial current();

  /**
   * Looks whether something newer is due or there, and takes it. What was there stays when this
   * throws.
   *
   * @return true when {@link #current} is another one now
   */
  boolean refresh() throws IOException;

  /** What the operator should do soon, in one line. */
  Optional<String> remark();
}
