package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.disk.FileStorage;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.SimDisk;
import dev.penstock.testkit.disk.SimulatedCrash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of an older version than the program; the steps are the test's own. */
class DataFormatTest {
  private static final Path PATH = Path.of("data");

  private static void step(Storage folder, String name) throws IOException {
    ReplacedFile.write(folder, name, name.getBytes(StandardCharsets.UTF_8));
  }

  /** Three versions, and what each step leaves. */
  private static DataFormat three() {
    return new DataFormat(List.of(folder -> step(folder, "two"), folder -> step(folder, "three")));
  }

  @Test
  void anOlderFolderIsBroughtForwardStepByStepAfterABackup(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    TestPlant.makeFolder(data, "");
    TestPlant.start(data, TestPlant.ORIGIN).close();
    assertThatThrownBy(() -> DataFolder.open(data, "a test", three()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("data of version 1 and becomes version 3 after a backup")
        .hasMessageContaining("penstock backup --data " + data);
    assertThat(data.resolve("two")).doesNotExist();
    BackupCheck.Result _ =
        StoppedNode.backUp(
            data,
            TestPlant.settings(TestPlant.ORIGIN),
            temp.resolve("copy"),
            Optional.empty(),
            Node.Machine.here(),
            (done, size) -> {});
    DataFolder.open(data, "a test", three()).close();
    assertThat(Files.readString(data.resolve("format"))).isEqualTo("penstock-data 3\n");
    assertThat(data.resolve("two")).exists();
    assertThat(data.resolve("three")).exists();
    assertThat(data.resolve("backed-up")).doesNotExist();
    assertThat(data.resolve("migrating")).doesNotExist();
    assertThatThrownBy(() -> TestPlant.start(data, TestPlant.ORIGIN))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("data of version 3, this program knows 1")
        .hasMessageContaining("a newer one");
  }

  @Test
  void aBackupBeforeTheLastRunDoesNotCount(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    TestPlant.makeFolder(data, "");
    TestPlant.start(data, TestPlant.ORIGIN).close();
    try (DataFolder folder = DataFolder.openToBackUp(data, "a test")) {
      DataFormat.OURS.noteBackup(data, folder.storage());
    }
    assertThat(data.resolve("backed-up")).exists();
    TestPlant.start(data, TestPlant.ORIGIN).close();
    assertThat(data.resolve("backed-up")).doesNotExist();
    assertThatThrownBy(() -> DataFolder.open(data, "a test", three()))
        .hasMessageContaining("after a backup");
  }

  @Test
  void whatIsNoVersionIsNotGuessedAt() throws Exception {
    for (String text :
        List.of("penstock-data 0\n", "penstock-data 1", "1\n", "penstock-data x\n")) {
      SimDisk disk = SimDisk.calm();
      ReplacedFile.write(disk, "format", text.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> three().migrate(PATH, disk))
          .as(text)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("is none of ours");
    }
  }

  /** Each step is done before the version says so, wherever the power goes. */
  @Test
  void noCrashLeavesAVersionWhoseStepIsNotDone() {
    CrashCheck.of(Migrating::new).runs(2, 20).holds();
  }

  /**
   * What a killed run wrote is there for the next one, and may be gone when the power goes then.
   */
  @Test
  void noCrashAfterAKillLosesAVersionThatTheNextRunBuiltOn() throws Exception {
    List<SimDisk> killed = new ArrayList<>();
    SimDisk disk = SimDisk.calm();
    disk.watch(operation -> {
      boolean _ = killed.add(disk.afterKill(1));
    });
    new Migrating().work(disk);
    for (int first = 0; first < killed.size(); first++) {
      long count = operationsToTheEnd(killed.get(first).afterKill(1));
      for (long second = 0; second < count; second++) {
        SimDisk cut = killed.get(first).afterKill(1);
        cut.crashAt(second);
        assertThatThrownBy(() -> new Migrating().work(cut)).isInstanceOf(SimulatedCrash.class);
        for (int image = 0; image < 8; image++) {
          String where = "killed at " + first + ", cut at " + second + ", image " + image;
          SimDisk left = cut.reboot(Fate.MIXED, image);
          assertThatCode(() -> new Migrating().check(left)).as(where).doesNotThrowAnyException();
        }
      }
    }
  }

  private static long operationsToTheEnd(SimDisk disk) throws Exception {
    new Migrating().work(disk);
    return disk.operationCount();
  }

  private static final class Migrating implements CrashStory {
    private final List<String> ended = new ArrayList<>();

    @Override
    public void work(SimDisk disk) throws Exception {
      if (!disk.exists("format")) {
        new DataFormat(List.of()).begin(disk);
      }
      boolean isBegun = disk.exists("backed-up") || disk.exists("migrating");
      if (!isBegun && three().read(PATH, disk) == 1) {
        new DataFormat(List.of()).noteBackup(PATH, disk);
      }
      three().migrate(PATH, disk);
      boolean _ = ended.add("ended");
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      int found = disk.exists("format") ? three().read(PATH, disk) : 0;
      assertThat(disk.exists("two")).as("version %d", found).isIn(found >= 2, true);
      assertThat(disk.exists("three")).as("version %d", found).isIn(found >= 3, true);
      if (!ended.isEmpty()) {
        assertThat(found).isEqualTo(3);
      }
      if (found > 0 && (disk.exists("backed-up") || disk.exists("migrating") || found == 3)) {
        three().migrate(PATH, disk);
        assertThat(three().read(PATH, disk)).isEqualTo(3);
      }
    }
  }

  @Test
  void aFolderOnDiskIsReadAsItIs(@TempDir Path temp) throws Exception {
    three().begin(FileStorage.open(temp));
    assertThat(three().read(temp, FileStorage.open(temp))).isEqualTo(3);
  }
}
