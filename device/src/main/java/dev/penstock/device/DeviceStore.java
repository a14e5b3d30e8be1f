package dev.penstock.device;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Memory that survives power loss, for one chain: a folder ({@link
 * dev.penstock.device.software.FolderStore}), flash, TPM NV. The bytes mean nothing to it.
 */
public interface DeviceStore {
  /**
   * The newest state; nothing on a new device; {@code IOException} when it is there and cannot be
   * believed.
   */
  Optional<byte[]> state() throws IOException;

  /**
   * The stored blocks below {@code seqEnd} that are whole, by their seq; all other blocks are
   * dropped.
   */
  SortedMap<Long, byte[]> blocks(long seqEnd) throws IOException;

  /**
   * Makes the blocks, and with them the state, durable before it returns. The old state stays until
   * the new one is whole.
   */
  void commit(byte[] state, SortedMap<Long, byte[]> blocks) throws IOException;

  /** Forgets a block whose ack has come; may be undone by a crash. */
  void free(long seq) throws IOException;
}
