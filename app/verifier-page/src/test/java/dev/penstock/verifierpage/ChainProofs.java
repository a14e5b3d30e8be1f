package dev.penstock.verifierpage;

import dev.penstock.evm.Address;
import dev.penstock.evm.AnchorData;
import dev.penstock.evm.AnchorTransaction;
import dev.penstock.evm.BlockHeader;
import dev.penstock.evm.BlockId;
import dev.penstock.evm.ChainAnchor;
import dev.penstock.evm.IndexTrie;
import dev.penstock.evm.Keccak;
import dev.penstock.evm.Rlp;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Anchors in chains: tries of many sizes, transactions of every kind, this trust and that. */
final class ChainProofs {
  private static final long CHAIN_ID = 31_337;
  private static final byte[] STATEMENT =
      "example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
          .getBytes(StandardCharsets.UTF_8);
  private static final long MADE = 1_772_532_005;
  private static final long NOW = (MADE + 86_400) * 1_000_000_000L;

  private final List<Proof> proofs = new ArrayList<>();

  private ChainProofs() {}

  static List<Proof> all() {
    var made = new ChainProofs();
    made.tries();
    made.kinds();
    made.trusted();
    return made.proofs;
  }

  private static byte[] transaction(long chainId, byte[] statement) {
    Address to = Address.decode("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed").orElseThrow();
    return new AnchorTransaction(
            chainId, 3, 1_000_000_000, 30_000_000_000L, 25_000, to, AnchorData.digest(statement))
        .signed(1, BigInteger.valueOf(77), BigInteger.valueOf(88));
  }

  private static BlockHeader header(byte[] parent, Keccak root, long number, long time) {
    List<byte[]> fields = new ArrayList<>();
    for (byte[] bytes :
        List.of(parent, new byte[32], new byte[20], new byte[32], root.bytes(), new byte[32])) {
      fields.add(Rlp.bytes(bytes));
    }
    fields.add(Rlp.bytes(new byte[256]));
    for (long value : new long[] {0, number, 30_000_000, 21_000, time}) {
      fields.add(Rlp.number(value));
    }
    fields.add(Rlp.bytes(new byte[0]));
    return BlockHeader.decode(Rlp.list(fields)).toOptional().orElseThrow();
  }

  /** A chain of four blocks, of which the first holds these. */
  private static List<BlockHeader> headers(IndexTrie trie) {
    List<BlockHeader> headers = new ArrayList<>();
    headers.add(header(new byte[32], trie.root(), 7, MADE));
    for (int i = 1; i < 4; i++) {
      byte[] parent = headers.getLast().hash().bytes();
      headers.add(header(parent, IndexTrie.of(List.of()).root(), 7L + i, MADE + 12L * i));
    }
    return headers;
  }

  private static String block(BlockHeader header) {
    return "block " + new BlockId(CHAIN_ID, header.number(), header.hash()).text() + "\n";
  }

  private void put(String name, List<byte[]> transactions, int index, long chainId) {
    IndexTrie trie = IndexTrie.of(transactions);
    List<BlockHeader> headers = headers(trie);
    ChainAnchor anchor =
        ChainAnchor.of(
            chainId,
            headers.getFirst(),
            index,
            transactions.get(index),
            trie.path(index),
            headers.subList(1, 4));
    proofs.add(Proof.anchor(name, anchor.encode(), STATEMENT, block(headers.get(2)), NOW));
  }

  private void tries() {
    for (int count : new int[] {1, 2, 3, 16, 17, 127, 128, 129, 200, 300}) {
      for (int index : new int[] {0, 1, 15, 16, 127, 128, 256, count - 1}) {
        if (index < count) {
          List<byte[]> all = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            all.add(transaction(CHAIN_ID, i == index ? STATEMENT : new byte[] {(byte) i}));
          }
          put(index + " of " + count, all, index, CHAIN_ID);
        }
      }
    }
    // Short items stand inside the nodes above them.
    List<byte[]> small = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      small.add(new byte[] {(byte) (0x80 + i), 1});
    }
    put("short items", small, 17, CHAIN_ID);
  }

  private static byte[] enveloped(int type, List<byte[]> fields) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(type);
    bytes.writeBytes(Rlp.list(fields));
    return bytes.toByteArray();
  }

  /** So many fields, of which one is the data. */
  private static List<byte[]> fields(int count, int dataAt, long first) {
    List<byte[]> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(Rlp.number(i + 1L));
    }
    fields.set(0, Rlp.number(first));
    fields.set(dataAt, Rlp.bytes(AnchorData.of(AnchorData.digest(STATEMENT))));
    return fields;
  }

  private void kinds() {
    for (long v : new long[] {27, 34, 35, 36, 2 * CHAIN_ID + 35, 2 * CHAIN_ID + 36}) {
      List<byte[]> fields = fields(9, 5, 1);
      fields.set(6, Rlp.number(v));
      put("legacy, v " + v, List.of(Rlp.list(fields)), 0, CHAIN_ID);
    }
    int[][] forms = {{1, 6, 11}, {2, 7, 12}, {3, 7, 14}, {4, 7, 13}, {5, 7, 13}, {2, 7, 11}};
    for (int[] form : forms) {
      byte[] one = enveloped(form[0], fields(form[2], form[1], CHAIN_ID));
      put("type " + form[0] + " of " + form[2], List.of(one), 0, CHAIN_ID);
    }
    put("other data", List.of(enveloped(2, fields(12, 6, CHAIN_ID))), 0, CHAIN_ID);
    put("other chain", List.of(transaction(1, STATEMENT)), 0, CHAIN_ID);
    put("other statement", List.of(transaction(CHAIN_ID, new byte[0])), 0, CHAIN_ID);
    put("chain not trusted", List.of(transaction(1, STATEMENT)), 0, 1);
  }

  private void trusted() {
    List<byte[]> ours = List.of(transaction(CHAIN_ID, STATEMENT));
    IndexTrie trie = IndexTrie.of(ours);
    List<BlockHeader> headers = headers(trie);
    byte[] proof =
        ChainAnchor.of(
                CHAIN_ID,
                headers.getFirst(),
                0,
                ours.getFirst(),
                trie.path(0),
                headers.subList(1, 3))
            .encode();
    String first = block(headers.getFirst());
    String beyond = block(headers.getLast());
    String other = "block " + CHAIN_ID + " 8 0x" + "1B".repeat(32) + "\n";
    for (String trust : List.of("# none\n", first, beyond, other, first + beyond, first + other)) {
      proofs.add(Proof.anchor("trust " + trust.strip(), proof, STATEMENT, trust, NOW));
    }
    for (long ahead : new long[] {23, 24}) {
      long now = (MADE + ahead) * 1_000_000_000L;
      proofs.add(Proof.anchor("after " + ahead + " s", proof, STATEMENT, first, now));
    }
  }
}
