package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteCheck.VerifiedSignature;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.SigningException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteVerifierTest {
  private static final long TIME = 1_679_315_147L;

  private final Digest root = new TreeHasher().leaf(new byte[] {1});
  private final Checkpoint head = new Checkpoint("example.com/log", 1, root);
  private final NoteSigner log = NoteKeys.log("example.com/log", 1);
  private final NoteSigner logMlDsa = NoteKeys.mlDsaCosigner("example.com/log", 2);
  private final NoteSigner witness = NoteKeys.cosigner("w.example", 3);
  private final NoteSigner stranger = NoteKeys.cosigner("stranger.example", 4);
  private final Note note = NoteKeys.signed(head, TIME, log, logMlDsa, stranger, witness);
  private final NoteVerifier verifier = verifier(log, logMlDsa, witness);

  private static NoteVerifier verifier(NoteSigner... signers) {
    return new NoteVerifier(
        NoteKeys.SIGNATURES, List.of(signers).stream().map(NoteSigner::key).toList());
  }

  @Test
  void knownKeysAreFoundWithTheTimeTheyStateAndUnknownOnesIgnored() {
    assertThat(verifier.check(note))
        .isEqualTo(
            new NoteCheck.Verified(
                List.of(
                    new VerifiedSignature(log.key(), 0),
                    new VerifiedSignature(logMlDsa.key(), TIME),
                    new VerifiedSignature(witness.key(), TIME))));
    assertThat(verifier(NoteKeys.log("other.example", 9)).check(note))
        .isEqualTo(new NoteCheck.Unknown());
  }

  @Test
  void oneBadSignatureOfAKnownKeyRejectsTheNoteWhereverItStands() {
    for (int i = 0; i < note.signatures().size(); i++) {
      NoteSignature good = note.signatures().get(i);
      byte[] bytes = good.signature();
      bytes[bytes.length - 1] ^= 1;
      Note forged = note.with(NoteSignature.of(good.name(), good.keyId(), bytes));
      boolean isKnown = i != 2;
      assertThat(verifier.check(forged) instanceof NoteCheck.Forged).isEqualTo(isKnown);
      var first = new ArrayList<>(forged.signatures());
      first.addFirst(first.removeLast());
      assertThat(verifier.check(new Note(note.text(), first)) instanceof NoteCheck.Forged)
          .isEqualTo(isKnown);
    }
  }

  /** A cosigner without a clock states 0, C2SP tlog-cosignature. */
  @Test
  void aCosignatureMayStateTheTimeZero() {
    assertThat(verifier(witness).check(NoteKeys.signed(head, 0, witness)))
        .isEqualTo(new NoteCheck.Verified(List.of(new VerifiedSignature(witness.key(), 0))));
  }

  @Test
  void sharingANameOrAnIdButNotBothIsUnknown() {
    NoteSignature good = note.signatures().getFirst();
    byte[] wrong = new byte[64];
    Note sameName = note.with(NoteSignature.of(good.name(), good.keyId() + 1, wrong));
    Note sameId = note.with(NoteSignature.of("x" + good.name(), good.keyId(), wrong));
    Note both = note.with(NoteSignature.of(good.name(), good.keyId(), wrong));
    assertThat(verifier.check(sameName)).isEqualTo(verifier.check(note));
    assertThat(verifier.check(sameId)).isEqualTo(verifier.check(note));
    assertThat(verifier.check(both)).isEqualTo(new NoteCheck.Forged(log.key()));
  }

  @Test
  void aKeyThatSignedTwiceCountsOnce() {
    Note twice = note.with(note.signatures().getFirst());
    assertThat(verifier.check(twice)).isEqualTo(verifier.check(note));
  }

  @Test
  void signaturesOfWrongLengthAreForged() {
    for (int length : new int[] {1, 63, 65, 71, 73}) {
      Note edited =
          note.with(NoteSignature.of("example.com/log", log.key().id(), new byte[length]));
      assertThat(verifier.check(edited)).isEqualTo(new NoteCheck.Forged(log.key()));
    }
  }

  @Test
  void theStatedTimeIsSigned() {
    for (int at : new int[] {1, 3}) {
      NoteSignature good = note.signatures().get(at);
      byte[] bytes = good.signature();
      bytes[7] ^= 1;
      Note forged =
          new Note(note.text(), List.of(NoteSignature.of(good.name(), good.keyId(), bytes)));
      assertThat(verifier.check(forged)).isInstanceOf(NoteCheck.Forged.class);
      bytes[7] ^= 1;
      bytes[0] |= (byte) 0x80;
      Note later =
          new Note(note.text(), List.of(NoteSignature.of(good.name(), good.keyId(), bytes)));
      assertThat(verifier.check(later)).isInstanceOf(NoteCheck.Forged.class);
    }
  }

  @Test
  void cosignaturesUnderWhatIsNoCheckpointAreForged() throws SigningException {
    String text = "hello\n";
    var signer = NoteKeys.signer(SignatureAlgorithm.ED25519, 3);
    byte[] signature = signer.sign(CosignedMessage.ed25519(TIME, text));
    byte[] blob = ByteBuffer.allocate(72).putLong(TIME).put(signature).array();
    var edited = new Note(text, List.of(NoteSignature.of("w.example", witness.key().id(), blob)));
    assertThat(verifier.check(edited)).isEqualTo(new NoteCheck.Forged(witness.key()));
  }

  /** C2SP tlog-cosignature: an ML-DSA-44 cosignature makes no statement about extension lines. */
  @Test
  void extensionLinesAreCoveredByEd25519AndNotByMlDsa44() {
    Note extended = new Note(head.text() + "more\n", List.of(note.signatures().get(1)));
    assertThat(verifier.check(extended)).isInstanceOf(NoteCheck.Verified.class);
    Note ed25519 = new Note(head.text() + "more\n", List.of(note.signatures().get(3)));
    assertThat(verifier.check(ed25519)).isEqualTo(new NoteCheck.Forged(witness.key()));
  }

  @Test
  void twoKeysWithOneNameAndIdAreRefusedAndTheSameOneTwiceIsNot() {
    assertThat(verifier(log, log).check(note)).isInstanceOf(NoteCheck.Verified.class);
    assertThatThrownBy(() -> NoteKeys.mlDsaCosigner("n".repeat(256), 1))
        .hasMessageContaining("too long");
  }

  @Test
  void aLogKeySignsAnyTextAndACosignerOnlyCheckpoints() throws SigningException {
    var any = new Note("any text\n", List.of(log.signText("any text\n")));
    assertThat(verifier.check(any)).isInstanceOf(NoteCheck.Verified.class);
    assertThatThrownBy(() -> witness.signText("any text\n")).hasMessageContaining("checkpoints");
    assertThatThrownBy(() -> witness.signSubtree("o", 0, 1, root, 0))
        .hasMessageContaining("cannot sign a subtree");
  }

  @Test
  void theMessagesAreThoseOfTheSpecification() {
    assertThat(new String(CosignedMessage.ed25519(7, head.text()), StandardCharsets.UTF_8))
        .isEqualTo("cosignature/v1\ntime 7\n" + head.text());
    byte[] message = CosignedMessage.mlDsa44("w", 5, "log", 0, 9, root);
    ByteBuffer read = ByteBuffer.wrap(message);
    byte[] label = new byte[12];
    read.get(label);
    assertThat(label).isEqualTo("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII));
    assertThat(read.get()).isEqualTo((byte) 1);
    assertThat(read.get()).isEqualTo((byte) 'w');
    assertThat(read.getLong()).isEqualTo(5);
    assertThat(read.get()).isEqualTo((byte) 3);
    read.position(read.position() + 3);
    assertThat(read.getLong()).isZero();
    assertThat(read.getLong()).isEqualTo(9);
    assertThat(read.remaining()).isEqualTo(32);
    assertThat(root.isAt(message, message.length - 32)).isTrue();
    assertThatThrownBy(() -> CosignedMessage.mlDsa44("w", 5, "log", 2, 4, root))
        .hasMessageContaining("at time 5");
    assertThat(CosignedMessage.mlDsa44("w", 0, "log", 2, 4, root)).hasSameSizeAs(message);
    assertThatThrownBy(() -> CosignedMessage.mlDsa44("", 0, "log", 2, 4, root))
        .hasMessageContaining("1..255");
    assertThatThrownBy(() -> CosignedMessage.mlDsa44("w", 0, "o".repeat(256), 2, 4, root))
        .hasMessageContaining("1..255");
    assertThatThrownBy(() -> CosignedMessage.ed25519(-1, "x\n")).hasMessageContaining("time -1");
  }

  @Test
  void aSubtreeSignatureIsCheckedAgainstItsMessage() throws SigningException {
    NoteSignature signature = logMlDsa.signSubtree("example.com/log", 4, 8, root, 0);
    byte[] blob = signature.signature();
    byte[] raw = Arrays.copyOfRange(blob, 8, blob.length);
    byte[] message = CosignedMessage.mlDsa44("example.com/log", 0, "example.com/log", 4, 8, root);
    assertThat(NoteKeys.SIGNATURES.check(logMlDsa.key().key()).accepts(message, raw)).isTrue();
  }
}
