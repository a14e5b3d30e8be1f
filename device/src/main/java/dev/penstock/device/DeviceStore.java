package dev.penstock.device;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Memory that survives power loss, for one device's chain: a folder ({@link
 * dev.penstock.device.software.FolderStore}), flash, TPM NV. The bytes mean nothing to it. Blocks
 * have slots, numbered from 0 on; a chain that follows a lost one goes on behind the last of them.
 */
public interface DeviceStore {
  /**
   * The newest state; nothing on a new device; {@code IOException} when it is there and cannot be
   * believed, or is missing where blocks are.
   */
  Optional<byte[]> state() throws IOException;

  /**
   * The stored blocks below {@code slotEnd}, no bytes standing for a block that is damaged. Others
   * are of a commit that was cut short, and dropped; {@code IOException} where there are more than
   * a commit has, which shows that the state is an older copy.
   */
  NavigableMap<Long, byte[]> blocks(long slotEnd) throws IOException;

  /**
   * Makes the blocks, and with them the state, durable before it returns: at every moment either
   * the old state is there, or the new one with these blocks whole. When it fails it may have done
   * its work or not; the device then asks again for the same blocks. There are at most two, whose
   * slots follow those stored before.
   */
  void commit(byte[] state, SortedMap<Long, byte[]> blocks) throws IOException;

  /** Forgets blocks; may be undone by a crash. */
  void free(Set<Long> slots) throws IOException;
}
