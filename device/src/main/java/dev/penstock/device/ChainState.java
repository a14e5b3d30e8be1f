package dev.penstock.device;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a chain stands: what the next block and the next record are numbered, and what the next
 * block links to.
 */
final class ChainState {
  private static final byte VERSION = 1;
  private static final int BYTES = 1 + 16 + 4 * Long.BYTES + 32 + 32 + 1;

  byte[] chain = new byte[16];
  long boot;
  long seq;
  long first;
  long record;
  byte[] link = new byte[32];
  byte[] kid = new byte[32];
  boolean isOrderly;

  /** The state after one more block. */
  ChainState after(Block block, int records, byte[] nextKid, long nextRecord) {
    var next = new ChainState();
    next.chain = chain;
    next.boot = boot;
    next.seq = seq + 1;
    next.first = first + records;
    next.record = nextRecord;
    next.link = block.link;
    next.kid = nextKid;
    return next;
  }

  byte[] encode() {
    var out = ByteBuffer.allocate(BYTES).put(VERSION).put(chain);
    out.putLong(boot).putLong(seq).putLong(first).putLong(record);
    return out.put(link).put(kid).put((byte) (isOrderly ? 1 : 0)).array();
  }

  static ChainState decode(byte[] bytes) throws IOException {
    if (bytes.length != BYTES || bytes[0] != VERSION) {
      throw new IOException(
          "stored chain is not in version " + VERSION + ", the one this SDK reads");
    }
    var in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
    var state = new ChainState();
    in.get(state.chain);
    state.boot = in.getLong();
    state.seq = in.getLong();
    state.first = in.getLong();
    state.record = in.getLong();
    in.get(state.link).get(state.kid);
    state.isOrderly = in.get() != 0;
    return state;
  }
}
