package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
  private static final String LOG = NoteKeys.log("example.com/log", 1).key().vkey();
  private static final String OTHER_LOG = NoteKeys.log("example.com/other", 2).key().vkey();
  private static final String SAME_LOG = NoteKeys.log("example.com/same", 1).key().vkey();
  private static final String W1 = NoteKeys.cosigner("w1.example", 11).key().vkey();
  private static final String W2 = NoteKeys.cosigner("w2.example", 12).key().vkey();
  private static final String W3 = NoteKeys.cosigner("w3.example", 13).key().vkey();

  /** Stands for the keys, so that the cases below can be read. */
  private static Decoded<TrustPolicy> decode(String text) {
    String file =
        text.replace("$LOG", LOG)
            .replace("$OTHER", OTHER_LOG)
            .replace("$SAME", SAME_LOG)
            .replace("$W1", W1)
            .replace("$W2", W2)
            .replace("$W3", W3);
    return TrustPolicy.decode(file.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPolicyWithGroupsReadsAsItIsMeantAndBack() {
    TrustPolicy policy =
        NoteKeys.value(
            decode(
                """
                # whom we trust
                log $LOG
                  log\t $OTHER \t https://log.example/

                witness A1 $W1
                witness A2 $W2 https://w2.example/
                group A all A1 A2
                witness Bär $W3
                group both any A Bär
                \t # the end
                quorum both
                """));
    assertThat(policy.logs()).hasSize(2);
    assertThat(policy.logs().get(1).url()).contains("https://log.example/");
    assertThat(policy.logs().get(0).url()).isEmpty();
    assertThat(policy.witnesses())
        .extracting(TrustPolicy.Witness::name)
        .containsExactly("A1", "A2", "Bär");
    assertThat(policy.groups())
        .containsExactly(
            new TrustPolicy.Group("A", 2, List.of("A1", "A2")),
            new TrustPolicy.Group("both", 1, List.of("A", "Bär")));
    assertThat(policy.quorum()).isEqualTo("both");
    assertThat(TrustPolicy.decode(policy.encode())).isEqualTo(new Decoded.Value<>(policy));
  }

  @Test
  void onlyTheQuorumIsMandatory() {
    assertThat(NoteKeys.value(decode("quorum none\n")).logs()).isEmpty();
    assertThat(NoteKeys.value(decode("witness w $W1\nquorum w\n")).quorum()).isEqualTo("w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "quorum none",
        "quorum none\nquorum none\n",
        "quorum\n",
        "quorum a b\n",
        "quorum w\nwitness w $W1\n",
        "quorum W\n",
        "Quorum none\n",
        "quorum none # comment\n",
        "log\nquorum none\n",
        "log $LOG url more\nquorum none\n",
        "log nokey\nquorum none\n",
        "log $LOG\nlog $LOG\nquorum none\n",
        "log $LOG\nlog $SAME\nquorum none\n",
        "witness w\nquorum none\n",
        "witness w $W1 url more\nquorum none\n",
        "witness none $W1\nquorum none\n",
        "witness w $LOG\nquorum w\n",
        "witness w $W1\nwitness w $W2\nquorum w\n",
        "witness w $W1\nwitness v $W1\nquorum w\n",
        "witness w $W1\ngroup w any w\nquorum w\n",
        "witness w $W1\ngroup none any w\nquorum w\n",
        "witness w $W1\ngroup g any\nquorum w\n",
        "witness w $W1\ngroup g\nquorum w\n",
        "witness w $W1\ngroup g any g\nquorum w\n",
        "witness w $W1\ngroup g any none\nquorum w\n",
        "witness w $W1\ngroup g any w w\nquorum g\n",
        "witness w $W1\ngroup g any w\ngroup h any w\nquorum h\n",
        "witness w $W1\ngroup g 0 w\nquorum g\n",
        "witness w $W1\ngroup g 2 w\nquorum g\n",
        "witness w $W1\ngroup g 01 w\nquorum g\n",
        "witness w $W1\ngroup g -1 w\nquorum g\n",
        "witness w $W1\ngroup g some w\nquorum g\n",
        "group g any w\nwitness w $W1\nquorum g\n",
        "quorum none\r\n",
        "# \u007f\nquorum none\n",
        "quorum\u00a0none\n",
        "mirror $W1\nquorum none\n",
      })
  void whatBreaksARuleIsMalformed(String text) {
    assertThat(decode(text)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void theLineAtFaultIsNamed() {
    assertThat(decode("witness w $W1\n\ngroup g any v\nquorum g\n"))
        .isEqualTo(new Decoded.Malformed<>("line 3: no earlier line defines v"));
  }

  /** C2SP tlog-policy, character set: octets above 0x7F are opaque, and may be no UTF-8. */
  @Test
  void namesThatAreNoUtf8AreOpaqueOctets() {
    byte[] file =
        ("witness w" + "é" + " " + W1 + "\nquorum w" + "é" + "\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(NoteKeys.value(TrustPolicy.decode(file)).quorum()).isEqualTo("wé");
  }

  @Test
  void thirtyTwoOfEachAreTakenAndThereIsALimit() {
    for (int count : new int[] {32, TrustPolicy.WITNESSES_MAX, TrustPolicy.WITNESSES_MAX + 1}) {
      var text = new StringBuilder();
      for (int i = 0; i < count; i++) {
        text.append("log ").append(key("l" + i, NoteKeyType.ED25519, i)).append('\n');
        String vkey = key("w" + i, NoteKeyType.COSIGNATURE_ED25519, i);
        text.append("witness w").append(i).append(' ').append(vkey).append('\n');
        text.append("group g").append(i).append(" any w").append(i).append('\n');
      }
      text.append("quorum g0\n");
      assertThat(decode(text.toString()) instanceof Decoded.Value)
          .as("%d of each", count)
          .isEqualTo(count <= TrustPolicy.WITNESSES_MAX);
    }
    assertThat(TrustPolicy.decode(new byte[TrustPolicy.BYTES_MAX + 1]))
        .isInstanceOf(Decoded.Malformed.class);
  }

  /** A vkey that is well-formed, of a key that nobody has. */
  private static String key(String name, NoteKeyType type, int number) {
    byte[] raw = new byte[32];
    raw[0] = (byte) number;
    return new NoteKey(name, type, VerificationKey.of(SignatureAlgorithm.ED25519, raw)).vkey();
  }

  @Test
  void misuseIsRefused() {
    var log = new TrustPolicy.Log(NoteKeys.log("l", 1).key(), Optional.empty());
    assertThatThrownBy(() -> new TrustPolicy(List.of(log, log), List.of(), List.of(), "none"))
        .hasMessageContaining("same public key");
    assertThatThrownBy(() -> new TrustPolicy(List.of(log), List.of(), List.of(), "w"))
        .hasMessageContaining("unknown w");
    var spaced = new TrustPolicy.Witness("a b", NoteKeys.cosigner("w", 2).key(), Optional.empty());
    assertThatThrownBy(() -> new TrustPolicy(List.of(), List.of(spaced), List.of(), "none"))
        .hasMessageContaining("a b");
    var spacedUrl = new TrustPolicy.Log(NoteKeys.log("l", 1).key(), Optional.of("a b"));
    assertThatThrownBy(() -> new TrustPolicy(List.of(spacedUrl), List.of(), List.of(), "none"))
        .hasMessageContaining("URL");
  }
}
