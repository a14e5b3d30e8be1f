package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint made by hand, from C2SP tlog-checkpoint and signed-note: both judges accept it and
 * refuse a changed one, so their word on the product's checkpoints is worth something.
 */
class CheckpointJudgesTest {
  private static final String ORIGIN = "example.org/log";
  private static final String ROOT = "00".repeat(31) + "2a";
  private static final HexFormat HEX = HexFormat.of();
  private static final int SPKI_HEADER_BYTES = 12;

  private final KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  private final Peers peers = Peers.ofThisMachine();

  CheckpointJudgesTest() throws GeneralSecurityException {}

  private byte[] rawKey() {
    byte[] spki = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(spki, SPKI_HEADER_BYTES, spki.length);
  }

  private static String text(long size) {
    String root = Base64.getEncoder().encodeToString(HEX.parseHex(ROOT));
    return ORIGIN + "\n" + size + "\n" + root + "\n";
  }

  /** The verifier key as Go writes it, {@code <name>+<hash>+<type and key>}. */
  private String goKey(Judge go) {
    return go.ask("ed25519-key", Map.of("name", ORIGIN, "key", HEX.formatHex(rawKey())))
        .get("key")
        .asText();
  }

  private static String keyHash(String goKey) {
    return goKey.split("\\+", 3)[1];
  }

  private String sign(String text, String keyHash) throws GeneralSecurityException {
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    String both = keyHash + HEX.formatHex(signature.sign());
    return text
        + "\n\u2014 "
        + ORIGIN
        + " "
        + Base64.getEncoder().encodeToString(HEX.parseHex(both))
        + "\n";
  }

  private static String changed(String note) {
    return note.replace("\n7\n", "\n8\n");
  }

  @Test
  void goOpensItAndRefusesAChangedOne() throws IOException, GeneralSecurityException {
    try (Judge go = peers.goJudge()) {
      String key = goKey(go);
      String note = sign(text(7), keyHash(key));
      JsonNode opened = go.ask("open-note", Map.of("note", note, "keys", List.of(key)));
      assertThat(opened.get("ok").asBoolean()).isTrue();
      assertThat(opened.get("text").asText()).isEqualTo(text(7));
      assertThat(opened.get("names").get(0).asText()).isEqualTo(ORIGIN);
      assertThat(go.accepts("open-note", Map.of("note", changed(note), "keys", List.of(key))))
          .isFalse();
      assertThat(go.accepts("open-note", Map.of("note", note, "keys", List.of()))).isFalse();
    }
  }

  @Test
  void sigstoreReadsItAndRefusesAChangedOne() throws IOException, GeneralSecurityException {
    try (Judge go = peers.goJudge();
        Judge npm = peers.npmJudge()) {
      String keyHash = keyHash(goKey(go));
      String note = sign(text(7), keyHash);
      JsonNode read = npm.ask("check-checkpoint", checkpoint(note, keyHash));
      assertThat(read.get("ok").asBoolean()).isTrue();
      assertThat(read.get("origin").asText()).isEqualTo(ORIGIN);
      assertThat(read.get("size").asText()).isEqualTo("7");
      assertThat(read.get("root").asText()).isEqualTo(ROOT);
      assertThat(npm.accepts("check-checkpoint", checkpoint(changed(note), keyHash))).isFalse();
      assertThat(npm.accepts("check-checkpoint", checkpoint(note, "00000000"))).isFalse();
    }
  }

  private Map<String, String> checkpoint(String note, String keyHash) {
    String key = HEX.formatHex(keys.getPublic().getEncoded());
    return Map.of("note", note, "name", ORIGIN, "keyHash", keyHash, "key", key);
  }

  @Test
  void aQuestionWithoutSenseIsNoVerdict() throws IOException {
    try (Judge go = peers.goJudge();
        Judge npm = peers.npmJudge()) {
      for (Judge judge : List.of(go, npm)) {
        assertThatThrownBy(() -> judge.ask("check-inclusion", Map.of("root", "zz")))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> judge.accepts("no-such-question", Map.of()))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
