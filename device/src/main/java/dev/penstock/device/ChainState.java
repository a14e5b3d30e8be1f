package dev.penstock.device;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a chain stands: what the next block and the next record are numbered, what the next block
 * links to, and the newest ack that was taken.
 */
final class ChainState {
  private static final byte VERSION = 1;
  private static final int BYTES = 1 + 16 + 6 * Long.BYTES + 32 + 32 + 1;

  byte[] chain = new byte[16];

  /** Where the chain's block 0 is stored; its other blocks follow. */
  long slot;

  long boot;
  long seq;
  long first;
  long record;
  long ack;
  byte[] link = new byte[32];
  byte[] kid = new byte[32];
  boolean isOrderly;

  /** One block more. */
  void add(byte[] block, int records, byte[] nextKid, long nextRecord) {
    seq++;
    first += records;
    record = nextRecord;
    link = Block.link(block);
    kid = nextKid;
    isOrderly = false;
  }

  byte[] encode() {
    var out = ByteBuffer.allocate(BYTES).put(VERSION).put(chain).putLong(slot).putLong(boot);
    out.putLong(seq).putLong(first).putLong(record).putLong(ack);
    return out.put(link).put(kid).put((byte) (isOrderly ? 1 : 0)).array();
  }

  static ChainState decode(byte[] bytes) throws IOException {
    if (bytes.length != BYTES || bytes[0] != VERSION) {
      throw new IOException("stored chain is not in version " + VERSION);
    }
    var in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
    var state = new ChainState();
    in.get(state.chain);
    state.slot = in.getLong();
    state.boot = in.getLong();
    state.seq = in.getLong();
    state.first = in.getLong();
    state.record = in.getLong();
    state.ack = in.getLong();
    in.get(state.link).get(state.kid);
    state.isOrderly = in.get() != 0;
    return state;
  }
}
