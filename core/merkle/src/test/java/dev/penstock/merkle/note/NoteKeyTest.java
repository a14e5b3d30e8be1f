package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class NoteKeyTest {
  private static final String EXAMPLE =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  @Test
  void aVkeyReadsBackAsItself() {
    for (NoteSigner signer :
        new NoteSigner[] {
          NoteKeys.log("example.com/log", 1),
          NoteKeys.cosigner("witness.example/w", 1),
          NoteKeys.mlDsaCosigner("zeugin.example/müller", 1)
        }) {
      String vkey = signer.key().vkey();
      assertThat(NoteKeys.value(NoteKey.decode(vkey))).isEqualTo(signer.key());
      assertThat(NoteKeys.value(NoteKey.decode(vkey)).vkey()).isEqualTo(vkey);
    }
  }

  @Test
  void nameTypeAndKeyEachChangeTheId() {
    NoteKey log = NoteKeys.log("a", 1).key();
    assertThat(NoteKeys.log("b", 1).key().id()).isNotEqualTo(log.id());
    assertThat(NoteKeys.log("a", 2).key().id()).isNotEqualTo(log.id());
    assertThat(NoteKeys.cosigner("a", 1).key().id()).isNotEqualTo(log.id());
  }

  @Test
  void everyChangedCharacterOfAVkeyIsRefused() {
    for (int i = 0; i < EXAMPLE.length(); i++) {
      for (int bit = 0; bit < 7; bit++) {
        var changed = new StringBuilder(EXAMPLE);
        changed.setCharAt(i, (char) (EXAMPLE.charAt(i) ^ 1 << bit));
        assertThat(NoteKey.decode(changed.toString()))
            .as("%s", changed)
            .isInstanceOf(Decoded.Malformed.class);
      }
    }
  }

  @Test
  void whatIsNoVkeyOfAKnownTypeSaysWhy() {
    assertThat(NoteKey.decode("name")).isEqualTo(malformed("vkey is not name+id+key"));
    assertThat(NoteKey.decode("name+00000000")).isEqualTo(malformed("vkey is not name+id+key"));
    assertThat(NoteKey.decode("+00000000+AQ==")).isEqualTo(malformed("vkey has no valid key name"));
    assertThat(NoteKey.decode("a b+00000000+AQ=="))
        .isEqualTo(malformed("vkey has no valid key name"));
    assertThat(NoteKey.decode("a+00000000+")).isEqualTo(malformed("vkey's key is not base64"));
    assertThat(NoteKey.decode("a+00000000+A-A=")).isEqualTo(malformed("vkey's key is not base64"));
    assertThat(NoteKey.decode("a+00000000+AgA="))
        .isEqualTo(malformed("vkey's signature type 0x02 is not supported"));
    assertThat(NoteKey.decode("a+00000000+/wA="))
        .isEqualTo(malformed("vkey's signature type 0xff is not supported"));
    assertThat(NoteKey.decode("a+00000000+AQA="))
        .isEqualTo(malformed("vkey's key has 1 bytes, must be 32"));
    byte[] long33 = new byte[34];
    long33[0] = 1;
    assertThat(NoteKey.decode("a+00000000+" + Base64.getEncoder().encodeToString(long33)))
        .isEqualTo(malformed("vkey's key has 33 bytes, must be 32"));
    assertThat(NoteKey.decode("a".repeat(5_000) + EXAMPLE))
        .isEqualTo(malformed("vkey is longer than 4096 characters"));
    assertThat(NoteKey.decode(EXAMPLE.replace("530d903a", "530D903A")))
        .isEqualTo(malformed("vkey's key id does not follow from its name and key"));
    assertThat(NoteKey.decode(EXAMPLE.replace("530d903a", "0530d903a")))
        .isEqualTo(malformed("vkey's key id does not follow from its name and key"));
  }

  private static Decoded<NoteKey> malformed(String why) {
    return new Decoded.Malformed<>(why);
  }

  @Test
  void misuseIsRefused() {
    var key = VerificationKey.of(SignatureAlgorithm.ED25519, new byte[32]);
    assertThatThrownBy(() -> new NoteKey("a+b", NoteKeyType.ED25519, key))
        .hasMessageContaining("a+b");
    assertThatThrownBy(() -> new NoteKey("a", NoteKeyType.COSIGNATURE_ML_DSA_44, key))
        .hasMessageContaining("ED25519");
    assertThat(NoteKey.isName("example.com/log42")).isTrue();
    assertThat(NoteKey.isName("")).isFalse();
    assertThat(NoteKey.isName("a\u3000b")).isFalse();
  }
}
