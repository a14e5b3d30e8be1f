package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.Decoded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockHeaderTest {
  private static final String EMPTY_TRIE =
      "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /** Block 0 of Ethereum's main chain. */
  private static List<byte[]> genesis() {
    List<byte[]> fields = new ArrayList<>();
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(hex("1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347")));
    fields.add(Rlp.bytes(new byte[20]));
    fields.add(Rlp.bytes(hex("d7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544")));
    fields.add(Rlp.bytes(hex(EMPTY_TRIE)));
    fields.add(Rlp.bytes(hex(EMPTY_TRIE)));
    fields.add(Rlp.bytes(new byte[256]));
    fields.add(Rlp.number(0x400000000L));
    fields.add(Rlp.number(0));
    fields.add(Rlp.number(5000));
    fields.add(Rlp.number(0));
    fields.add(Rlp.number(0));
    fields.add(Rlp.bytes(hex("11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa")));
    fields.add(Rlp.bytes(new byte[32]));
    fields.add(Rlp.bytes(hex("0000000000000042")));
    return fields;
  }

  private static String why(byte[] rlp) {
    return BlockHeader.decode(rlp) instanceof Decoded.Malformed<BlockHeader>(var why)
        ? why
        : "taken";
  }

  @Test
  void theFirstBlockOfEthereumHasItsHash() {
    BlockHeader header = BlockHeader.decode(Rlp.list(genesis())).toOptional().orElseThrow();
    assertThat(header.hash())
        .hasToString("0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3");
    assertThat(header.number()).isZero();
    assertThat(header.time()).isEqualTo(Instant.EPOCH);
    assertThat(header.parent()).isEqualTo(Keccak.of(new byte[32]));
    assertThat(header.transactionsRoot()).isEqualTo(header.receiptsRoot());
    assertThat(header.rlp()).isEqualTo(Rlp.list(genesis()));
  }

  @Test
  void fieldsOfForksToComeAreTakenUpToALimit() {
    List<byte[]> fields = genesis();
    while (fields.size() < 40) {
      fields.add(Rlp.list(List.of(Rlp.number(fields.size()))));
    }
    assertThat(why(Rlp.list(fields))).isEqualTo("taken");
    fields.add(Rlp.number(1));
    assertThat(why(Rlp.list(fields))).contains("more than 40 fields");
  }

  @Test
  void whatIsNoHeaderIsRefused() {
    List<byte[]> fields = genesis();
    assertThat(why(Rlp.list(fields.subList(0, 11)))).contains("an item is missing");
    fields.set(4, Rlp.bytes(new byte[31]));
    assertThat(why(Rlp.list(fields))).contains("31 bytes, not 32");
    fields = genesis();
    fields.set(11, Rlp.number(253_402_300_800L));
    assertThat(why(Rlp.list(fields))).contains("above 253402300799");
    fields = genesis();
    fields.set(8, Rlp.number(Long.MAX_VALUE));
    assertThat(why(Rlp.list(fields))).contains("a number is above");
    assertThat(why(new byte[BlockHeader.BYTES_MAX + 1])).contains("at most");
    assertThat(why(Rlp.bytes(new byte[3]))).contains("a string stands for a list");
    byte[] trailing = Arrays.copyOf(Rlp.list(genesis()), 1_000);
    assertThat(why(trailing)).contains("bytes follow");
  }
}
