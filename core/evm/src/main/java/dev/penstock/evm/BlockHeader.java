package dev.penstock.evm;

import dev.penstock.merkle.Decoded;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The header of a block, byte for byte as the chain hashes it. Each fork of a chain appends fields;
 * those that are read here have kept their places since the first one, and the rest is opaque.
 */
public final class BlockHeader {
  /** Chains that name their validators in a header fill a few kilobytes. */
  public static final int BYTES_MAX = 1 << 14;

  /** The first fork had 15; 21 are in use, and more will come. */
  private static final int FIELDS_MIN = 12;

  private static final int FIELDS_MAX = 40;

  /** The last second of the year 9999: what is later is no time. */
  private static final long TIME_SECONDS_MAX = 253_402_300_799L;

  private final byte[] rlp;
  private final Keccak hash;
  private final Keccak parent;
  private final Keccak transactionsRoot;
  private final Keccak receiptsRoot;
  private final long number;
  private final Instant time;

  private BlockHeader(byte[] rlp, Fields fields) {
    this.rlp = rlp;
    hash = Keccak.over(rlp);
    parent = fields.parent;
    transactionsRoot = fields.transactionsRoot;
    receiptsRoot = fields.receiptsRoot;
    number = fields.number;
    time = Instant.ofEpochSecond(fields.seconds);
  }

  private record Fields(
      Keccak parent, Keccak transactionsRoot, Keccak receiptsRoot, long number, long seconds) {}

  /** Reads a header. {@link #rlp} gives back the same bytes. */
  public static Decoded<BlockHeader> decode(byte[] rlp) {
    if (rlp.length > BYTES_MAX) {
      return new Decoded.Malformed<>("header has " + rlp.length + " bytes, at most " + BYTES_MAX);
    }
    var in = new RlpReader(rlp);
    Fields fields = read(in);
    Optional<String> fault = in.end();
    return fault.isPresent()
        ? new Decoded.Malformed<>("header: " + fault.get())
        : new Decoded.Value<>(new BlockHeader(rlp.clone(), fields));
  }

  /** Yellow paper §4.4: parent, ommers, beneficiary, state, transactions, receipts, bloom, ... */
  private static Fields read(RlpReader in) {
    in.list();
    Keccak parent = Keccak.of(in.bytesExactly(Keccak.BYTES));
    in.skip(); // ommers
    in.skip(); // beneficiary
    in.skip(); // state
    Keccak transactionsRoot = Keccak.of(in.bytesExactly(Keccak.BYTES));
    Keccak receiptsRoot = Keccak.of(in.bytesExactly(Keccak.BYTES));
    in.skip(); // bloom
    in.skip(); // difficulty
    long number = in.number(Long.MAX_VALUE - BlockId.NUMBER_ROOM);
    in.skip(); // gas limit
    in.skip(); // gas used
    long seconds = in.number(TIME_SECONDS_MAX);
    for (int count = FIELDS_MIN; in.hasNext(); count++) {
      if (count == FIELDS_MAX) {
        in.refuse("a header has more than " + FIELDS_MAX + " fields");
      }
      in.skip();
    }
    in.leave();
    return new Fields(parent, transactionsRoot, receiptsRoot, number, seconds);
  }

  /** A copy of the bytes. */
  public byte[] rlp() {
    return rlp.clone();
  }

  /** The hash of the header, which is that of its block. */
  public Keccak hash() {
    return hash;
  }

  /** The hash of the block before. */
  public Keccak parent() {
    return parent;
  }

  /** The root of the trie of the block's transactions. */
  public Keccak transactionsRoot() {
    return transactionsRoot;
  }

  /** The root of the trie of what the transactions did. */
  public Keccak receiptsRoot() {
    return receiptsRoot;
  }

  public long number() {
    return number;
  }

  /** What the block's maker said the time was, and the chain's rules let pass. */
  public Instant time() {
    return time;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockHeader that && Arrays.equals(rlp, that.rlp);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "block " + number + " " + hash;
  }
}
