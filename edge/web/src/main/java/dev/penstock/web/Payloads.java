package dev.penstock.web;

import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.Optional;

/** Where payloads are that a record names by their digest. */
@FunctionalInterface
public interface Payloads {
  /** The bytes of this digest, when they are there; they have been compared with it. */
  Optional<byte[]> get(Digest digest) throws IOException;
}
