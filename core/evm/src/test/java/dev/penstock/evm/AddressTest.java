package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  /** The examples of EIP-55. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
      })
  void isWrittenWithAChecksum(String text) {
    assertThat(Address.decode(text)).map(Address::toString).contains(text);
    assertThat(Address.decode(text.toLowerCase(Locale.ROOT))).isEqualTo(Address.decode(text));
  }

  @Test
  void aWrongChecksumIsRefused() {
    assertThat(Address.decode("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD")).isEmpty();
    assertThat(Address.decode("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA")).isEmpty();
    assertThat(Address.decode("")).isEmpty();
  }

  /** The public key of the private key 1 is the generator of secp256k1. */
  @Test
  void isMadeOfAPublicKey() {
    byte[] generator =
        HexFormat.of()
            .parseHex(
                "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                    + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");
    assertThat(Address.ofKey(generator)).hasToString("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
  }
}
