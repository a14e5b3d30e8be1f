package dev.penstock.testkit.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One test per sentence of {@code docs/testing/simdisk.md}. */
class SimDiskTest {
  private static final int SECTOR = 512;
  private static final int LOOKS = 400;

  private enum At implements ForcePoint {
    FILE,
    NAMES
  }

  private final SimDisk disk = SimDisk.calm();

  // --- Bytes.

  @Test
  void whatNobodyForcedIsLostKeptOrTornBetweenSectorsInNoOrder() throws IOException {
    durable("a", pattern('o', 4 * SECTOR));
    open("a", file -> file.writeFully(wrap(pattern('n', 4 * SECTOR)), 0));
    Set<String> seen = looks(after -> sectors(after.contents("a")));
    assertThat(seen).contains("oooo", "nnnn", "ooon", "nooo", "onno");
    assertThat(seen).allMatch(sectors -> sectors.matches("[on]{4}"));
    assertThat(sectors(lost().contents("a"))).isEqualTo("oooo");
    assertThat(sectors(kept().contents("a"))).isEqualTo("nnnn");
  }

  @Test
  void whatWasForcedIsThereForEver() throws IOException {
    durable("a", pattern('o', 4 * SECTOR));
    open(
        "a",
        file -> {
          file.writeFully(wrap(pattern('n', 2 * SECTOR)), SECTOR);
          file.force(At.FILE);
        });
    assertThat(looks(after -> sectors(after.contents("a")))).containsExactly("onno");
  }

  @Test
  void aSectorIsOneOfTheVersionsItHad() throws IOException {
    durable("a", pattern('1', SECTOR));
    open(
        "a",
        file -> {
          file.writeFully(wrap(pattern('2', SECTOR)), 0);
          file.writeFully(wrap(pattern('3', SECTOR)), 0);
        });
    assertThat(looks(after -> sectors(after.contents("a"))))
        .containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void theSizeAndTheBytesAreLostSeparately() throws IOException {
    durable("a", pattern('o', SECTOR));
    open("a", file -> file.writeFully(wrap(pattern('n', 10_000)), SECTOR));
    Set<Integer> sizes = new HashSet<>();
    boolean grownWithoutBytes = false;
    for (long seed = 0; seed < LOOKS; seed++) {
      byte[] bytes = disk.afterCrash(Fate.MIXED, seed).contents("a");
      sizes.add(bytes.length);
      grownWithoutBytes |= bytes.length > SECTOR && bytes[bytes.length - 1] != 'n';
    }
    assertThat(sizes).containsExactlyInAnyOrder(SECTOR, SECTOR + 10_000);
    assertThat(grownWithoutBytes).isTrue();
  }

  @Test
  void aCutThatNobodyForcedMayBeUndone() throws IOException {
    durable("a", pattern('o', 3 * SECTOR));
    open("a", file -> file.truncate(SECTOR));
    assertThat(looks(after -> sectors(after.contents("a")))).contains("o", "ooo");
    open("a", file -> file.force(At.FILE));
    assertThat(looks(after -> sectors(after.contents("a")))).containsExactly("o");
  }

  @Test
  void afterACutAndNewGrowthTheOldBytesMayShow() throws IOException {
    durable("a", pattern('o', 3 * SECTOR));
    open(
        "a",
        file -> {
          file.truncate(0);
          file.writeFully(wrap(pattern('n', SECTOR)), 2 * SECTOR);
        });
    assertThat(looks(after -> sectors(after.contents("a")))).contains("oon", "ooo", "\0\0n", "");
  }

  @Test
  void allocatedSpaceShowsWhatLayThereBefore() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (long seed = 0; seed < 100; seed++) {
      SimDisk one = SimDisk.of(seed);
      try (StorageFile old = one.create("old")) {
        old.writeFully(wrap(pattern('s', 3 * 4096)), 0);
      }
      one.delete("old");
      try (StorageFile file = one.create("new")) {
        file.allocate(2 * 4096);
      }
      byte first = one.contents("new")[4096];
      shown.add(first == 0 ? "zeros" : first == 's' ? "old file" : "noise");
    }
    assertThat(shown).containsExactlyInAnyOrder("zeros", "old file", "noise");
  }

  @Test
  void writesInsideDurableSpaceDoNotChangeTheSize() throws IOException {
    StorageFile file = disk.create("a");
    file.allocate(8192);
    file.force(At.FILE);
    disk.forceFolder("", At.NAMES);
    file.writeFully(wrap(pattern('n', 100)), 4000);
    assertThat(looks(after -> "" + after.contents("a").length)).containsExactly("8192");
  }

