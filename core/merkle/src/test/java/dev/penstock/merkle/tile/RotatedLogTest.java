package dev.penstock.merkle.tile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteKeys;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A log whose key was rotated, and those who would profit from a reader that does not look: who
 * holds a key that was given up, who holds one that has not begun, who serves half a log.
 */
class RotatedLogTest {
  private static final String ORIGIN = "example.com/log";

  private final Signer first = NoteKeys.signer(SignatureAlgorithm.ED25519, 1);
  private final Signer second = NoteKeys.signer(SignatureAlgorithm.ED25519, 2);
  private final Signer third = NoteKeys.signer(SignatureAlgorithm.ED25519, 3);
  private final Signer stranger = NoteKeys.signer(SignatureAlgorithm.ED25519, 9);
  private final MemoryLog log = new MemoryLog(300);

  private static NoteSigner note(Signer signer) {
    return NoteSigner.ofLog(ORIGIN, signer);
  }

  private byte[] statement(Signer from, Signer to, long lastSize) {
    try {
      return new KeyRotation(ORIGIN, from.key(), to.key(), lastSize).sign(from, to);
    } catch (SigningException e) {
      throw new AssertionError(e);
    }
  }

  /** The statement becomes the next entry, where it was signed to stand. */
  private void rotate(Signer from, Signer to) {
    log.add(statement(from, to, log.tree.size()));
  }

  private FsckReport check(Signer... trusted) {
    List<NoteKey> keys = Stream.of(trusted).map(signer -> note(signer).key()).toList();
    return Fsck.of(log).signedBy(new TrustedKeys(NoteKeys.SIGNATURES, keys)).run(FsckProgress.NONE);
  }

  private void assertVerified(Signer... trusted) {
    FsckReport report = check(trusted);
    assertThat(report.findings()).isEmpty();
    assertThat(report.isSigned()).isTrue();
  }

  private void assertNotSigned(String why, Signer... trusted) {
    FsckReport report = check(trusted);
    assertThat(report.isSigned()).isFalse();
    assertThat(report.isWhole()).isFalse();
    assertThat(report.findings()).anySatisfy(finding -> assertThat(finding.text()).contains(why));
  }

  @Test
  void theNewKeyIsRightFromTheTreeOnThatHoldsTheStatement() {
    log.publish(note(first));
    assertVerified(first);
    rotate(first, second);
    log.publish(note(second));
    assertVerified(first);
    assertVerified(second);
    assertVerified(first, second);
    assertVerified(second, first);
    log.grow(900);
    log.publish(note(second));
    assertVerified(first);
  }

  @Test
  void theOldKeySignsNoTreeThatHoldsTheStatement() {
    rotate(first, second);
    log.publish(note(first));
    assertNotSigned("up to size 300, and the size is 301", first);
    assertNotSigned("up to size 300, and the size is 301", second);
    log.grow(700);
    log.publish(note(first));
    assertNotSigned("up to size 300, and the size is 700", first);
    assertNotSigned("up to size 300, and the size is 700", first, second);
  }

  @Test
  void theOldKeyBesideTheNewOneIsAFaultToo() {
    rotate(first, second);
    log.publish(note(second), note(first));
    assertNotSigned("up to size 300", first);
    assertNotSigned("up to size 300", second);
  }

  @Test
  void theNewKeySignsNoTreeBeforeTheStatement() {
    log.publish(note(second));
    assertNotSigned("no signature of a given key", first);
  }

  /** Who knows both keys is not shown a log that ends before the one led to the other. */
  @Test
  void aLogCutOffBeforeTheStatementDoesNotSatisfyWhoKnowsTheNewKey() {
    log.publish(note(first));
    assertNotSigned("no entry of the log leads to the given key", first, second);
    assertNotSigned("no entry of the log leads to the given key", second, first);
    assertNotSigned("no signature of a given key", second);
  }

  @Test
  void oneSignatureHandsNothingOver() {
    byte[] good = statement(first, second, 300);
    for (int signature : new int[] {1, 2}) {
      var cut = new MemoryLog(300);
      byte[] bad = good.clone();
      bad[bad.length - 64 * signature] ^= 1;
      cut.add(bad);
      cut.publish(note(second));
      assertThat(signedBy(cut, first)).isFalse();
      assertThat(signedBy(cut, second)).as("by itself, without the old one").isTrue();
      cut.publish(note(first));
      assertThat(signedBy(cut, first)).isTrue();
    }
  }

  private static boolean signedBy(MemoryLog log, Signer trusted) {
    return Fsck.of(log)
        .signedBy(new TrustedKeys(NoteKeys.SIGNATURES, List.of(note(trusted).key())))
        .run(FsckProgress.NONE)
        .isSigned();
  }

