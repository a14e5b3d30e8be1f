package dev.penstock.anchors.evm;

import java.io.IOException;

/** Where the private key that signs chain transactions, and nothing else, is read from. */
@FunctionalInterface
public interface KeySource {
  /**
   * A copy of the secp256k1 key, 32 bytes; it is overwritten after its use.
   *
   * @throws IOException when the key cannot be had now
   */
  byte[] key() throws IOException;
}
