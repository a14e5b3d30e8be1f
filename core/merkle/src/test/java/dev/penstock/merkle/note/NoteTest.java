package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
  /** Base64 of a key id and one byte of signature. */
  private static final String SIG = "AAAAAAA=";

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Decoded<Note> decode(String text) {
    return Note.decode(utf8(text));
  }

  /** The example of C2SP signed-note, section "Example". */
  @Test
  void theExampleOfTheSpecificationVerifies() {
    NoteKey key =
        NoteKeys.value(
            NoteKey.decode(
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"));
    byte[] bytes =
        utf8(
            """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """);
    Note note = NoteKeys.value(Note.decode(bytes));
    var verifier = new NoteVerifier(NoteKeys.SIGNATURES, List.of(key));
    assertThat(key.type()).isEqualTo(NoteKeyType.ED25519);
    assertThat(key.id()).isEqualTo(0x530d903a);
    assertThat(note.text()).isEqualTo("This is an example message.\n");
    assertThat(note.encode()).isEqualTo(bytes);
    assertThat(verifier.check(note))
        .isEqualTo(new NoteCheck.Verified(List.of(new NoteCheck.VerifiedSignature(key, 0))));
  }

  @Test
  void theLastEmptyLineSeparates() {
    Note note = NoteKeys.value(decode("a\n\nb\n\n\n— n " + SIG + "\n— m " + SIG + "\n"));
    assertThat(note.text()).isEqualTo("a\n\nb\n\n");
    assertThat(note.signatures()).extracting(NoteSignature::name).containsExactly("n", "m");
    assertThat(note.encode()).isEqualTo(utf8("a\n\nb\n\n\n— n " + SIG + "\n— m " + SIG + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\n\n",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n— n AAAAAAA=",
        "text\n— n AAAAAAA=\n",
        "text\n\n— n AAAAAAA=\n\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n— n\n",
        "text\n\n— n \n",
        "text\n\n— n  AAAAAAA=\n",
        "text\n\n— n AAAAAAA= \n",
        "text\n\n— n m AAAAAAA=\n",
        "text\n\n— n+m AAAAAAA=\n",
        "text\n\n— n\u00a0m AAAAAAA=\n",
        "text\n\n— n\u2003m AAAAAAA=\n",
        "text\n\n— n\u0085m AAAAAAA=\n",
        "text\n\n- n AAAAAAA=\n",
        "text\n\n—\u00a0n AAAAAAA=\n",
        "text\n\n— n AAAAAA==\n",
        "text\n\n— n AAAAAA\n",
        "text\n\n— n AAAAAAA\n",
        "text\n\n— n AAAAAAB=\n",
        "text\n\n— n AAAA_AA=\n",
        "text\n\n— n AAAA\nAAA=\n",
        "te\txt\n\n— n AAAAAAA=\n",
        "text\r\n\n— n AAAAAAA=\n",
        "text\0\n\n— n AAAAAAA=\n",
        "text\n\n— n AAAAAAA=\r\n",
        "text\n\n— n AAAAAAA=\n— ",
        "text\n\n— n AAAAAAA=\nmore\n",
        "text\n\nmore\n— n AAAAAAA=\n",
      })
  void whatBreaksARuleIsMalformed(String text) {
    assertThat(decode(text)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void bytesThatAreNoUtf8AreMalformed() {
    byte[] bytes = utf8("text\n\n— n " + SIG + "\n");
    bytes[1] = (byte) 0xC0;
    assertThat(Note.decode(bytes)).isEqualTo(new Decoded.Malformed<>("note is not UTF-8"));
  }

  @Test
  void sixteenLargeSignaturesAreTakenAndThereIsALimit() {
    String large = Base64.getEncoder().encodeToString(new byte[5_000]);
    String line = "— n " + large + "\n";
    assertThat(NoteKeys.value(decode("text\n\n" + line.repeat(16))).signatures()).hasSize(16);
    String small = "— n " + SIG + "\n";
    int max = Note.SIGNATURES_MAX;
    assertThat(NoteKeys.value(decode("text\n\n" + small.repeat(max))).signatures()).hasSize(max);
    assertThat(decode("text\n\n" + small.repeat(max + 1)))
        .isEqualTo(new Decoded.Malformed<>("note has more than 64 signatures"));
    assertThat(Note.decode(new byte[Note.BYTES_MAX + 1])).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void misuseIsRefused() {
    var signature = NoteSignature.of("n", 1, new byte[1]);
    var one = List.of(signature);
    assertThatThrownBy(() -> new Note("no newline", one)).hasMessageContaining("newline");
    assertThatThrownBy(() -> new Note("tab\t\n", one)).hasMessageContaining("lines of text");
    assertThatThrownBy(() -> new Note("\ud800\n", one)).hasMessageContaining("lines of text");
    assertThatThrownBy(() -> new Note("a\n", List.of())).hasMessageContaining("0 signatures");
    assertThatThrownBy(() -> new Note("a\n", Collections.nCopies(65, signature)))
        .hasMessageContaining("65 signatures");
    assertThatThrownBy(() -> NoteSignature.of("a b", 1, new byte[1])).hasMessageContaining("a b");
    assertThatThrownBy(() -> NoteSignature.of("a", 1, new byte[0])).hasMessageContaining("0 bytes");
    assertThat(signature)
        .isEqualTo(NoteSignature.of("n", 1, new byte[1]))
        .hasSameHashCodeAs(NoteSignature.of("n", 1, new byte[1]))
        .isNotEqualTo(NoteSignature.of("n", 2, new byte[1]))
        .isNotEqualTo(NoteSignature.of("m", 1, new byte[1]))
        .isNotEqualTo(NoteSignature.of("n", 1, new byte[2]));
  }
}