  // --- Names.

  @Test
  void aFileWhoseNameWasNotForcedMayVanishWhateverItsBytesDid() throws IOException {
    try (StorageFile file = disk.create("a")) {
      file.writeFully(wrap(pattern('n', SECTOR)), 0);
      file.force(At.FILE);
    }
    assertThat(looks(SimDiskTest::names)).containsExactlyInAnyOrder("[]", "[a]");
    assertThat(names(lost())).isEqualTo("[]");
    disk.forceFolder("", At.NAMES);
    assertThat(looks(SimDiskTest::names)).containsExactly("[a]");
    assertThat(looks(after -> sectors(after.contents("a")))).containsExactly("n");
  }

  @Test
  void namesOfOneFolderAreLostInNoOrder() throws IOException {
    disk.create("a").close();
    disk.create("b").close();
    disk.create("c").close();
    assertThat(looks(SimDiskTest::names))
        .contains("[]", "[a]", "[b]", "[c]", "[a, b]", "[b, c]", "[a, c]", "[a, b, c]");
  }

  @Test
  void aDeletionThatNobodyForcedMayBeUndone() throws IOException {
    durable("a", pattern('o', SECTOR));
    disk.delete("a");
    assertThat(looks(SimDiskTest::names)).containsExactlyInAnyOrder("[]", "[a]");
    assertThat(sectors(lost().contents("a"))).isEqualTo("o");
    disk.forceFolder("", At.NAMES);
    assertThat(looks(SimDiskTest::names)).containsExactly("[]");
  }

  @Test
  void aFolderTakesAllBelowItAlong() throws IOException {
    disk.createFolder("f");
    try (StorageFile file = disk.create("f/a")) {
      file.force(At.FILE);
    }
    disk.forceFolder("f", At.NAMES);
    assertThat(looks(after -> names(after) + exists(after, "f/a")))
        .containsExactlyInAnyOrder("[]false", "[f]true");
    disk.forceFolder("", At.NAMES);
    assertThat(looks(after -> names(after) + exists(after, "f/a"))).containsExactly("[f]true");
  }

  @Test
  void aRenameLeavesTheOldFileOrTheNewOneNeverNeither() throws IOException {
    durable("head", pattern('o', SECTOR));
    durable("head.new", pattern('n', SECTOR));
    disk.rename("head.new", "head");
    assertThat(looks(after -> names(after) + sectors(after.contents("head"))))
        .containsExactlyInAnyOrder("[head, head.new]o", "[head, head.new]n", "[head]n");
    disk.forceFolder("", At.NAMES);
    assertThat(looks(after -> names(after) + sectors(after.contents("head"))))
        .containsExactly("[head]n");
  }

  @Test
  void twoNamesOfARenameAreOneFile() throws IOException {
    durable("a", pattern('o', SECTOR));
    disk.rename("a", "b");
    for (long seed = 0; seed < LOOKS; seed++) {
      SimDisk after = disk.afterCrash(Fate.MIXED, seed);
      if (names(after).equals("[a, b]")) {
        try (StorageFile file = after.open("a")) {
          file.writeFully(wrap(pattern('x', SECTOR)), 0);
        }
        assertThat(sectors(after.contents("b"))).isEqualTo("x");
        return;
      }
    }
    throw new AssertionError("both names were never seen");
  }

  @Test
  void aRenameAcrossFoldersNeverLosesTheFileWhicheverFolderWasForced() throws IOException {
    disk.createFolder("f");
    disk.createFolder("g");
    durable("f/a", pattern('o', SECTOR));
    disk.forceFolder("f", At.NAMES);
    disk.rename("f/a", "g/a");
    Function<SimDisk, String> where = after -> exists(after, "f/a") + " " + exists(after, "g/a");
    assertThat(looks(where)).containsExactlyInAnyOrder("true false", "true true", "false true");
    disk.forceFolder("f", At.NAMES);
    assertThat(looks(where)).containsExactlyInAnyOrder("true false", "true true", "false true");
    disk.forceFolder("g", At.NAMES);
    assertThat(looks(where)).containsExactlyInAnyOrder("true true", "false true");
    disk.forceFolder("f", At.NAMES);
    assertThat(looks(where)).containsExactly("false true");
  }

