package dev.penstock.merkle.note;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.LogKeys.Ruling;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTrailTest {
  private static final String ORIGIN = "plant.example/log";

  private static final Map<Integer, Signer> SIGNERS = new HashMap<>();

  private static Signer signer(int number) {
    return SIGNERS.computeIfAbsent(
        number, made -> NoteKeys.signer(SignatureAlgorithm.ED25519, made));
  }

  private static NoteSigner log(int number) {
    return NoteSigner.ofLog(ORIGIN, signer(number));
  }

  private static byte[] statement(int from, int to, long index) {
    try {
      Signer old = signer(from);
      Signer next = signer(to);
      return new KeyRotation(ORIGIN, old.key(), next.key(), index).sign(old, next);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyTrail trail(int... trusted) {
    List<NoteKey> keys = new ArrayList<>();
    for (int number : trusted) {
      keys.add(log(number).key());
    }
    return new TrustedKeys(NoteKeys.SIGNATURES, keys).trail(ORIGIN);
  }

  private static void pass(KeyTrail trail, int from, int to, long index) {
    byte[] statement = statement(from, to, index);
    trail.entry(index, statement, 0, statement.length);
  }

  private static Ruling ruling(LogKeys keys, int signer, long size) {
    var checkpoint = new Checkpoint(ORIGIN, size, new TreeHasher().emptyRoot());
    return keys.check(NoteKeys.signed(checkpoint, 0, log(signer)), size);
  }

  /** The rule of docs/formats/keys.md against a table written by hand. */
  @Test
  void forEachSizeExactlyOneKeyIsRight() {
    for (int trusted = 1; trusted <= 3; trusted++) {
      KeyTrail trail = trail(trusted);
      pass(trail, 1, 2, 5);
      pass(trail, 2, 3, 9);
      LogKeys keys = trail.end();
      assertThat(keys.faults()).isEmpty();
      assertThat(keys.keys()).containsExactly(log(1).key(), log(2).key(), log(3).key());
      int[] right = {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3};
      for (int size = 0; size < right.length; size++) {
        for (int signer = 1; signer <= 3; signer++) {
          Ruling ruling = ruling(keys, signer, size);
          if (signer == right[size]) {
            assertThat(ruling).isEqualTo(new Ruling.Signed(log(signer).key()));
          } else {
            assertThat(ruling).as("key %d at %d", signer, size).isInstanceOf(Ruling.Refused.class);
          }
        }
      }
    }
  }

  @Test
  void aKeyThatNobodyTrustsIsNotRightByASelfMadeRotation() {
    KeyTrail trail = trail(1);
    pass(trail, 7, 8, 5);
    LogKeys keys = trail.end();
    assertThat(keys.faults()).isEmpty();
    assertThat(ruling(keys, 8, 9)).isInstanceOf(Ruling.Refused.class);
    assertThat(ruling(keys, 1, 9)).isEqualTo(new Ruling.Signed(log(1).key()));
  }

  @Test
  void aKeyThatHandedOverTwiceIsAFaultFromWhicheverKeyOneLooks() {
    for (int trusted : new int[] {1, 2, 3}) {
      KeyTrail trail = trail(trusted);
      pass(trail, 1, 3, 5);
      pass(trail, 1, 2, 9);
      assertThat(trail.end().faults()).as("trusting %d", trusted).isNotEmpty();
    }
  }

  @Test
  void aStolenKeyPutsNoForerunnerBeforeItself() {
    KeyTrail trail = trail(1);
    pass(trail, 1, 2, 5);
    pass(trail, 7, 1, 9);
    assertThat(trail.end().faults()).singleElement().asString().contains("entry 9");
  }

  /** A public log can be filled with rotations that have nothing to do with its key. */
  @Test
  void rotationsOfStrangersDoNotCrowdOutTheLogsOwn() {
    KeyTrail trail = trail(1);
    for (int i = 0; i < KeyTrail.HANDOVERS_MAX + 10; i++) {
      pass(trail, 7, 8, i);
    }
    pass(trail, 1, 2, KeyTrail.HANDOVERS_MAX + 10);
    LogKeys keys = trail.end();
    assertThat(keys.faults()).isEmpty();
    assertThat(ruling(keys, 2, KeyTrail.HANDOVERS_MAX + 11)).isInstanceOf(Ruling.Signed.class);
  }

  @Test
  void moreOfItsOwnThanCanBeRememberedAreAFaultAndNotForgotten() {
    KeyTrail trail = trail(1);
    for (int i = 0; i <= KeyTrail.HANDOVERS_MAX; i++) {
      pass(trail, 1, 2, i);
    }
    assertThat(trail.end().faults()).anySatisfy(fault -> assertThat(fault).contains("1024"));
  }

  @Test
  void onlyEd25519Vouches() {
    NoteSigner mlDsa = NoteKeys.mlDsaCosigner(ORIGIN, 4);
    NoteSigner cosigner = NoteKeys.cosigner(ORIGIN, 5);
    for (NoteSigner other : List.of(mlDsa, cosigner)) {
      var trusted = new TrustedKeys(NoteKeys.SIGNATURES, List.of(other.key()));
      assertThat(trusted.canVouch()).isFalse();
      var checkpoint = new Checkpoint(ORIGIN, 3, new TreeHasher().emptyRoot());
      Note note = NoteKeys.signed(checkpoint, 7, log(1), other);
      assertThat(trusted.trail(ORIGIN).end().check(note, 3))
          .isInstanceOfSatisfying(
              Ruling.Refused.class, refused -> assertThat(refused.why()).contains("Ed25519"));
      var both = new TrustedKeys(NoteKeys.SIGNATURES, List.of(other.key(), log(1).key()));
      assertThat(both.trail(ORIGIN).end().check(note, 3)).isInstanceOf(Ruling.Signed.class);
    }
  }

  @Test
  void aBadSignatureOfAnyTrustedKeySpoilsTheNote() {
    NoteSigner witness = NoteKeys.cosigner("witness.example", 5);
    var trusted = new TrustedKeys(NoteKeys.SIGNATURES, List.of(log(1).key(), witness.key()));
    var checkpoint = new Checkpoint(ORIGIN, 3, new TreeHasher().emptyRoot());
    Note note =
        NoteKeys.signed(checkpoint, 7, log(1))
            .with(NoteSignature.of("witness.example", witness.key().id(), new byte[72]));
    assertThat(trusted.trail(ORIGIN).end().check(note, 3)).isInstanceOf(Ruling.Refused.class);
  }

  @Test
  void theLogOfAnotherNameIsNotVouchedFor() {
    LogKeys keys =
        new TrustedKeys(NoteKeys.SIGNATURES, List.of(log(1).key())).trail("other.example").end();
    assertThat(ruling(keys, 1, 3)).isInstanceOf(Ruling.Refused.class);
  }
}
