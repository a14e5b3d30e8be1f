package dev.penstock.bundle;

import java.io.IOException;

/** Takes the bytes of a bundle, from the first to the last. */
@FunctionalInterface
public interface BundleOut {
  void write(byte[] bytes, int from, int length) throws IOException;
}
