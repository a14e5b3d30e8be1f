package dev.penstock.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No crash loses a key that was handed out, or which key is current. */
class KeyCrashTest {
  private static final SignatureAlgorithm ED = SignatureAlgorithm.ED25519;

  @Test
  void keysSurviveACrashAtEveryOperation() {
    CrashCheck.of(Life::new).holds();
  }

  @ParameterizedTest
  @EnumSource
  void withoutThisForceACrashLosesAKey(KeyForce point) {
    assertThat(CrashCheck.of(Life::new).missing(point)).isPresent();
  }

  /** The new version never had the name, so a new file may be tried. */
  @Test
  void aVersionThatWasNotForcedIsNeverCountedOn() throws Exception {
    SimDisk disk = SimDisk.calm();
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      KeyInfo kept = keys.generate(KeyUse.LOG, ED);
      disk.failForce(KeyForce.NEW_VERSION, ForceFailure.NOT_WRITTEN_FORGOTTEN);
      assertThatThrownBy(() -> keys.generate(KeyUse.LOG, ED)).isInstanceOf(KeyHomeException.class);
      assertThat(keys.list()).containsExactly(kept);
      KeyInfo next = keys.generate(KeyUse.LOG, ED);
      try (SoftwareKeys again = Fixtures.open(disk.afterCrash(Fate.ALL_LOST, 0))) {
        assertThat(again.list()).containsExactly(kept, next);
      }
    }
  }

  /** A force of the folder that failed is never believed later: nothing is written any more. */
  @Test
  void afterAFailedRenameNothingIsWrittenUntilARestart() throws Exception {
    SimDisk disk = SimDisk.calm();
    try (SoftwareKeys keys = Fixtures.create(disk)) {
      KeyInfo kept = keys.generate(KeyUse.LOG, ED);
      disk.failForce(KeyForce.NAME_TAKEN, ForceFailure.NOT_WRITTEN_FORGOTTEN);
      assertThatThrownBy(() -> keys.generate(KeyUse.LOG, ED)).isInstanceOf(KeyHomeException.class);
      assertThat(keys.list()).containsExactly(kept);
      assertThatThrownBy(() -> keys.generate(KeyUse.LOG, ED))
          .isInstanceOf(KeyHomeException.class)
          .hasRootCauseMessage(
              SoftwareKeys.FILE + " could not be written before; restart to see what it holds");
    }
    try (SoftwareKeys keys = Fixtures.open(disk)) {
      assertThat(keys.list()).isNotEmpty();
      KeyInfo _ = keys.generate(KeyUse.LOG, ED);
    }
  }

  /** Makes keys, rotates, changes the passphrase, destroys; notes what was promised. */
  private static final class Life implements CrashStory {
    private boolean created;
    private final List<KeyInfo> promised = new ArrayList<>();
    private final List<KeyInfo> mayBeGone = new ArrayList<>();
    private final List<String> mayBeCurrent = new ArrayList<>();
    private String passphrase = "correct horse";
    private String nextPassphrase = "correct horse";

    @Override
    public void work(SimDisk disk) throws Exception {
      try (SoftwareKeys keys = Fixtures.create(disk)) {
        created = true;
        promised.add(keys.generate(KeyUse.BLOCK, ED));
        KeyRing ring = KeyRing.open(keys, disk);
        KeyInfo old = new KeyInfo(KeyUse.LOG, ring.signer(KeyUse.LOG, ED).key());
        promised.add(old);
        mayBeCurrent.add(old.id());
        KeyInfo next = ring.begin(KeyUse.LOG, ED, "log", 1).next();
        promised.add(next);
        mayBeCurrent.add(next.id());
        ring.finish(next);
        mayBeCurrent.remove(old.id());
        mayBeGone.add(old);
        promised.remove(old);
        ring.destroy(old.id());
        mayBeGone.remove(old);
        nextPassphrase = "battery staple";
        try (Passphrase typed = Passphrase.of(nextPassphrase.toCharArray())) {
          keys.changePassphrase(typed, Fixtures.CHEAP);
        }
        passphrase = nextPassphrase;
      } catch (KeyHomeException e) {
        if (!disk.crashed()) {
          throw e;
        }
      }
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      SoftwareKeysOpening opening = Fixtures.opening(disk, passphrase);
      if (opening instanceof SoftwareKeysOpening.WrongPassphrase) {
        opening = Fixtures.opening(disk, nextPassphrase);
      }
      if (opening instanceof SoftwareKeysOpening.Absent && !created) {
        return;
      }
      if (!(opening instanceof SoftwareKeysOpening.Opened(var keys))) {
        throw new AssertionError(SoftwareKeysOpening.describe(opening));
      }
      try (keys) {
        assertThat(keys.list()).containsAll(promised);
        KeyRing ring = KeyRing.open(keys, disk);
        if (!mayBeCurrent.isEmpty()) {
          assertThat(ring.current(KeyUse.LOG, ED).orElseThrow().id()).isIn(mayBeCurrent);
        }
        // And the home can be used on.
        KeyInfo _ = keys.generate(KeyUse.TLS, ED);
      }
    }
  }
}
