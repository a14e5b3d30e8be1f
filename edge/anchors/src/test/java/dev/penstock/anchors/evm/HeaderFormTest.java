package dev.penstock.anchors.evm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evm.BlockHeader;
import dev.penstock.merkle.Decoded;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderFormTest {
  private static final String EMPTY_TRIE =
      "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

  /** Block 0 of Ethereum's main chain, of the first fork. */
  private static final String GENESIS =
      """
      {"hash":"0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3",
       "parentHash":"0x%1$s","miner":"0x%2$s","nonce":"0x0000000000000042",
       "sha3Uncles":"0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
       "stateRoot":"0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544",
       "transactionsRoot":"%3$s","receiptsRoot":"%3$s","logsBloom":"0x%4$s",
       "difficulty":"0x400000000","number":"0x0","gasLimit":"0x1388","gasUsed":"0x0",
       "timestamp":"0x0","mixHash":"0x%1$s","baseFeePerGas":null,
       "extraData":"0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa"}
      """
          .formatted("0".repeat(64), "0".repeat(40), EMPTY_TRIE, "0".repeat(512));

  private static Decoded<BlockHeader> header(String text) {
    return HeaderForm.header(
        JsonReader.decode(text.getBytes(StandardCharsets.UTF_8)).toOptional().orElseThrow());
  }

  @Test
  void aHeaderOfTheFirstForkIsMadeAgain() {
    assertThat(header(GENESIS).toOptional().orElseThrow().number()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"timestamp\":\"0x0\"', '\"timestamp\":\"0x1\"', cannot be made again",
    "'\"timestamp\":\"0x0\"', '\"timestamp\":\"0x00\"', timestamp is no number",
    "'\"timestamp\":\"0x0\"', '\"timestamp\":0', timestamp is missing or not hexadecimal",
    "'\"nonce\":\"0x0', '\"nonce\":\"0x', nonce is not whole bytes",
    "'\"miner\"', '\"author\"', miner is missing",
    "'\"baseFeePerGas\":null', '\"baseFeePerGas\":\"0x7\"', cannot be made again",
    "'\"hash\":\"0xd4', '\"hash\":\"0xd5', cannot be made again",
  })
  void whatIsToldBadlyIsRefused(String from, String to, String why) {
    assertThat(GENESIS).contains(from);
    assertThat(header(GENESIS.replace(from, to)))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, malformed -> assertThat(malformed.why()).contains(why));
    assertThat(header("[]")).isInstanceOf(Decoded.Malformed.class);
  }
}