  @Test
  void aChainOfRenamesNeverLosesTheFile() throws IOException {
    durable("a", pattern('o', SECTOR));
    disk.rename("a", "b");
    disk.rename("b", "c");
    disk.create("a").close();
    for (long seed = 0; seed < LOOKS; seed++) {
      SimDisk after = disk.afterCrash(Fate.MIXED, seed);
      List<String> holders = new ArrayList<>(List.of("a", "b", "c"));
      holders.removeIf(name -> !exists(after, name) || after.contents(name).length == 0);
      assertThat(holders).isNotEmpty();
    }
  }

  // --- Forces that fail, or are left out.

  @ParameterizedTest
  @EnumSource
  void aFailedForceThrowsTheSameWhateverItDid(ForceFailure how) throws IOException {
    durable("a", pattern('o', 4 * SECTOR));
    disk.failForce(At.FILE, how);
    StorageFile file = disk.open("a");
    file.writeFully(wrap(pattern('n', 4 * SECTOR)), 0);
    assertThatIOException().isThrownBy(() -> file.force(At.FILE)).withMessageContaining("a: ");
    assertThat(sectors(disk.contents("a"))).isEqualTo("nnnn");
    String platter = sectors(lost().contents("a"));
    file.force(At.FILE);
    String afterRetry = sectors(lost().contents("a"));
    switch (how) {
      case NOT_WRITTEN -> assertThat(platter + afterRetry).isEqualTo("oooonnnn");
      case WRITTEN -> assertThat(platter + afterRetry).isEqualTo("nnnnnnnn");
      case NOT_WRITTEN_FORGOTTEN -> assertThat(platter + afterRetry).isEqualTo("oooooooo");
      case TORN_FORGOTTEN -> assertThat(platter).matches("[on]{4}").isEqualTo(afterRetry);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedForceOfAFolderIsAsBad(ForceFailure how) throws IOException {
    disk.failForce(At.NAMES, how);
    disk.create("a").close();
    disk.create("b").close();
    assertThatIOException().isThrownBy(() -> disk.forceFolder("", At.NAMES));
    assertThat(names(disk)).isEqualTo("[a, b]");
    String platter = names(lost());
    disk.forceFolder("", At.NAMES);
    String afterRetry = names(lost());
    switch (how) {
      case NOT_WRITTEN -> assertThat(platter + afterRetry).isEqualTo("[][a, b]");
      case WRITTEN -> assertThat(platter + afterRetry).isEqualTo("[a, b][a, b]");
      case NOT_WRITTEN_FORGOTTEN -> assertThat(platter + afterRetry).isEqualTo("[][]");
      case TORN_FORGOTTEN -> assertThat(platter).isEqualTo(afterRetry);
    }
  }

  @Test
  void forgottenBytesVanishFromReadersWhenTheCacheDoes() throws IOException {
    durable("a", pattern('o', 2 * SECTOR));
    disk.failForce(At.FILE, ForceFailure.NOT_WRITTEN_FORGOTTEN);
    StorageFile file = disk.open("a");
    file.writeFully(wrap(pattern('n', 2 * SECTOR)), 0);
    assertThatIOException().isThrownBy(() -> file.force(At.FILE));
    // Writing one byte makes the whole sector due again, forgotten bytes included.
    file.writeFully(wrap(pattern('x', 1)), 0);
    file.force(At.FILE);
    disk.dropCaches();
    assertThat(sectors(disk.contents("a"))).isEqualTo("xo");
    assertThat(disk.contents("a")[1]).isEqualTo((byte) 'n');
  }

  @Test
  void aForceThatIsLeftOutSucceedsAndDoesNothing() throws IOException {
    disk.withoutForce(At.FILE);
    durable("a", pattern('n', SECTOR));
    assertThat(lost().contents("a")).isEmpty();
    assertThat(disk.forcesHit()).containsExactlyInAnyOrder(At.FILE, At.NAMES);
    // The code that lacks a force lacks it in its next life too.
    SimDisk next = disk.reboot(Fate.ALL_KEPT, 1);
    try (StorageFile file = next.open("a")) {
      file.truncate(0);
      file.force(At.FILE);
    }
    assertThat(next.reboot(Fate.ALL_LOST, 1).contents("a")).hasSize(SECTOR);
  }

  @Test
  void whatIsWrittenWhileAForceRunsIsNotPartOfIt() throws IOException {
    durable("a", pattern('o', 2 * SECTOR));
    StorageFile file = disk.open("a");
    file.writeFully(wrap(pattern('n', SECTOR)), 0);
    disk.watch(operation -> {
      if (operation.kind() == Operation.Kind.FORCE) {
        file.writeFully(wrap(pattern('x', SECTOR)), SECTOR);
      }
    });
    file.force(At.FILE);
    assertThat(sectors(lost().contents("a"))).isEqualTo("no");
    assertThat(sectors(disk.contents("a"))).isEqualTo("nx");
  }

  // --- The machine.

  @Test
  void afterACrashEveryOperationThrowsWhatNoHandlerCatches() throws IOException {
    StorageFile file = disk.create("a");
    StorageLock lock = disk.lock("node.lock", "me");
    disk.crashAt(disk.operationCount() + 1);
    file.writeFully(wrap(pattern('n', 1)), 0);
    assertThat(disk.crashed()).isFalse();
    assertThatThrownBy(() -> file.writeFully(wrap(pattern('n', 1)), 1))
        .isInstanceOf(SimulatedCrash.class)
        .isInstanceOf(Error.class)
        .hasMessageContaining("WRITE 'a'");
    assertThat(disk.crashed()).isTrue();
    assertThatThrownBy(() -> disk.exists("a")).isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0))
        .isInstanceOf(SimulatedCrash.class);
    file.close();
    lock.close();
    SimDisk after = disk.reboot(Fate.ALL_KEPT, 1);
    assertThat(after.contents("a")).hasSize(1);
    after.lock("node.lock", "the next one").close();
  }

