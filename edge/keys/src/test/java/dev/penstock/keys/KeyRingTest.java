package dev.penstock.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.KeyRotation;
import dev.penstock.signature.KeyRotationCheck;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.testkit.disk.SimDisk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final SignatureAlgorithm ED = SignatureAlgorithm.ED25519;
  private static final String ORIGIN = "penstock.example/pump-station";

  private final SimDisk disk = SimDisk.calm();

  @Test
  void theFirstSignerMakesAKeyAndALaterOneUsesIt() throws Exception {
    VerificationKey made;
    try (SoftwareKeys home = Fixtures.create(disk)) {
      KeyRing ring = KeyRing.open(home, disk);
      assertThat(ring.current(KeyUse.LOG, ED)).isEmpty();
      made = ring.signer(KeyUse.LOG, ED).key();
      assertThat(ring.signer(KeyUse.LOG, ED).key()).isEqualTo(made);
      assertThat(ring.signer(KeyUse.WITNESS, ED).key()).isNotEqualTo(made);
      assertThat(ring.signer(KeyUse.LOG, SignatureAlgorithm.ML_DSA_44).key()).isNotEqualTo(made);
    }
    try (SoftwareKeys home = Fixtures.open(disk)) {
      assertThat(KeyRing.open(home, disk).signer(KeyUse.LOG, ED).key()).isEqualTo(made);
    }
  }

  @Test
  void aRotationIsSignedByBothAndTheNewKeySignsAfterIt() throws Exception {
    try (SoftwareKeys home = Fixtures.create(disk)) {
      KeyRing ring = KeyRing.open(home, disk);
      VerificationKey old = ring.signer(KeyUse.LOG, ED).key();
      KeyRing.Begun begun = ring.begin(KeyUse.LOG, ED, ORIGIN, 41);
      assertThat(ring.signer(KeyUse.LOG, ED).key()).as("until it is in the log").isEqualTo(old);
      assertThat(KeyRotation.check(begun.statement(), Fixtures.JDK))
          .isEqualTo(
              new KeyRotationCheck.Signed(new KeyRotation(ORIGIN, old, begun.next().key(), 41)));
      ring.finish(begun.next());
      assertThat(ring.signer(KeyUse.LOG, ED).key()).isEqualTo(begun.next().key());
      assertThat(KeyRing.open(home, disk).signer(KeyUse.LOG, ED).key())
          .isEqualTo(begun.next().key());
    }
  }

  @Test
  void aRotationThatWasNotFinishedIsBegunAgainWithItsKey() throws Exception {
    try (SoftwareKeys home = Fixtures.create(disk)) {
      KeyInfo next = KeyRing.open(home, disk).begin(KeyUse.LOG, ED, ORIGIN, 41).next();
      KeyRing ring = KeyRing.open(home, disk);
      assertThat(ring.begin(KeyUse.LOG, ED, ORIGIN, 50).next()).isEqualTo(next);
      ring.finish(next);
      assertThat(ring.begin(KeyUse.LOG, ED, ORIGIN, 60).next()).isNotEqualTo(next);
    }
  }

  /** The entry is in the log, and the process died before it could say so to the ring. */
  @Test
  void afterACrashTheLogSaysWhichKeyIsCurrent() throws Exception {
    try (SoftwareKeys home = Fixtures.create(disk)) {
      KeyRing ring = KeyRing.open(home, disk);
      KeyHistory before = KeyHistory.of(ORIGIN, ring.signer(KeyUse.LOG, ED).key());
      KeyRing.Begun begun = ring.begin(KeyUse.LOG, ED, ORIGIN, 41);
      var signed = (KeyRotationCheck.Signed) KeyRotation.check(begun.statement(), Fixtures.JDK);
      KeyHistory after = ((KeyHistory.Following.Followed) before.follow(41, signed)).history();

      KeyRing restarted = KeyRing.open(home, disk);
      assertThat(restarted.reconcile(KeyUse.LOG, before)).isTrue();
      assertThat(restarted.signer(KeyUse.LOG, ED).key()).isEqualTo(before.current());
      assertThat(restarted.reconcile(KeyUse.LOG, after)).isTrue();
      assertThat(restarted.signer(KeyUse.LOG, ED).key()).isEqualTo(begun.next().key());
      assertThat(restarted.reconcile(KeyUse.WITNESS, after)).as("another use").isFalse();
    }
  }

  @Test
  void theCurrentKeyIsNotDestroyedAndAnOldOneIs() throws Exception {
    try (SoftwareKeys home = Fixtures.create(disk)) {
      KeyRing ring = KeyRing.open(home, disk);
      KeyRing.Begun begun = ring.begin(KeyUse.LOG, ED, ORIGIN, 41);
      KeyInfo old = ring.current(KeyUse.LOG, ED).orElseThrow();
      assertThatThrownBy(() -> ring.destroy(old.id()))
          .isInstanceOfSatisfying(
              KeyHomeException.class,
              e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.IN_USE));
      ring.finish(begun.next());
      ring.destroy(old.id());
      assertThat(home.list()).containsExactly(begun.next());
    }
  }

  @Test
  void withoutItsFileOneKeyIsTakenAndOfSeveralNone() throws Exception {
    try (SoftwareKeys home = Fixtures.create(disk)) {
      KeyInfo one = home.generate(KeyUse.LOG, ED);
      assertThat(KeyRing.open(home, SimDisk.calm()).signer(KeyUse.LOG, ED).key())
          .isEqualTo(one.key());
      KeyInfo _ = home.generate(KeyUse.LOG, ED);
      assertThatThrownBy(() -> KeyRing.open(home, SimDisk.calm()).signer(KeyUse.LOG, ED))
          .isInstanceOfSatisfying(
              KeyHomeException.class,
              e -> assertThat(e.reason()).isEqualTo(KeyHomeException.Reason.AMBIGUOUS));
    }
  }

  @Test
  void aFileThatIsNotWholeIsNotReadAsAnother() throws Exception {
    try (SoftwareKeys home = Fixtures.create(disk)) {
      VerificationKey _ = KeyRing.open(home, disk).signer(KeyUse.LOG, ED).key();
      byte[] whole = disk.contents(KeyRing.FILE);
      for (int length = 0; length < whole.length; length++) {
        SimDisk other = SimDisk.calm();
        try (var file = other.create(KeyRing.FILE)) {
          file.writeFully(ByteBuffer.wrap(whole, 0, length), 0);
        }
        assertThatIOException().isThrownBy(() -> KeyRing.open(home, other));
      }
      assertThat(new String(whole, StandardCharsets.US_ASCII))
          .startsWith("penstock current keys 1\nlog ED25519 ");
    }
  }
}
