package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.PublishedHead;
import dev.penstock.keys.Argon2Cost;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.keys.KeyRing;
import dev.penstock.keys.KeyUse;
import dev.penstock.keys.Passphrase;
import dev.penstock.keys.SoftwareKeys;
import dev.penstock.keys.SoftwareKeysOpening;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.disk.SimDisk;
import dev.penstock.testkit.disk.SimulatedCrash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeyRotationTest {
  private static final String ORIGIN = "plant7.example/log";
  private static final JdkSignatures JDK = new JdkSignatures();
  private static final SignatureAlgorithm ED = SignatureAlgorithm.ED25519;
  private static final int SEGMENT_BYTES = 16 * 1024;

  /** Keys on one disk and log on another, both of which the power leaves at the same moment. */
  private record Disks(SimDisk keys, SimDisk log) {}

  private interface Work {
    void with(KeyRing ring, FileLedger ledger) throws Exception;
  }

  private static LedgerOptions options() {
    return LedgerOptions.of(
        InstantSource.system(), new SecureRandom(), "a test", PublishedHead.NONE);
  }

  private static void with(Disks disks, Work work) throws Exception {
    try (Passphrase passphrase = Passphrase.of("correct horse".toCharArray());
        SoftwareKeys home = home(disks.keys(), passphrase)) {
      LedgerOpening opening =
          disks.log().exists("format")
              ? FileLedger.open(disks.log(), options())
              : FileLedger.create(disks.log(), ORIGIN, SEGMENT_BYTES, options());
      assertThat(opening).isInstanceOf(LedgerOpening.Opened.class);
      try (FileLedger ledger = ((LedgerOpening.Opened) opening).ledger()) {
        work.with(KeyRing.open(home, disks.keys()), ledger);
      }
    }
  }

  private static SoftwareKeys home(Storage folder, Passphrase passphrase) throws Exception {
    return switch (SoftwareKeys.open(folder, passphrase, JDK, new SecureRandom())) {
      case SoftwareKeysOpening.Opened(var keys) -> keys;
      default ->
          SoftwareKeys.create(folder, passphrase, new Argon2Cost(8, 1, 1), JDK, new SecureRandom());
    };
  }

  private static Disks madeUnder(List<NoteKey> first) throws Exception {
    var disks = new Disks(SimDisk.calm(), SimDisk.calm());
    with(
        disks,
        (ring, ledger) -> {
          boolean _ = first.add(logKey(ring));
          new LogKeyRotation(ORIGIN, ring, ledger).rotate(SignatureAlgorithm.ML_DSA_44);
        });
    return disks;
  }

  private static NoteKey logKey(KeyRing ring) throws Exception {
    return NoteSigner.ofLog(ORIGIN, ring.signer(KeyUse.LOG, ED)).key();
  }

  private static int rotations(FileLedger ledger) {
    return ledger.keys(ED).map(KeyHistory::rotations).map(List::size).orElse(0);
  }

  /**
   * The power goes before each operation on either disk. The next start finds one key that signs,
   * and who trusts the first key follows.
   */
  @Test
  void aCrashBetweenAnyTwoStepsLeavesOneKeyThatSigns() throws Exception {
    var first = new ArrayList<NoteKey>();
    Disks made = madeUnder(first);
    int rotated = 0;
    int notRotated = 0;
    for (boolean isOfKeys : new boolean[] {true, false}) {
      boolean isReached = true;
      for (long step = 1; isReached; step += Deep.cases(7, 1)) {
        var disks = new Disks(made.keys().backup(), made.log().backup());
        isReached = crashWhileRotating(disks, isOfKeys, step);
        var after = new Disks(disks.keys().afterKill(step), disks.log().afterKill(step));
        int before = rotationsAfterRestart(after, first.getFirst());
        rotated += before;
        notRotated += 1 - before;
      }
    }
    assertThat(rotated).isPositive();
    assertThat(notRotated).isPositive();
  }

  /** False when the rotation was over before. */
  private static boolean crashWhileRotating(Disks disks, boolean isOfKeys, long step)
      throws Exception {
    boolean[] isCut = {false};
    long[] seen = {0};
    (isOfKeys ? disks.keys() : disks.log())
        .watch(operation -> {
          seen[0] += operation.kind().changesDisk() ? 1 : 0;
          if (seen[0] >= step) {
            isCut[0] = true;
            throw new IllegalStateException("the process ends here");
          }
        });
    try {
      with(disks, (ring, ledger) -> new LogKeyRotation(ORIGIN, ring, ledger).rotate(ED));
    } catch (Exception | AssertionError | SimulatedCrash e) {
      assertThat(isCut[0]).as("%s", e).isTrue();
    }
    return isCut[0];
  }

  private static int rotationsAfterRestart(Disks disks, NoteKey first) throws Exception {
    int[] found = {0};
    with(
        disks,
        (ring, ledger) -> {
          var rotation = new LogKeyRotation(ORIGIN, ring, ledger);
          rotation.reconcile();
          found[0] = rotations(ledger);
          assertThat(found[0]).isBetween(0, 1);
          ledger
              .keys(ED)
              .ifPresent(history -> assertThat(current(ring)).isEqualTo(history.current()));
          // It goes on, with the key that a rotation before may have left behind.
          rotation.rotate(ED);
          assertThat(rotations(ledger)).isEqualTo(found[0] + 1);
        });
    LedgerCheck check =
        LedgerFsck.of(disks.log())
            .signedBy(new TrustedKeys(JDK, List.of(first)))
            .run(FsckProgress.NONE);
    assertThat(check.findings()).isEmpty();
    assertThat(check.signedSize()).isEqualTo(check.size());
    return found[0];
  }

  private static VerificationKey current(KeyRing ring) {
    try {
      return ring.signer(KeyUse.LOG, ED).key();
    } catch (KeyHomeException e) {
      throw new AssertionError(e);
    }
  }

  private static NodeSettings settings() {
    return NodeSettings.named(ORIGIN);
  }

  @Test
  void aNodeGoesOnUnderTheNewKeyAndNotWithTheKeysOfBefore(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    NoteKey first;
    try (Node node = Node.start(data, settings(), Node.Machine.here())) {
      first = node.logKey();
      assertThatThrownBy(() -> rotate(data))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("is in use");
    }
    copy(data.resolve("keys"), temp.resolve("old"));
    StoppedNode.Rotated rotated = rotate(data);
    assertThat(rotated.before()).isEqualTo(first);
    assertThat(rotated.now()).isNotEqualTo(first);
    try (Node node = Node.start(data, settings(), Node.Machine.here())) {
      assertThat(node.logKey()).isEqualTo(rotated.now());
    }
    LedgerCheck check =
        LedgerFsck.of(FileStorage.open(data.resolve("ledger")))
            .signedBy(new TrustedKeys(JDK, List.of(first)))
            .run(FsckProgress.NONE);
    assertThat(check.findings()).isEmpty();
    assertThat(check.signedSize()).isEqualTo(check.size()).isGreaterThan(rotated.lastSize());
    copy(temp.resolve("old"), data.resolve("keys"));
    assertThatThrownBy(() -> Node.start(data, settings(), Node.Machine.here()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("put back the keys folder that was saved after that rotation");
  }

  private static StoppedNode.Rotated rotate(Path data) throws Exception {
    return StoppedNode.rotateLogKey(data, settings(), ED, Node.Machine.here());
  }

  private static void copy(Path from, Path to) throws Exception {
    Path _ = Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Path _ =
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