  @Test
  void aKilledProcessLosesNothingAndMakesNothingDurable() throws IOException {
    durable("a", pattern('o', SECTOR));
    open("a", file -> file.writeFully(wrap(pattern('n', SECTOR)), 0));
    disk.create("b").close();
    disk.rename("b", "c");
    StorageLock _ = disk.lock("node.lock", "me");
    SimDisk next = disk.killProcess(5);
    assertThatThrownBy(() -> disk.exists("a")).isInstanceOf(SimulatedCrash.class);
    assertThat(names(next)).isEqualTo("[a, c, node.lock]");
    assertThat(sectors(next.contents("a"))).isEqualTo("n");
    next.lock("node.lock", "the next one").close();
    SimDisk after = next.reboot(Fate.ALL_LOST, 1);
    assertThat(names(after)).isEqualTo("[a]");
    assertThat(sectors(after.contents("a"))).isEqualTo("o");
  }

  @Test
  void looksAtTheFutureDoNotDisturbThePresent() throws IOException {
    durable("a", pattern('o', SECTOR));
    StorageFile file = disk.open("a");
    file.writeFully(wrap(pattern('n', SECTOR)), 0);
    SimDisk killed = disk.afterKill(1);
    SimDisk after = disk.afterCrash(Fate.ALL_KEPT, 1);
    for (SimDisk other : List.of(killed, after)) {
      try (StorageFile changed = other.open("a")) {
        changed.writeFully(wrap(pattern('x', SECTOR)), 0);
        changed.force(At.FILE);
      }
    }
    assertThat(sectors(disk.contents("a"))).isEqualTo("n");
    file.force(At.FILE);
    assertThat(sectors(lost().contents("a"))).isEqualTo("n");
  }

  @Test
  void aBackupIsWhatReadersSeeAndStaysAsItWas() throws IOException {
    durable("a", pattern('1', SECTOR));
    open("a", file -> file.writeFully(wrap(pattern('2', SECTOR)), 0));
    SimDisk backup = disk.backup();
    open("a", file -> file.writeFully(wrap(pattern('3', SECTOR)), 0));
    disk.delete("a");
    assertThat(sectors(backup.contents("a"))).isEqualTo("2");
    assertThat(sectors(backup.reboot(Fate.ALL_LOST, 1).contents("a"))).isEqualTo("2");
  }

  @Test
  void theSameSeedIsTheSameDisk() throws IOException {
    List<String> runs = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      SimDisk one = SimDisk.of(seed);
      StringBuilder run = new StringBuilder();
      try (StorageFile file = one.create("a")) {
        for (int i = 0; i < 40; i++) {
          run.append(file.write(ByteBuffer.allocate(1000), i * 1000L)).append(' ');
        }
        file.allocate(100_000);
      }
      one.forceFolder("", At.NAMES);
      run.append(Arrays.hashCode(one.contents("a")));
      run.append(Arrays.hashCode(one.afterCrash(Fate.MIXED, seed).contents("a")));
      runs.add(run.toString());
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
  }

