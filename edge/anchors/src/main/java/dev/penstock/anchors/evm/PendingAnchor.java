package dev.penstock.anchors.evm;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evm.Address;
import dev.penstock.evm.Keccak;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an anchor remembers of the transactions it signed, so that it finds them again after a
 * crash: each stands here before it is sent. All but the last have been offered less, or were for a
 * head that was given up.
 */
record PendingAnchor(long chainId, Address sender, List<Attempt> attempts) {
  /** Fees that grow by an eighth each time are at their limit long before. */
  static final int ATTEMPTS_MAX = 64;

  private static final int VERSION = 1;
  private static final int RAW_BYTES_MAX = 512;

  PendingAnchor {
    attempts = List.copyOf(attempts);
    if (attempts.size() > ATTEMPTS_MAX) {
      throw new IllegalArgumentException(attempts.size() + " attempts");
    }
  }

  /**
   * One signed transaction.
   *
   * @param statement digest of what it vouches for
   * @param sentAt when it was first sent, to the millisecond
   */
  record Attempt(
      Digest statement, long nonce, long priorityFee, long fee, Instant sentAt, ByteString raw) {
    Keccak hash() {
      return Keccak.over(raw.bytes());
    }
  }

  /** What is remembered for this sender in this chain; no attempts when it is nothing. */
  static PendingAnchor load(AnchorMemory memory, long chainId, Address sender) throws IOException {
    // What cannot be read is of another version: forgetting it costs at most a second transaction.
    return decode(memory.load())
        .filter(pending -> pending.chainId == chainId && pending.sender.equals(sender))
        .orElseGet(() -> new PendingAnchor(chainId, sender, List.of()));
  }

  void store(AnchorMemory memory) throws IOException {
    memory.store(encode());
  }

  Optional<Attempt> last() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /** With one more behind the others. */
  PendingAnchor with(Attempt attempt) {
    List<Attempt> more = new ArrayList<>(attempts);
    more.add(attempt);
    return new PendingAnchor(chainId, sender, more);
  }

  byte[] encode() {
    var out = new CborWriter(1024);
    out.array(4);
    out.unsigned(VERSION);
    out.unsigned(chainId);
    out.bytes(sender.bytes());
    out.array(attempts.size());
    for (Attempt attempt : attempts) {
      out.array(6);
      out.bytes(attempt.statement().bytes());
      out.unsigned(attempt.nonce());
      out.unsigned(attempt.priorityFee());
      out.unsigned(attempt.fee());
      out.unsigned(attempt.sentAt().toEpochMilli());
      out.bytes(attempt.raw().bytes());
    }
    return out.toByteArray();
  }

  static Optional<PendingAnchor> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(AnchorMemory.BYTES_MAX));
    in.reset(bytes);
    in.expectArray(4);
    long version = in.unsigned();
    long chainId = in.unsigned();
    Address sender = Address.of(in.bytesExactly(Address.BYTES));
    List<Attempt> attempts = new ArrayList<>();
    int count = in.array();
    for (int i = 0; i < count && i < ATTEMPTS_MAX && !in.isRefused(); i++) {
      in.expectArray(6);
      attempts.add(
          new Attempt(
              Digest.of(in.bytesExactly(Digest.BYTES)),
              in.unsigned(),
              in.unsigned(),
              in.unsigned(),
              Instant.ofEpochMilli(in.unsigned()),
              ByteString.of(in.bytes(RAW_BYTES_MAX))));
    }
    return version == VERSION
            && in.end(() -> new PendingAnchor(chainId, sender, attempts))
                instanceof Decoded.Value<PendingAnchor>(var pending)
        ? Optional.of(pending)
        : Optional.empty();
  }
}
