package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainTransactionTest {
  private static final Digest DIGEST = AnchorData.digest(Chains.STATEMENT);

  private static ChainTransaction read(byte[] raw) {
    return ChainTransaction.decode(raw).toOptional().orElseThrow();
  }

  private static String why(byte[] raw) {
    return ChainTransaction.decode(raw) instanceof Decoded.Malformed<ChainTransaction>(var why)
        ? why
        : "taken";
  }

  private static byte[] typed(int type, int fields, int dataAt) {
    List<byte[]> list = new ArrayList<>();
    for (int i = 0; i < fields; i++) {
      list.add(i == dataAt ? Rlp.bytes(AnchorData.of(DIGEST)) : Rlp.number(i + 9));
    }
    var raw = new ByteArrayOutputStream();
    raw.write(type);
    raw.writeBytes(Rlp.list(list));
    return raw.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"1, 11, 6", "2, 12, 7", "3, 14, 7", "4, 13, 7"})
  void eachEnvelopeShowsItsChainAndItsData(int type, int fields, int dataAt) {
    ChainTransaction transaction = read(typed(type, fields, dataAt));
    assertThat(transaction.type()).isEqualTo(type);
    assertThat(transaction.chainId()).hasValue(9);
    assertThat(AnchorData.read(transaction.data())).contains(DIGEST);
    assertThat(transaction.hash()).isEqualTo(Keccak.over(transaction.raw()));
    assertThat(why(typed(type, fields + 1, dataAt))).contains("more items");
    assertThat(why(typed(type, fields - 1, dataAt))).contains("missing");
  }

  /** The example of EIP-155: nonce 9, 1 ether to 0x3535..., for chain 1, by key 0x4646... */
  @Test
  void aTransactionWithoutEnvelopeTellsItsChainInItsSignature() {
    byte[] raw =
        HexFormat.of()
            .parseHex(
                "f86c098504a817c800825208943535353535353535353535353535353535353535880"
                    + "de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620"
                    + "aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
    assertThat(read(raw).chainId()).hasValue(1);
    assertThat(read(raw).type()).isZero();
    assertThat(read(raw).data()).isEmpty();
  }

  @Test
  void whatIsNoTransactionIsRefused() {
    assertThat(why(new byte[0])).contains("0 bytes");
    assertThat(why(new byte[] {0x05, 1})).contains("type 5");
    assertThat(why(new byte[ChainTransaction.BYTES_MAX + 1])).contains("must have 1..65536");
  }

  @Test
  void anAnchoringTransactionIsReadBackAsWhatItIs() {
    byte[] raw = Chains.transaction(Chains.CHAIN_ID, Chains.STATEMENT);
    assertThat(read(raw).type()).isEqualTo(2);
    assertThat(read(raw).chainId()).hasValue(Chains.CHAIN_ID);
    assertThat(AnchorData.read(read(raw).data())).contains(DIGEST);
    assertThat(new String(read(raw).data(), 0, 8, StandardCharsets.US_ASCII)).isEqualTo("PENSTOCK");
  }

  @Test
  void theSigningHashCoversAllButTheSignature() {
    var transaction = new AnchorTransaction(1, 2, 3, 4, 21_000, Chains.to(), DIGEST);
    assertThat(transaction.signingHash())
        .isNotEqualTo(new AnchorTransaction(1, 3, 3, 4, 21_000, Chains.to(), DIGEST).signingHash());
    byte[] signed = transaction.signed(0, BigInteger.ONE, BigInteger.TWO);
    assertThat(signed[0]).isEqualTo((byte) 2);
    assertThat(why(signed)).isEqualTo("taken");
    assertThatThrownBy(() -> transaction.signed(2, BigInteger.ONE, BigInteger.ONE))
        .hasMessageContaining("parity");
    assertThatThrownBy(
            () -> new AnchorTransaction(1, 2, 5, 4, 21_000, Chains.to(), DIGEST).signingHash())
        .hasMessageContaining("priority fee 5");
  }

  @Test
  void dataOfOthersIsNoAnchor() {
    byte[] data = AnchorData.of(DIGEST);
    assertThat(AnchorData.read(data)).contains(DIGEST);
    data[0] = 'p';
    assertThat(AnchorData.read(data)).isEmpty();
    assertThat(AnchorData.read(new byte[0])).isEmpty();
    assertThat(AnchorData.read(new byte[41])).isEmpty();
  }

  @Test
  void aBlockIsNamedByThreeWords() {
    var id = new BlockId(11155111, 7_000_000, Keccak.over(new byte[0]));
    assertThat(BlockId.decode(id.text()).toOptional()).contains(id);
    assertThat(BlockId.decode("1 2").toOptional()).isEmpty();
    assertThat(BlockId.decode("0 2 " + id.hash()).toOptional()).isEmpty();
    assertThat(BlockId.decode("1 02 " + id.hash()).toOptional()).isEmpty();
    assertThat(BlockId.decode("1 -2 " + id.hash()).toOptional()).isEmpty();
    assertThat(BlockId.decode("1 2 0x12").toOptional()).isEmpty();
    assertThat(BlockId.decode("1 2 " + id.hash() + " ").toOptional()).isEmpty();
  }
}
