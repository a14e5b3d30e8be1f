package dev.penstock.merkle.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.SigningException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of C2SP tlog-witness, add-checkpoint, each with the status it asks for. */
class WitnessRulesTest {
  private final GrowingLog log = GrowingLog.ofSize(40);
  private final WitnessRules rules =
      new WitnessRules(NoteKeys.SIGNATURES, List.of(log.signer.key()));

  private WitnessDecision decide(AddCheckpoint request, Optional<WitnessedHead> known) {
    return switch (rules.screen(request.encode())) {
      case WitnessRules.Screening.Stopped(var refused) -> refused;
      case WitnessRules.Screening.Passed passed -> rules.decide(passed, known);
    };
  }

  private Optional<WitnessedHead> known(GrowingLog at, long size) {
    return Optional.of(new WitnessedHead(at.head(size), at.note(size)));
  }

  private static Refusal refusal(WitnessDecision decision) {
    assertThat(decision).isInstanceOf(WitnessDecision.Refused.class);
    return ((WitnessDecision.Refused) decision).refusal();
  }

  @Test
  void theFirstHeadNeedsNoProof() {
    assertThat(decide(log.request(0, 7), Optional.empty()))
        .isEqualTo(new WitnessDecision.Cosign(log.head(7), log.note(7)));
    assertThat(decide(log.request(0, 0), Optional.empty()))
        .isEqualTo(new WitnessDecision.Cosign(log.head(0), log.note(0)));
  }

  @Test
  void aLogThatOnlyGrewIsCosignedAtEverySize() {
    for (int from = 1; from < 40; from++) {
      for (int to = from; to < 40; to++) {
        assertThat(decide(log.request(from, to), known(log, from)))
            .isInstanceOf(WitnessDecision.Cosign.class);
      }
    }
  }

  @Test
  void theSameHeadIsCosignedAgain() {
    assertThat(decide(log.request(7, 7), known(log, 7)))
        .isEqualTo(new WitnessDecision.Cosign(log.head(7), log.note(7)));
  }

  @Test
  void aRequestThatCannotBeReadIs400() {
    assertThat(rules.screen(new byte[] {1, 2, 3}))
        .isInstanceOfSatisfying(
            WitnessRules.Screening.Stopped.class,
            stopped -> assertThat(stopped.refused().refusal().status()).isEqualTo(400));
    var noCheckpoint =
        new Note(
            GrowingLog.ORIGIN + "\nno size\n", List.of(sign(GrowingLog.ORIGIN + "\nno size\n")));
    assertThat(
            refusal(decide(new AddCheckpoint(0, HashPath.EMPTY, noCheckpoint), Optional.empty())))
        .isEqualTo(Refusal.MALFORMED);
  }

