package dev.penstock.bundle;

import java.io.IOException;

/** The bytes of a bundle, wherever they are. Safe for use by several threads. */
public interface BundleBytes {
  long size();

  /** Reads exactly these bytes, which must lie inside. */
  void read(long position, byte[] into, int at, int length) throws IOException;
}
