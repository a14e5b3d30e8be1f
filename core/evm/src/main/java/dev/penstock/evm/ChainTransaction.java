package dev.penstock.evm;

import dev.penstock.merkle.Decoded;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A transaction of somebody, byte for byte as its block holds it, and the two things in it that an
 * anchor rests on: for which chain it was signed and what data it carries. Signature, fees and
 * amounts are the chain's business, which judged them when it took the transaction in.
 */
public final class ChainTransaction {
  /** An anchor has some 160 bytes; whoever puts it into a larger transaction has room. */
  public static final int BYTES_MAX = 1 << 16;

  /** The first byte of a list: a transaction without an envelope (EIP-2718). */
  private static final int LEGACY_MIN = 0xc0;

  /** EIP-155: the signature of a transaction for one chain has 35 or 36 and twice its id. */
  private static final long REPLAY_PROTECTED_MIN = 35;

  private final byte[] raw;
  private final int type;
  private final OptionalLong chainId;
  private final byte[] data;

  private ChainTransaction(byte[] raw, int type, OptionalLong chainId, byte[] data) {
    this.raw = raw;
    this.type = type;
    this.chainId = chainId;
    this.data = data;
  }

  /** Reads a transaction. {@link #raw} gives back the same bytes. */
  public static Decoded<ChainTransaction> decode(byte[] raw) {
    if (raw.length == 0 || raw.length > BYTES_MAX) {
      return new Decoded.Malformed<>(
          "transaction has " + raw.length + " bytes, must have 1.." + BYTES_MAX);
    }
    int first = raw[0] & 0xff;
    if (first >= LEGACY_MIN) {
      return legacy(raw);
    }
    return switch (first) {
      case 0x01 -> typed(raw, 6, 11); // EIP-2930
      case 0x02 -> typed(raw, 7, 12); // EIP-1559
      case 0x03 -> typed(raw, 7, 14); // EIP-4844
      case 0x04 -> typed(raw, 7, 13); // EIP-7702
      default -> new Decoded.Malformed<>("transaction has type " + first + ", known are 0 to 4");
    };
  }

  /** Nonce, gas price, gas limit, to, value, data, v, r, s. */
  private static Decoded<ChainTransaction> legacy(byte[] raw) {
    var in = new RlpReader(raw);
    in.list();
    skip(in, 5);
    byte[] data = in.bytes(BYTES_MAX);
    long v = in.number(Long.MAX_VALUE);
    skip(in, 2);
    in.leave();
    OptionalLong chainId =
        v < REPLAY_PROTECTED_MIN
            ? OptionalLong.empty()
            : OptionalLong.of((v - REPLAY_PROTECTED_MIN) / 2);
    return ended(in, new ChainTransaction(raw.clone(), 0, chainId, data));
  }

  /** An envelope: its type, then a list that begins with the chain id. */
  private static Decoded<ChainTransaction> typed(byte[] raw, int dataAt, int fields) {
    var in = new RlpReader(Arrays.copyOfRange(raw, 1, raw.length));
    in.list();
    long chainId = in.number(Long.MAX_VALUE);
    skip(in, dataAt - 1);
    byte[] data = in.bytes(BYTES_MAX);
    skip(in, fields - dataAt - 1);
    in.leave();
    return ended(in, new ChainTransaction(raw.clone(), raw[0], OptionalLong.of(chainId), data));
  }

  private static void skip(RlpReader in, int count) {
    for (int i = 0; i < count; i++) {
      in.skip();
    }
  }

  private static Decoded<ChainTransaction> ended(RlpReader in, ChainTransaction transaction) {
    Optional<String> fault = in.end();
    return fault.isPresent()
        ? new Decoded.Malformed<>("transaction: " + fault.get())
        : new Decoded.Value<>(transaction);
  }

  /** A copy of the bytes. */
  public byte[] raw() {
    return raw.clone();
  }

  /** The name the chain knows it by. */
  public Keccak hash() {
    return Keccak.over(raw);
  }

  /** The number of its envelope; 0 when it has none. */
  public int type() {
    return type;
  }

  /** The chain it was signed for; empty in old transactions that were good on any. */
  public OptionalLong chainId() {
    return chainId;
  }

  /** A copy of the data. */
  public byte[] data() {
    return data.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainTransaction that && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return "transaction " + hash();
  }
}
