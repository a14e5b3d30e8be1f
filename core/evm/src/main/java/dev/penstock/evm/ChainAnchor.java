package dev.penstock.evm;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.merkle.Decoded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shows that a block of a chain holds a transaction, and which blocks follow: docs/formats,
 * chain-anchor. Worth nothing until {@link ChainAnchorChecker} has checked it. Reading looks at the
 * form of the whole and not into headers, transaction and nodes.
 */
public final class ChainAnchor {
  /** Room for the largest number of usual headers four times over. */
  public static final int BYTES_MAX = 1 << 20;

  /** Nobody waits for more; blocks are final on every chain we know long before. */
  public static final int FOLLOWING_MAX = 256;

  static final int VERSION = 1;

  private static final int ITEMS = 7;

  private final long chainId;
  private final byte[] header;
  private final int index;
  private final byte[] transaction;
  private final List<byte[]> nodes;
  private final List<byte[]> following;

  private ChainAnchor(
      long chainId,
      byte[] header,
      int index,
      byte[] transaction,
      List<byte[]> nodes,
      List<byte[]> following) {
    this.chainId = chainId;
    this.header = header;
    this.index = index;
    this.transaction = transaction;
    this.nodes = nodes;
    this.following = following;
  }

  /**
   * A proof of these.
   *
   * @param header of the block that holds the transaction
   * @param index of the transaction in the block
   * @param transaction as the block holds it
   * @param nodes of the block's trie, from its root to the transaction
   * @param following headers of the blocks after this one, in order
   */
  public static ChainAnchor of(
      long chainId,
      BlockHeader header,
      int index,
      byte[] transaction,
      List<byte[]> nodes,
      List<BlockHeader> following) {
    if (chainId < 1 || index < 0) {
      throw new IllegalArgumentException("chain id " + chainId + ", index " + index);
    }
    if (nodes.size() > TriePath.NODES_MAX || following.size() > FOLLOWING_MAX) {
      throw new IllegalArgumentException(
          nodes.size() + " nodes and " + following.size() + " headers");
    }
    return new ChainAnchor(
        chainId,
        header.rlp(),
        index,
        transaction.clone(),
        nodes.stream().map(byte[]::clone).toList(),
        following.stream().map(BlockHeader::rlp).toList());
  }

  /** The stored form. */
  public byte[] encode() {
    var out = new CborWriter(1024);
    out.array(ITEMS);
    out.unsigned(VERSION);
    out.unsigned(chainId);
    out.bytes(header);
    out.unsigned(index);
    out.bytes(transaction);
    write(out, nodes);
    write(out, following);
    return out.toByteArray();
  }

  private static void write(CborWriter out, List<byte[]> strings) {
    out.array(strings.size());
    strings.forEach(out::bytes);
  }

  /** Reads a proof. {@link #encode} gives back the same bytes. */
  public static Decoded<ChainAnchor> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(ITEMS);
    if (in.unsigned() != VERSION) {
      in.refuse(ChainAnchorReason.UNKNOWN_VERSION);
    }
    long chainId = in.unsigned();
    byte[] header = in.bytes(BlockHeader.BYTES_MAX);
    int index = (int) in.unsigned(Integer.MAX_VALUE);
    byte[] transaction = in.bytes(ChainTransaction.BYTES_MAX);
    List<byte[]> nodes = read(in, TriePath.NODES_MAX, TriePath.NODE_BYTES_MAX);
    List<byte[]> following = read(in, FOLLOWING_MAX, BlockHeader.BYTES_MAX);
    return switch (in.end(
        () -> new ChainAnchor(chainId, header, index, transaction, nodes, following))) {
      case dev.penstock.cbor.Decoded.Refused<ChainAnchor>(var refusal) ->
          new Decoded.Malformed<>(refusal.toString());
      case dev.penstock.cbor.Decoded.Value<ChainAnchor>(var anchor) ->
          anchor.chainId == 0
              ? new Decoded.Malformed<>("chain id is 0, must be 1 or more")
              : new Decoded.Value<>(anchor);
    };
  }

  private static List<byte[]> read(CborReader in, int countMax, int bytesMax) {
    int count = in.array();
    if (count > countMax) {
      in.refuse(ChainAnchorReason.TOO_MANY);
    }
    List<byte[]> strings = new ArrayList<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      strings.add(in.bytes(bytesMax));
    }
    return List.copyOf(strings);
  }

  /** The version in the first item, where the bytes begin like a proof of any version; else 0. */
  static long versionOf(byte[] bytes) {
    if (bytes.length > BYTES_MAX || bytes.length == 0) {
      return 0;
    }
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    return in.array() == 0 ? 0 : in.unsigned();
  }

  public long chainId() {
    return chainId;
  }

  /** The header of the block that holds the transaction. */
  public byte[] header() {
    return header.clone();
  }

  /** Where in the block the transaction stands. */
  public int index() {
    return index;
  }

  /** The transaction as the block holds it. */
  public byte[] transaction() {
    return transaction.clone();
  }

  /** The nodes of the block's trie, from its root to the transaction. */
  public List<byte[]> nodes() {
    return nodes.stream().map(byte[]::clone).toList();
  }

  /** The headers of the blocks after this one, in order. */
  public List<byte[]> following() {
    return following.stream().map(byte[]::clone).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChainAnchor that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }

  @Override
  public String toString() {
    return "transaction " + Keccak.over(transaction) + " in chain " + chainId;
  }
}
