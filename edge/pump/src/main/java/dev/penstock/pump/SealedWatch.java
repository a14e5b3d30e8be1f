package dev.penstock.pump;

import dev.penstock.flow.sealing.ClosedBlock;
import java.util.List;

/** Is told of blocks that are durable in the log, in their order, by the sealer's thread. */
@FunctionalInterface
public interface SealedWatch {
  /** Nobody waits for blocks. */
  SealedWatch NONE = (first, blocks) -> {};

  /**
   * These blocks are durable; from now on something that names them may leave.
   *
   * @param firstIndex of the first in the log; the others follow
   */
  void sealed(long firstIndex, List<ClosedBlock> blocks);
}
