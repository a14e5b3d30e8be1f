package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.InclusionProof;
import dev.penstock.merkle.LeafTree;
import dev.penstock.merkle.ProofFlaw;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Deep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlogProofTest {
  private static final String HASH = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=";
  private static final String NOTE = "o\n9\n" + HASH + "\n\n— o AAAAAAA=\n";
  private static final String FIRST = "c2sp.org/tlog-proof@v1\n";

  private final TreeHasher hasher = new TreeHasher();
  private final LeafTree tree = new LeafTree(hasher);
  private final NoteSigner log = NoteKeys.log("example.com/log", 1);
  private final NoteSigner witness = NoteKeys.cosigner("w.example", 2);
  private final TrustPolicy policy =
      new TrustPolicy(
          List.of(new TrustPolicy.Log(log.key(), Optional.empty())),
          List.of(new TrustPolicy.Witness("w", witness.key(), Optional.empty())),
          List.of(),
          "w");
  private final PolicyChecker checker = new PolicyChecker(NoteKeys.SIGNATURES, policy);

  TlogProofTest() {
    for (int i = 0; i < 11; i++) {
      tree.append(leaf(i).bytes(), 0, 1);
    }
  }

  private Digest leaf(int i) {
    return hasher.leaf(new byte[] {(byte) i});
  }

  private TlogProof proof(int index) throws IOException {
    InclusionProof inclusion = new ProofMaker(hasher, tree).inclusion(index, 11);
    var head = new Checkpoint("example.com/log", 11, tree.root());
    return TlogProof.of(index, inclusion.path(), NoteKeys.signed(head, 1_000, log, witness));
  }

  private static Decoded<TlogProof> decode(String text) {
    return TlogProof.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyProofReadsBackAsItselfAndVerifies() throws IOException {
    for (int index = 0; index < 11; index++) {
      for (TlogProof proof : List.of(proof(index), proof(index).withExtra(new byte[] {9, 8}))) {
        TlogProof read = NoteKeys.value(TlogProof.decode(proof.encode()));
        assertThat(read).isEqualTo(proof).hasSameHashCodeAs(proof);
        assertThat(read.encode()).isEqualTo(proof.encode());
        assertThat(checker.check(read, leaf(index)))
            .isInstanceOfSatisfying(
                TlogProofCheck.Verified.class,
                verified -> {
                  assertThat(verified.index()).isEqualTo(read.index());
                  assertThat(verified.checkpoint().checkpoint().size()).isEqualTo(11);
                });
      }
    }
  }

  @Test
  void theFileIsThatOfTheSpecification() {
    String text = FIRST + "extra AAEC\nindex 73894\n" + HASH + "\n" + HASH + "\n\n" + NOTE;
    TlogProof proof = NoteKeys.value(decode(text));
    assertThat(proof.index()).isEqualTo(73_894);
    assertThat(proof.extra()).hasValueSatisfying(e -> assertThat(e).containsExactly(0, 1, 2));
    assertThat(proof.path().count()).isEqualTo(2);
    assertThat(proof.path().hash(1).bytes()).isEqualTo(Base64.getDecoder().decode(HASH));
    assertThat(proof.checkpoint().text()).isEqualTo("o\n9\n" + HASH + "\n");
    assertThat(proof.encode()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    String least = FIRST + "index 0\n\n" + NOTE;
    assertThat(NoteKeys.value(decode(least)).path()).isEqualTo(HashPath.EMPTY);
    assertThat(NoteKeys.value(decode(least)).extra()).isEmpty();
    String emptyExtra = FIRST + "extra \nindex 0\n\n" + NOTE;
    assertThat(NoteKeys.value(decode(emptyExtra)).encode())
        .isEqualTo(emptyExtra.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v1",
        FIRST,
        "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE,
        FIRST + "\n" + NOTE,
        FIRST + "index\n\n" + NOTE,
        FIRST + "index \n\n" + NOTE,
        FIRST + "index 00\n\n" + NOTE,
        FIRST + "index -1\n\n" + NOTE,
        FIRST + "index 4611686018427387905\n\n" + NOTE,
        FIRST + "index 18446744073709551616\n\n" + NOTE,
        FIRST + "Index 0\n\n" + NOTE,
        FIRST + "index 0 \n\n" + NOTE,
        FIRST + "index 0\nextra AA==\n\n" + NOTE,
        FIRST + "extra AA=\nindex 0\n\n" + NOTE,
        FIRST + "extra\nindex 0\n\n" + NOTE,
        FIRST + "extra AA==\nextra AA==\nindex 0\n\n" + NOTE,
        FIRST + "index 0\nAAAA\n\n" + NOTE,
        FIRST + "index 0\n" + HASH + " \n\n" + NOTE,
        FIRST + "index 0\n" + HASH + "\r\n\n" + NOTE,
        FIRST + "index 0\n" + HASH + "\n" + NOTE,
        FIRST + "index 0\n" + HASH,
        FIRST + "index 0\n" + HASH + "\n",
        FIRST + "index 0\n" + HASH + "\n\n",
        FIRST + "index 0\n\n\n" + NOTE + "x",
        FIRST + "index 0\nü\n\n" + NOTE,
      })
  void whatBreaksARuleIsMalformed(String text) {
    assertThat(decode(text)).isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void sixtyTwoHashesAreTakenAndNoMore() {
    String hash = HASH + "\n";
    String before = FIRST + "index 0\n";
    assertThat(NoteKeys.value(decode(before + hash.repeat(62) + "\n" + NOTE)).path().count())
        .isEqualTo(62);
    assertThat(decode(before + hash.repeat(63) + "\n" + NOTE))
        .isInstanceOf(Decoded.Malformed.class);
    assertThat(TlogProof.decode(new byte[TlogProof.BYTES_MAX + 1]))
        .isInstanceOf(Decoded.Malformed.class);
    Note note = NoteKeys.value(Note.decode(NOTE.getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> TlogProof.of(-1, HashPath.EMPTY, note)).hasMessageContaining("-1");
    assertThatThrownBy(() -> TlogProof.of(0, HashPath.of(new byte[63 * 32]), note))
        .hasMessageContaining("63 hashes");
  }

  @Test
  void aProofOfAnotherEntryOrAnUnacceptedCheckpointIsRefused() throws IOException {
    TlogProof proof = proof(4);
    assertThat(checker.check(proof, leaf(5)))
        .isEqualTo(new TlogProofCheck.NotIncluded(ProofFlaw.ROOT_MISMATCH));
    TlogProof moved = TlogProof.of(5, proof.path(), proof.checkpoint());
    assertThat(checker.check(moved, leaf(4)))
        .isEqualTo(new TlogProofCheck.NotIncluded(ProofFlaw.ROOT_MISMATCH));
    TlogProof beyond = TlogProof.of(11, proof.path(), proof.checkpoint());
    assertThat(checker.check(beyond, leaf(4)))
        .isEqualTo(new TlogProofCheck.NotIncluded(ProofFlaw.INDEX_OUT_OF_RANGE));
    var head = new Checkpoint("example.com/log", 11, tree.root());
    Note unwitnessed = NoteKeys.signed(head, 1_000, log);
    assertThat(checker.check(TlogProof.of(4, proof.path(), unwitnessed), leaf(4)))
        .isEqualTo(
            new TlogProofCheck.CheckpointRefused(
                new PolicyCheck.QuorumMissed(head, "w", List.of())));
  }

  /** Nothing but the extra data may change unnoticed: neither a bit nor the length. */
  @Test
  void everyChangedBitOfAProofFileIsNoticed() throws IOException {
    byte[] file = proof(6).encode();
    for (int i = 0; i < file.length; i++) {
      for (int bit = Deep.on() ? 0 : i % 8; bit < (Deep.on() ? 8 : i % 8 + 1); bit++) {
        byte[] changed = file.clone();
        changed[i] ^= (byte) (1 << bit);
        if (TlogProof.decode(changed) instanceof Decoded.Value<TlogProof>(var read)) {
          assertThat(isAcceptedAsBefore(read))
              .as("byte %d bit %d: %s", i, bit, new String(changed, StandardCharsets.UTF_8))
              .isFalse();
        }
      }
      byte[] cut = Arrays.copyOf(file, i);
      if (TlogProof.decode(cut) instanceof Decoded.Value<TlogProof>(var read)) {
        assertThat(isAcceptedAsBefore(read)).as("cut at %d", i).isFalse();
      }
    }
  }

  /**
   * A change in a name or key id makes a signature that of a stranger, and the quorum is missed.
   */
  private boolean isAcceptedAsBefore(TlogProof read) {
    return checker.check(read, leaf(6)) instanceof TlogProofCheck.Verified;
  }
}
