package dev.penstock.anchors.evm;

import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.evm.Address;
import dev.penstock.flow.anchoring.Anchor;
import dev.penstock.flow.anchoring.AnchorHead;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Vouching;
import java.io.IOException;
import java.util.Arrays;

/**
 * Anchors checkpoints in one EVM chain. A transaction is remembered before it is sent, so that
 * after a crash the same one is looked for and sent again: no second one goes out under another
 * nonce unless the first can no longer be taken in. What comes back was checked as an auditor
 * would, with the node's word for its newest block in the place of the auditor's.
 */
public final class EvmAnchor implements Anchor {
  private final EvmSettings settings;
  private final KeySource keys;
  private final Pace pace;

  public EvmAnchor(EvmSettings settings, KeySource keys, Pace pace) {
    this.settings = settings;
    this.keys = keys;
    this.pace = pace;
  }

  @Override
  public AnchorResults.Kind kind() {
    return AnchorResults.Kind.EVM;
  }

  @Override
  public String name() {
    return settings.name();
  }

  /**
   * Who sends the transactions, and so must have the coins for them.
   *
   * @throws IOException when the key cannot be had, or is none
   */
  public Address sender() throws IOException {
    return key().address();
  }

  private ChainKey key() throws IOException {
    byte[] bytes = keys.key();
    try {
      return ChainKey.of(bytes)
          .orElseThrow(() ->
              new IOException(
                  "the key of anchor "
                      + settings.name()
                      + " is not a secp256k1 key of 32 bytes: put the right one into its home"));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public Vouching vouch(AnchorHead head, AnchorMemory memory)
      throws IOException, InterruptedException {
    ChainKey key = key();
    try (JsonRpc rpc = JsonRpc.open(settings)) {
      return new AnchorErrand(settings, key, pace, new ChainNode(rpc), memory, head.statement())
          .run();
    }
  }

  /** What it goes by, without its key. */
  @Override
  public String toString() {
    return settings.toString();
  }
}
