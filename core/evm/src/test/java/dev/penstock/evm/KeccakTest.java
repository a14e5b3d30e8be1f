package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.jcajce.provider.digest.Keccak.Digest256;
import org.junit.jupiter.api.Test;

class KeccakTest {
  private static String of(String text) {
    return Keccak.over(text.getBytes(StandardCharsets.US_ASCII)).toString();
  }

  @Test
  void hashesWhatEverybodyKnows() {
    assertThat(of(""))
        .isEqualTo("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    assertThat(of("abc"))
        .isEqualTo("0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    assertThat(of("The quick brown fox jumps over the lazy dog"))
        .isEqualTo("0x4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15");
    assertThat(of("Transfer(address,address,uint256)"))
        .isEqualTo("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
  }

  @Test
  void agreesWithAnotherImplementation() {
    Property.forAll(Gen.bytes(0, 600))
        .cases(300, 5_000)
        .holds(content ->
            assertThat(Keccak.over(content).bytes()).isEqualTo(new Digest256().digest(content)));
  }

  @Test
  void agreesAtEachLengthAroundABlock() {
    for (int length = 130; length < 280; length++) {
      byte[] content = new byte[length];
      assertThat(Keccak.over(content).bytes())
          .as("%d bytes", length)
          .isEqualTo(new Digest256().digest(content));
    }
  }

  @Test
  void hasOneSpelling() {
    Keccak hash = Keccak.over(new byte[] {1});
    assertThat(Keccak.decode(hash.toString())).contains(hash);
    assertThat(Keccak.of(hash.bytes())).isEqualTo(hash).hasSameHashCodeAs(hash);
    assertThat(Keccak.decode(hash.toString().substring(2))).isEmpty();
    assertThat(Keccak.decode(hash + "0")).isEmpty();
    assertThat(Keccak.decode("0x" + "g".repeat(64))).isEmpty();
    assertThatThrownBy(() -> Keccak.of(new byte[31])).hasMessageContaining("31");
  }
}