  @Test
  void readsAndWritesStopShortNowAndThen() throws IOException {
    SimDisk one = SimDisk.of(3);
    Set<Boolean> whole = new HashSet<>();
    try (StorageFile file = one.create("a")) {
      file.writeFully(ByteBuffer.allocate(1000), 0);
      for (int i = 0; i < 100; i++) {
        int read = file.read(ByteBuffer.allocate(1000), 0);
        assertThat(read).isBetween(1, 1000);
        whole.add(read == 1000);
      }
    }
    assertThat(whole).containsExactlyInAnyOrder(true, false);
  }

  // --- Other faults.

  @Test
  void aFullDiskWritesWhatFitsThenFailsAndStillOverwrites() throws IOException {
    disk.capacityBytes(3 * 4096);
    StorageFile file = disk.create("a");
    file.writeFully(wrap(pattern('a', 100)), 0);
    assertThat(disk.usableBytes()).isEqualTo(2 * 4096);
    ByteBuffer much = ByteBuffer.allocate(5 * 4096);
    assertThat(file.write(much, 4096)).isEqualTo(2 * 4096);
    assertThat(much.position()).isEqualTo(2 * 4096);
    assertThatIOException()
        .isThrownBy(() -> file.write(much, 3 * 4096))
        .withMessageContaining("No space left");
    assertThatIOException().isThrownBy(() -> file.allocate(4 * 4096));
    assertThat(disk.usableBytes()).isZero();
    file.writeFully(wrap(pattern('b', 4096)), 4096);
    file.truncate(4096);
    assertThat(disk.usableBytes()).isEqualTo(2 * 4096);
    disk.delete("a");
    assertThat(disk.usableBytes()).isEqualTo(3 * 4096);
  }

  @Test
  void readsFailWhereATestSaysSo() throws IOException {
    durable("a", pattern('o', 4 * SECTOR));
    disk.failReads("a", SECTOR, SECTOR + 1);
    StorageFile file = disk.open("a");
    file.readFully(ByteBuffer.allocate(SECTOR), 0);
    file.readFully(ByteBuffer.allocate(SECTOR), SECTOR + 1);
    assertThatIOException().isThrownBy(() -> file.read(ByteBuffer.allocate(SECTOR + 1), 0));
  }

  @Test
  void aFlippedBitIsOnThePlatterToo() throws IOException {
    durable("a", new byte[] {0, 0, 0});
    disk.flipBit("a", 13);
    assertThat(disk.contents("a")).containsExactly(0, 32, 0);
    assertThat(lost().contents("a")).containsExactly(0, 32, 0);
    disk.damage("a", 1, new byte[] {7, 8});
    assertThat(lost().contents("a")).containsExactly(0, 7, 8);
  }

  @Test
  void aWatcherCanRefuseAnOperationWhichThenDidNothing() throws IOException {
    disk.watch(operation -> {
      if (operation.kind() == Operation.Kind.CREATE) {
        throw new IOException("planted in " + operation.name());
      }
    });
    assertThatIOException().isThrownBy(() -> disk.create("a")).withMessage("planted in a");
    assertThat(disk.exists("a")).isFalse();
    assertThat(disk.trace()).extracting(Operation::kind).contains(Operation.Kind.CREATE);
  }

  // --- Helpers.

  private interface Use {
    void of(StorageFile file) throws IOException;
  }

  private void open(String name, Use use) throws IOException {
    try (StorageFile file = disk.open(name)) {
      use.of(file);
    }
  }

  private void durable(String name, byte[] bytes) throws IOException {
    try (StorageFile file = disk.create(name)) {
      file.writeFully(ByteBuffer.wrap(bytes), 0);
      file.force(At.FILE);
    }
    disk.forceFolder("", At.NAMES);
  }

  private SimDisk lost() {
    return disk.afterCrash(Fate.ALL_LOST, 0);
  }

  private SimDisk kept() {
    return disk.afterCrash(Fate.ALL_KEPT, 0);
  }

  /** All that can be seen on the disks that a crash could leave. */
  private Set<String> looks(Function<SimDisk, String> look) {
    Set<String> seen = new TreeSet<>();
    for (long seed = 0; seed < LOOKS; seed++) {
      seen.add(look.apply(disk.afterCrash(Fate.MIXED, seed)));
    }
    return seen;
  }

  private static byte[] pattern(char c, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }

  private static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  /** The first byte of each sector, one character each. */
  private static String sectors(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += SECTOR) {
      text.append(new String(bytes, at, 1, UTF_8));
    }
    return text.toString();
  }

  private static String names(SimDisk of) {
    try {
      return of.list("").toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean exists(SimDisk on, String name) {
    try {
      return on.exists(name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
