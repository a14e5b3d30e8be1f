package dev.penstock.bundle;

import java.io.IOException;

/** The bytes of a bundle, wherever they are. Safe for use by several threads. */
public interface BundleBytes {
  long size();

  /** Reads exactly these bytes, which must lie inside. */
  void read(long position, byte[] into, int at, int length) throws IOException;

  /** A bundle in memory, whose bytes nobody changes meanwhile. */
  static BundleBytes of(byte[] bytes) {
    return new BundleBytes() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public void read(long position, byte[] into, int at, int length) {
        System.arraycopy(bytes, Math.toIntExact(position), into, at, length);
      }
    };
  }
}
