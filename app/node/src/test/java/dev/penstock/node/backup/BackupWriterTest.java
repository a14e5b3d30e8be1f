package dev.penstock.node.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.storage.FilePart;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BackupWriterTest {
  private static final Instant NOW = Instant.parse("2026-11-21T02:00:00Z");
  private static final CopyProgress NONE = (done, size) -> {};
  private static final byte[] WORD = {1, 2, 3, 4};

  /** A disk with three files, and what is wanted of them. */
  private static List<WantedFile> wanted() throws IOException {
    SimDisk source = SimDisk.calm();
    List<WantedFile> wanted = new ArrayList<>();
    for (String name : List.of("one", "two", "three")) {
      try (StorageFile file = source.create(name)) {
        file.writeFully(
            ByteBuffer.wrap((name + " ").repeat(900).getBytes(StandardCharsets.UTF_8)), 0);
      }
    }
    wanted.add(new WantedFile(source, FilePart.of("one", 3_000), "journal/segments/one"));
    wanted.add(new WantedFile(source, FilePart.ending("two", 1_001, WORD, 9_000), "journal/two"));
    wanted.add(new WantedFile(source, FilePart.within("three", 700, 2_000), "three"));
    return wanted;
  }

  private static List<String> findings(SimDisk disk) throws IOException {
    var reader = new BackupReader(disk);
    Optional<BackupManifest> manifest = reader.manifest();
    return manifest.isEmpty()
        ? List.of("there is no whole list of files")
        : reader.check(manifest.get(), NONE);
  }

  @Test
  void aBackupHoldsWhatWasWantedAndSaysHowFarItIs() throws Exception {
    SimDisk disk = SimDisk.calm();
    List<Long> told = new ArrayList<>();
    BackupManifest manifest =
        new BackupWriter(disk, (done, size) -> told.add(done)).write(wanted(), 1, NOW);
    assertThat(findings(disk)).isEmpty();
    assertThat(told).isSorted().endsWith(3_000L + 1_005 + 700);
    assertThat(manifest.contentBytes()).isEqualTo(3_000 + 1_005 + 700);
    byte[] two = disk.contents("journal/two");
    assertThat(two).hasSize(9_000);
    assertThat(two[1_001]).isEqualTo((byte) 1);
    assertThat(two[1_005]).isZero();
    assertThat(BackupManifest.decode(manifest.encode())).contains(manifest);
    assertThat(manifest.files()).extracting(BackupFile::name).isSorted();
  }

  /** Whoever sees the list sees all that it names: the list is what makes a backup. */
  @Test
  void wherePowerGoesThereIsAWholeBackupOrNone() {
    CrashCheck.of(Writing::new)
        .everyForceIsNeeded(At.COPIED_BYTES, At.COPIED_NAMES, At.MANIFEST, At.MANIFEST_NAME);
  }

  private static final class Writing implements CrashStory {
    private boolean isWritten;

    @Override
    public void work(SimDisk disk) throws Exception {
      if (disk.list("").isEmpty()) {
        BackupManifest _ = new BackupWriter(disk, NONE).write(wanted(), 1, NOW);
        isWritten = true;
      }
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      if (new BackupReader(disk).isBackup()) {
        assertThat(findings(disk)).isEmpty();
      } else {
        assertThat(isWritten).isFalse();
      }
    }
  }

  @Test
  void aFullTargetOrAForceThatFailsIsNoBackup() throws Exception {
    for (long room : new long[] {0, 1_000, 5_000, 12_000}) {
      SimDisk disk = SimDisk.calm();
      disk.capacityBytes(room);
      assertThatThrownBy(() -> new BackupWriter(disk, NONE).write(wanted(), 1, NOW))
          .isInstanceOf(IOException.class);
      assertThat(new BackupReader(disk).isBackup()).isFalse();
    }
    SimDisk disk = SimDisk.calm();
    disk.failForce(At.COPIED_BYTES, ForceFailure.NOT_WRITTEN);
    assertThatThrownBy(() -> new BackupWriter(disk, NONE).write(wanted(), 1, NOW))
        .isInstanceOf(IOException.class);
    assertThat(new BackupReader(disk).isBackup()).isFalse();
  }

  @Test
  void aListThatWasTouchedIsNoList() throws Exception {
    SimDisk disk = SimDisk.calm();
    byte[] whole = new BackupWriter(disk, NONE).write(wanted(), 1, NOW).encode();
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 2;
      assertThat(BackupManifest.decode(changed)).as("byte %d", i).isEmpty();
    }
    assertThat(BackupManifest.decode(new byte[0])).isEmpty();
    disk.flipBit("three", 8 * 699);
    assertThat(findings(disk))
        .containsExactly("three has other bytes than when the backup was made");
    disk.flipBit("three", 8 * 699);
    disk.flipBit("three", 8 * 1_500);
    assertThat(findings(disk)).as("bytes without a meaning").isEmpty();
    disk.create("stranger").close();
    disk.delete("journal/two");
    assertThat(findings(disk))
        .containsExactly("journal/two is missing", "stranger is not in the list of files");
  }
}
