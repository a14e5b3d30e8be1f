package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.AnchorResults;
import java.io.IOException;

/**
 * Somebody outside who vouches that a checkpoint existed: a time-stamping authority, a chain, a
 * witness. What it vouches for is the text of the checkpoint, without signatures. An anchor belongs
 * to one thread at a time.
 */
public interface Anchor {
  AnchorResults.Kind kind();

  /** What the settings call it; no two anchors of a node share a name. */
  String name();

  /**
   * Asks, and comes back with the answer, which may take minutes. Ends soon after an interrupt.
   * When an earlier call was cut off, by a crash too, {@code memory} holds what that one left.
   *
   * @throws IOException when nobody could be asked, or the memory failed
   */
  Vouching vouch(AnchorHead head, AnchorMemory memory) throws IOException, InterruptedException;

  /**
   * Until when a proof of this anchor should be renewed, ns since 1970; {@link Long#MAX_VALUE} when
   * it never loses its force.
   */
  default long renewBy(byte[] proof) {
    return Long.MAX_VALUE;
  }

  /**
   * Gives a proof new force before its own wears off.
   *
   * @param head what the proof is about
   */
  default Vouching renew(AnchorHead head, byte[] proof) throws IOException, InterruptedException {
    throw new IllegalStateException(name() + " has no proof that needs to be renewed");
  }
}
