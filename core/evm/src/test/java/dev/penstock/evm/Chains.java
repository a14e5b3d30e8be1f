package dev.penstock.evm;

import dev.penstock.merkle.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Blocks that fit together, made up for tests. */
final class Chains {
  static final long CHAIN_ID = 31337;
  static final byte[] STATEMENT =
      "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
          .getBytes(StandardCharsets.UTF_8);
  static final Instant MADE = Instant.parse("2026-03-03T10:00:05Z");
  static final Instant NOW = Instant.parse("2026-03-04T00:00:00Z");

  private Chains() {}

  static byte[] transaction(long chainId, byte[] statement) {
    Digest digest = AnchorData.digest(statement);
    return new AnchorTransaction(chainId, 3, 1_000_000_000, 30_000_000_000L, 25_000, to(), digest)
        .signed(1, BigInteger.valueOf(77), BigInteger.valueOf(88));
  }

  static Address to() {
    return Address.decode("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").orElseThrow();
  }

  static BlockHeader header(Keccak parent, Keccak transactions, long number, Instant time) {
    List<byte[]> fields = new ArrayList<>();
    fields.add(Rlp.bytes(parent.bytes()));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(new byte[20]));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(transactions.bytes()));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(new byte[256]));
    fields.add(Rlp.number(0));
    fields.add(Rlp.number(number));
    fields.add(Rlp.number(30_000_000));
    fields.add(Rlp.number(21_000));
    fields.add(Rlp.number(time.getEpochSecond()));
    fields.add(Rlp.bytes(new byte[0]));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(new byte[8]));
    fields.add(Rlp.number(7));
    return BlockHeader.decode(Rlp.list(fields)).toOptional().orElseThrow();
  }

  static BlockHeader after(BlockHeader before) {
    return header(
        before.hash(),
        IndexTrie.of(List.of()).root(),
        before.number() + 1,
        before.time().plusSeconds(12));
  }

  static List<BlockHeader> following(BlockHeader block, int count) {
    List<BlockHeader> following = new ArrayList<>();
    BlockHeader last = block;
    for (int i = 0; i < count; i++) {
      last = after(last);
      following.add(last);
    }
    return following;
  }

  /** A block whose transactions are others' but for the one at this index. */
  static List<byte[]> transactions(int count, int index, byte[] ours) {
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(i == index ? ours : transaction(CHAIN_ID, new byte[] {(byte) i}));
    }
    return all;
  }

  static BlockId id(BlockHeader header) {
    return new BlockId(CHAIN_ID, header.number(), header.hash());
  }
}
