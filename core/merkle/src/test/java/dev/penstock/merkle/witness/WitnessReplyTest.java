package dev.penstock.merkle.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.SigningException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessReplyTest {
  private static final NoteSigner WITNESS = NoteKeys.cosigner("w.example/1", 11);
  private static final Optional<String> SIZE = Optional.of("text/x.tlog.size");

  private final GrowingLog log = GrowingLog.ofSize(10);
  private final CosignatureChecker checker =
      new CosignatureChecker(NoteKeys.SIGNATURES, List.of(WITNESS.key()));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private NoteSignature signature(NoteSigner signer, long size, long time) {
    try {
      return signer.sign(log.head(size), time);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLinesOfAWitnessAreTaken() {
    NoteSignature one = signature(WITNESS, 7, 1_000);
    assertThat(WitnessReply.read(200, Optional.empty(), bytes(one.line())))
        .isEqualTo(new WitnessReply.Lines(List.of(one)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "LINE", "\nLINE\n", "LINE\n\n", "LINE\n\nLINE\n", "LINE\r\n", "x"})
  void whatIsNotLinesOfSignaturesIsMalformed(String form) {
    String line = signature(WITNESS, 7, 1_000).line().strip();
    assertThat(WitnessReply.read(200, Optional.empty(), bytes(form.replace("LINE", line))))
        .isInstanceOf(WitnessReply.Malformed.class);
  }

  @Test
  void anAnswerWithoutEndIsMalformed() {
    assertThat(WitnessReply.read(200, Optional.empty(), new byte[WitnessReply.BYTES_MAX + 1]))
        .isInstanceOf(WitnessReply.Malformed.class);
  }

  @Test
  void anotherSizeIsRead() {
    assertThat(WitnessReply.read(409, SIZE, bytes("20852014\n")))
        .isEqualTo(new WitnessReply.OtherSize(20_852_014));
    assertThat(WitnessReply.read(409, SIZE, bytes("0\n"))).isEqualTo(new WitnessReply.OtherSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "7", "07\n", "-7\n", "7\n\n", " 7\n", "4611686018427387905\n"})
  void aSizeThatIsNoneIsMalformed(String body) {
    assertThat(WitnessReply.read(409, SIZE, bytes(body)))
        .isInstanceOf(WitnessReply.Malformed.class);
  }

  /** As the specification had it before: two roots of one size were 409 without a size. */
  @Test
  void a409WithoutASizeIsARefusal() {
    assertThat(WitnessReply.read(409, Optional.of("text/plain"), bytes("7\n")))
        .isInstanceOf(WitnessReply.Refused.class);
  }

  @Test
  void statusesMeanWhatTheProtocolSays() {
    for (int status : List.of(400, 403, 404, 422)) {
      assertThat(WitnessReply.read(status, Optional.empty(), new byte[0]))
          .isInstanceOfSatisfying(
              WitnessReply.Refused.class,
              refused -> assertThat(refused.status()).isEqualTo(status));
    }
    for (int status : List.of(429, 500, 502, 503)) {
      assertThat(WitnessReply.read(status, Optional.empty(), new byte[0]))
          .isEqualTo(new WitnessReply.Unavailable(status));
    }
    for (int status : List.of(0, 100, 201, 204, 301, 302, 401, 418, -1, 999)) {
      assertThat(WitnessReply.read(status, Optional.empty(), new byte[0]))
          .isInstanceOf(WitnessReply.Malformed.class);
    }
  }

  @Test
  void linesOfStrangersNeitherCountNorHarm() {
    NoteSignature good = signature(WITNESS, 7, 1_000);
    NoteSignature stranger = signature(NoteKeys.cosigner("w.example/2", 12), 7, 5);
    assertThat(checker.check(log.head(7), List.of(stranger, good)))
        .isInstanceOfSatisfying(
            CosignatureCheck.Good.class,
            found -> {
              assertThat(found.kept()).containsExactly(good);
              assertThat(found.time()).isEqualTo(1_000);
            });
    assertThat(checker.check(log.head(7), List.of(stranger)))
        .isInstanceOf(CosignatureCheck.Bad.class);
  }

  @Test
  void aBadOrTimelessCosignatureIsNone() {
    assertThat(checker.check(log.head(7), List.of(signature(WITNESS, 8, 1_000))))
        .isInstanceOfSatisfying(
            CosignatureCheck.Bad.class, bad -> assertThat(bad.why()).contains("bad cosignature"));
    assertThat(checker.check(log.head(7), List.of(signature(WITNESS, 7, 0))))
        .isInstanceOfSatisfying(
            CosignatureCheck.Bad.class, bad -> assertThat(bad.why()).contains("no time"));
    assertThat(checker.check(log.head(7), List.of())).isInstanceOf(CosignatureCheck.Bad.class);
  }

  @Test
  void aKeyOfOursIsNoWitness() {
    var own = Set.of(WITNESS.key().key());
    assertThat(CosignatureChecker.flaw(WITNESS.key(), GrowingLog.ORIGIN, own).orElseThrow())
        .contains("one of this node's own");
    assertThat(
            CosignatureChecker.flaw(
                NoteKeys.mlDsaCosigner(GrowingLog.ORIGIN, 3).key(), GrowingLog.ORIGIN, Set.of()))
        .isPresent();
    assertThat(CosignatureChecker.flaw(log.signer.key(), "example.com/other", Set.of()))
        .isPresent();
    assertThat(CosignatureChecker.flaw(WITNESS.key(), GrowingLog.ORIGIN, Set.of())).isEmpty();
    assertThatThrownBy(() -> new CosignatureChecker(NoteKeys.SIGNATURES, List.of(log.signer.key())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
