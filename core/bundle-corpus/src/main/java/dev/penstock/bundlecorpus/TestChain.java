package dev.penstock.bundlecorpus;

import dev.penstock.evm.Address;
import dev.penstock.evm.AnchorData;
import dev.penstock.evm.AnchorTransaction;
import dev.penstock.evm.BlockHeader;
import dev.penstock.evm.BlockId;
import dev.penstock.evm.ChainAnchor;
import dev.penstock.evm.IndexTrie;
import dev.penstock.evm.Keccak;
import dev.penstock.evm.Rlp;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A few blocks of a chain, the first of which names a statement; nobody mined them. */
final class TestChain {
  private static final long CHAIN_ID = 31_337;
  private static final int OURS = 2;
  private static final int COUNT = 5;
  private static final long TIME = Site.START / Site.SECOND + 60;

  private final List<BlockHeader> headers = new ArrayList<>();
  private final List<byte[]> transactions = new ArrayList<>();
  private final IndexTrie trie;

  TestChain(String statement) {
    for (int i = 0; i < COUNT; i++) {
      String text = i == OURS ? statement : "statement of others " + i;
      transactions.add(transaction(text.getBytes(StandardCharsets.UTF_8), i));
    }
    trie = IndexTrie.of(transactions);
    BlockHeader last = header(new byte[32], trie.root(), 7, TIME);
    headers.add(last);
    for (int i = 1; i <= 4; i++) {
      last = header(last.hash().bytes(), IndexTrie.of(List.of()).root(), 7L + i, TIME + 12L * i);
      headers.add(last);
    }
  }

  private static byte[] transaction(byte[] statement, int nonce) {
    Address to = Address.decode("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").orElseThrow();
    return new AnchorTransaction(
            CHAIN_ID, nonce, 1_000_000_000, 30_000_000_000L, 25_000, to,
            AnchorData.digest(statement))
        .signed(1, BigInteger.valueOf(77), BigInteger.valueOf(88));
  }

  private static BlockHeader header(byte[] parent, Keccak root, long number, long time) {
    List<byte[]> fields = new ArrayList<>();
    fields.add(Rlp.bytes(parent));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(new byte[20]));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(root.bytes()));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(new byte[256]));
    fields.add(Rlp.number(0));
    fields.add(Rlp.number(number));
    fields.add(Rlp.number(30_000_000));
    fields.add(Rlp.number(21_000));
    fields.add(Rlp.number(time));
    fields.add(Rlp.bytes(new byte[0]));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(new byte[8]));
    fields.add(Rlp.number(7));
    return BlockHeader.decode(Rlp.list(fields)).toOptional().orElseThrow();
  }

  /** The proof with so many headers behind the block. */
  byte[] proof(int following) {
    return ChainAnchor.of(
            CHAIN_ID,
            headers.getFirst(),
            OURS,
            transactions.get(OURS),
            trie.path(OURS),
            headers.subList(1, 1 + following))
        .encode();
  }

  /** The line of a trust file that names the block so many behind the first. */
  String trusted(int following) {
    BlockHeader header = headers.get(following);
    return "block " + new BlockId(CHAIN_ID, header.number(), header.hash()).text() + "\n";
  }

  /** Another block in the place of the first. */
  String other() {
    Keccak hash = headers.get(3).hash();
    return "block " + new BlockId(CHAIN_ID, headers.getFirst().number(), hash).text() + "\n";
  }
}
