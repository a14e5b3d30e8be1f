package dev.penstock.flow.anchoring;

import java.io.IOException;

/** A few bytes that an anchor finds again after a crash. One anchor has one. */
public interface AnchorMemory {
  int BYTES_MAX = 1 << 16;

  /** What was stored last; empty when nothing was. */
  byte[] load() throws IOException;

  /** Replaces it; durable on return. */
  void store(byte[] bytes) throws IOException;
}