  @Test
  void twoRotationsAreFollowedFromAnyOfTheKeys() {
    rotate(first, second);
    log.grow(600);
    rotate(second, third);
    log.publish(note(third));
    assertVerified(first);
    assertVerified(second);
    assertVerified(third);
    assertVerified(third, first);
    log.publish(note(second));
    assertNotSigned("from size 301 up to size 600, and the size is 601", first);
    log.publish(note(first));
    assertNotSigned("up to size 300, and the size is 601", third);
  }

  @Test
  void aKeyThatWasGivenUpHandsNothingOverAnyMore() {
    rotate(first, second);
    rotate(first, stranger);
    log.publish(note(stranger));
    assertNotSigned("entry 301 hands over a key of the log, but", first);
    log.publish(note(second));
    assertNotSigned("entry 301 hands over a key of the log, but", first);
    assertNotSigned("entry 301 hands over a key of the log, but", second);
  }

  @Test
  void aKeyIsNotTakenAgain() {
    rotate(first, second);
    rotate(second, first);
    log.publish(note(first));
    assertNotSigned("given up before", first);
  }

  /** Anybody may append to a public log; what strangers sign is no business of its keys. */
  @Test
  void rotationsOfStrangersAndCopiesChangeNothing() {
    Signer other = NoteKeys.signer(SignatureAlgorithm.ED25519, 10);
    rotate(stranger, other);
    byte[] good = statement(first, second, log.tree.size());
    log.add(good);
    log.add(good);
    log.add(Arrays.copyOf(good, 30));
    log.add(statement(first, third, 5));
    log.publish(note(second));
    assertVerified(first);
    assertVerified(second);
    log.publish(note(stranger));
    assertNotSigned("no signature of a given key", first);
  }

  @Test
  void aStatementAboutAnotherLogChangesNothing() throws SigningException {
    log.add(
        new KeyRotation("example.com/other", first.key(), second.key(), 300).sign(first, second));
    log.publish(note(first));
    assertVerified(first);
    log.publish(note(second));
    assertNotSigned("no signature of a given key", first);
  }

  @Test
  void theLogsKeyIsNotHandedToOneOfAnotherKind() {
    rotate(first, NoteKeys.signer(SignatureAlgorithm.ML_DSA_44, 4));
    log.publish(note(first));
    assertNotSigned("one of another kind, ML_DSA_44", first);
  }

  @Test
  void theSecondKeyIsRotatedByItself() {
    Signer old = NoteKeys.signer(SignatureAlgorithm.ML_DSA_44, 4);
    Signer next = NoteKeys.signer(SignatureAlgorithm.ML_DSA_44, 5);
    NoteSigner oldSecond = NoteSigner.ofCosigner(ORIGIN, old);
    NoteSigner nextSecond = NoteSigner.ofCosigner(ORIGIN, next);
    var trusted = new TrustedKeys(NoteKeys.SIGNATURES, List.of(note(first).key(), oldSecond.key()));
    rotate(old, next);
    log.publish(note(first), nextSecond);
    assertThat(Fsck.of(log).signedBy(trusted).run(FsckProgress.NONE).findings()).isEmpty();
    log.publish(note(first), oldSecond);
    assertThat(Fsck.of(log).signedBy(trusted).run(FsckProgress.NONE).isSigned()).isFalse();
  }

  /** Without the statement nobody can be led from the one key to the other: the reader is told. */
  @Test
  void aPrunedStatementIsNotGuessedAt() {
    rotate(first, second);
    log.grow(700);
    log.publish(note(second));
    log.replaced.put("tile/entries/000", Optional.empty());
    log.replaced.put("tile/entries/001", Optional.empty());
    for (Signer[] keys : new Signer[][] {{first}, {first, second}}) {
      List<NoteKey> given = Stream.of(keys).map(signer -> note(signer).key()).toList();
      FsckReport report =
          Fsck.of(log)
              .prunedBelow(512)
              .signedBy(new TrustedKeys(NoteKeys.SIGNATURES, given))
              .run(FsckProgress.NONE);
      assertThat(report.isSigned()).isFalse();
      assertThat(report.findings()).isNotEmpty();
    }
    FsckReport report =
        Fsck.of(log)
            .prunedBelow(512)
            .signedBy(new TrustedKeys(NoteKeys.SIGNATURES, List.of(note(second).key())))
            .run(FsckProgress.NONE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.isSigned()).isTrue();
  }

  @Test
  void aChangedStatementIsFoundWhateverItWouldSay() {
    rotate(first, second);
    log.publish(note(second));
    byte[] bundle = EntryBundle.encode(log.entries.subList(256, 301));
    bundle[bundle.length - 200] ^= 1;
    log.replaced.put("tile/entries/001.p/45", Optional.of(bundle));
    FsckReport report = check(first);
    assertThat(report.isSigned()).isFalse();
    assertThat(report.findings())
        .anySatisfy(finding -> assertThat(finding).isInstanceOf(FsckFinding.LeafMismatch.class));
  }
}