  private NoteSignature sign(String text) {
    try {
      return log.signer.signText(text);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anOldSizeAboveTheSizeIs400() {
    var request = new AddCheckpoint(8, HashPath.EMPTY, log.note(7));
    assertThat(refusal(decide(request, known(log, 8))).status()).isEqualTo(400);
  }

  @Test
  void aLogNobodyNamedIs404() {
    NoteSigner other = NoteKeys.log("example.com/other", 1);
    Note note = NoteKeys.signed(new Checkpoint("example.com/other", 7, log.root(7)), 0, other);
    assertThat(
            refusal(decide(new AddCheckpoint(0, HashPath.EMPTY, note), Optional.empty())).status())
        .isEqualTo(404);
  }

  @Test
  void aHeadTheLogDidNotSignIs403() {
    NoteSigner stranger = NoteKeys.log(GrowingLog.ORIGIN, 2);
    Note unknown = NoteKeys.signed(log.head(7), 0, stranger);
    assertThat(refusal(decide(new AddCheckpoint(0, HashPath.EMPTY, unknown), Optional.empty())))
        .isEqualTo(Refusal.NOT_SIGNED);
    var forged = new Note(log.note(7).text(), log.note(6).signatures());
    assertThat(refusal(decide(new AddCheckpoint(0, HashPath.EMPTY, forged), Optional.empty())))
        .isEqualTo(Refusal.NOT_SIGNED);
  }

  /** One bad line of a known key makes the note malformed, signed-note. */
  @Test
  void aGoodAndABadSignatureOfTheLogIs403() {
    Note note = log.note(7).with(log.note(6).signatures().getFirst());
    assertThat(refusal(decide(new AddCheckpoint(0, HashPath.EMPTY, note), Optional.empty())))
        .isEqualTo(Refusal.NOT_SIGNED);
  }

  @Test
  void signaturesOfStrangersAreNotKept() {
    NoteSigner stranger = NoteKeys.cosigner("w.example", 3);
    Note note = NoteKeys.signed(log.head(7), 1_000, stranger, log.signer, log.signer);
    assertThat(decide(new AddCheckpoint(0, HashPath.EMPTY, note), Optional.empty()))
        .isEqualTo(new WitnessDecision.Cosign(log.head(7), log.note(7)));
  }

  @Test
  void anotherOldSizeIs409WithOurs() {
    assertThat(decide(log.request(3, 9), known(log, 7)))
        .isEqualTo(new WitnessDecision.OtherSize(7, Optional.empty()));
    assertThat(decide(log.request(0, 9), known(log, 7)))
        .isEqualTo(new WitnessDecision.OtherSize(7, Optional.empty()));
    assertThat(decide(log.request(3, 9), Optional.empty()))
        .isEqualTo(new WitnessDecision.OtherSize(0, Optional.empty()));
    assertThat(decide(log.request(3, 5), known(log, 7)))
        .as("a smaller head")
        .isEqualTo(new WitnessDecision.OtherSize(7, Optional.empty()));
  }

  @Test
  void aProofThatDoesNotHoldIs422() {
    GrowingLog other = log.fork(5, 40);
    assertThat(refusal(decide(other.request(7, 9), known(log, 7))).status()).isEqualTo(422);
    var noProof = new AddCheckpoint(7, HashPath.EMPTY, log.note(9));
    assertThat(refusal(decide(noProof, known(log, 7)))).isEqualTo(Refusal.INCONSISTENT);
    var otherProof = new AddCheckpoint(7, log.path(7, 10), log.note(9));
    assertThat(refusal(decide(otherProof, known(log, 7)))).isEqualTo(Refusal.INCONSISTENT);
    var needless = new AddCheckpoint(7, log.path(6, 7), log.note(7));
    assertThat(refusal(decide(needless, known(log, 7)))).isEqualTo(Refusal.INCONSISTENT);
  }

  @Test
  void aProofFromNothingIs422() {
    var request = new AddCheckpoint(0, log.path(3, 7), log.note(7));
    assertThat(refusal(decide(request, Optional.empty()))).isEqualTo(Refusal.INCONSISTENT);
  }

  @Test
  void anEmptyTreeWithAnotherRootIs422() {
    String text = GrowingLog.ORIGIN + "\n0\n" + log.head(7).text().lines().toList().get(2) + "\n";
    var note = new Note(text, List.of(sign(text)));
    assertThat(refusal(decide(new AddCheckpoint(0, HashPath.EMPTY, note), Optional.empty())))
        .isEqualTo(Refusal.INCONSISTENT);
  }

  @Test
  void twoRootsForOneSizeAre422AndBothNotesAreKept() {
    GrowingLog other = log.fork(5, 40);
    WitnessDecision decision = decide(other.request(7, 7), known(log, 7));
    assertThat(refusal(decision).status()).isEqualTo(422);
    HeadConflict conflict = ((WitnessDecision.Refused) decision).conflict().orElseThrow();
    assertThat(conflict.kind()).isEqualTo(HeadConflict.Kind.SPLIT_VIEW);
    assertThat(List.of(conflict.smaller(), conflict.larger()))
        .containsExactly(log.note(7), other.note(7));
  }

  @Test
  void twoRootsForOneSizeAreSeenFromAnotherOldSizeToo() {
    GrowingLog other = log.fork(5, 40);
    WitnessDecision decision = decide(other.request(0, 7), known(log, 7));
    assertThat(decision)
        .isInstanceOfSatisfying(
            WitnessDecision.OtherSize.class,
            answer -> {
              assertThat(answer.size()).isEqualTo(7);
              assertThat(answer.conflict()).isPresent();
            });
  }

  @Test
  void aKeyOfACosignerIsNoKeyOfALog() {
    assertThatThrownBy(() ->
            new WitnessRules(NoteKeys.SIGNATURES, List.of(NoteKeys.cosigner("w.example", 1).key())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0x01 or 0x06");
  }

  @Test
  void aNodeFollowsNeitherItsOwnLogNorItsOwnKeys() {
    NoteKey key = log.signer.key();
    assertThat(WitnessRules.flaw(key, "plant8.example/log", Set.of())).isEmpty();
    assertThat(WitnessRules.flaw(key, GrowingLog.ORIGIN, Set.of()).orElseThrow())
        .contains("this node's own log");
    assertThat(WitnessRules.flaw(key, "plant8.example/log", Set.of(key.key())).orElseThrow())
        .contains("one of this node's own");
  }

  @Test
  void aLogThatSignsWithMlDsaAloneIsFollowed() {
    NoteSigner modern = NoteKeys.mlDsaCosigner(GrowingLog.ORIGIN, 4);
    var follows = new WitnessRules(NoteKeys.SIGNATURES, List.of(modern.key()));
    Note note = NoteKeys.signed(log.head(7), 1_000, modern, log.signer);
    assertThat(follows.screen(new AddCheckpoint(0, HashPath.EMPTY, note).encode()))
        .isInstanceOf(WitnessRules.Screening.Passed.class);
    assertThat(follows.screen(log.request(0, 7).encode()))
        .as("its Ed25519 key is not known here")
        .isInstanceOf(WitnessRules.Screening.Stopped.class);
  }

  @Test
  void aRootOfZerosIsARootLikeAnyOther() {
    var head = new Checkpoint(GrowingLog.ORIGIN, 7, Digest.of(new byte[32]));
    Note note = NoteKeys.signed(head, 0, log.signer);
    assertThat(decide(new AddCheckpoint(0, HashPath.EMPTY, note), Optional.empty()))
        .isInstanceOf(WitnessDecision.Cosign.class);
    assertThat(refusal(decide(new AddCheckpoint(7, HashPath.EMPTY, note), known(log, 7))))
        .isEqualTo(Refusal.INCONSISTENT);
  }
}
