package dev.penstock.device;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where a chain stands: what the next block and the next record are numbered, and what the next
 * block links to.
 */
final class ChainState {
  private static final int VERSION = 1;

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

  byte[] encode() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.write(chain);
      out.writeLong(boot);
      out.writeLong(seq);
      out.writeLong(first);
      out.writeLong(record);
      out.write(link);
      out.write(kid);
      out.writeBoolean(isOrderly);
    }
    return bytes.toByteArray();
  }

  static ChainState decode(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException(
            "stored chain has version " + version + ", this SDK reads " + VERSION);
      }
      var state = new ChainState();
      in.readFully(state.chain);
      state.boot = in.readLong();
      state.seq = in.readLong();
      state.first = in.readLong();
      state.record = in.readLong();
      in.readFully(state.link);
      in.readFully(state.kid);
      state.isOrderly = in.readBoolean();
      return state;
    }
  }
}
