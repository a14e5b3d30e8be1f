package dev.penstock.device.software;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power goes, or the disk fails, before each step that changes the folder. */
class FolderStoreTest {
  private static final byte[] OLD = bytes("old state");
  private static final byte[] NEW = bytes("new state");

  @TempDir private Path root;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Two blocks at once, as a key change has them; one was there before. */
  private static SortedMap<Long, byte[]> newBlocks() {
    return new TreeMap<>(Map.of(8L, bytes("block 8"), 9L, bytes("block 9")));
  }

  private Path folder() throws IOException {
    return Files.createTempDirectory(root, "chain");
  }

  private static FolderStore stored(Path folder) throws IOException {
    var store = new FolderStore(folder);
    store.commit(OLD, new TreeMap<>(Map.of(7L, bytes("block 7"))));
    return store;
  }

  private static final class PowerLost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What a disk holds after a loss of power: names changed since the folder was last forced may
   * have changed or not, and a file that was not forced under its first name has no content.
   */
  private static final class Disk implements FolderStore.Step {
    private final Path folder;
    private final int powerLostAt;
    private final Map<String, byte[]> durable;
    private final List<Map.Entry<String, Optional<byte[]>>> pending = new ArrayList<>();
    private final List<String> forced = new ArrayList<>();
    int steps;

    Disk(Path folder, int powerLostAt) throws IOException {
      this.folder = folder;
      this.powerLostAt = powerLostAt;
      this.durable = read(folder);
    }

    @Override
    public void before(String what) throws IOException {
      if (steps++ == powerLostAt) {
        throw new PowerLost();
      }
      String name = what.substring(what.indexOf(' ') + 1);
      if (what.startsWith("force ") && name.endsWith(".new")) {
        forced.add(name);
      } else if (what.startsWith("rename ")) {
        byte[] content =
            forced.remove(name) ? Files.readAllBytes(folder.resolve(name)) : new byte[0];
        String to = name.substring(0, name.length() - ".new".length());
        pending.add(Map.entry(to, Optional.of(content)));
      } else if (what.startsWith("delete ")) {
        pending.add(Map.entry(name, Optional.empty()));
      } else if (what.equals("force the folder")) {
        pending.forEach(change -> apply(durable, change));
        pending.clear();
      }
    }

    /** Every set of the changes that may have reached the disk. */
    List<Map<String, byte[]>> possible() {
      List<Map<String, byte[]>> all = new ArrayList<>();
      for (int bits = 0; bits < 1 << pending.size(); bits++) {
        Map<String, byte[]> files = new TreeMap<>(durable);
        for (int i = 0; i < pending.size(); i++) {
          if ((bits >> i & 1) != 0) {
            apply(files, pending.get(i));
          }
        }
        all.add(files);
      }
      return all;
    }

    private static void apply(
        Map<String, byte[]> files, Map.Entry<String, Optional<byte[]>> change) {
      change
          .getValue()
          .ifPresentOrElse(
              content -> files.put(change.getKey(), content), () -> files.remove(change.getKey()));
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
      Map<String, byte[]> files = new TreeMap<>();
      try (var list = Files.list(folder)) {
        for (Path file : list.toList()) {
          files.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
      }
      return files;
    }
  }

  private FolderStore storeOf(Map<String, byte[]> files) throws IOException {
    Path folder = folder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return new FolderStore(folder);
  }

  private static void assertOldOrNew(FolderStore store, boolean mayBeOld) throws IOException {
    byte[] state = store.state().orElseThrow();
    boolean isNew = Arrays.equals(state, NEW);
    assertThat(isNew || (mayBeOld && Arrays.equals(state, OLD))).isTrue();
    SortedMap<Long, byte[]> blocks = store.blocks(isNew ? 10 : 8);
    assertThat(blocks.get(7L)).isEqualTo(bytes("block 7"));
    assertThat(blocks).hasSize(isNew ? 3 : 1);
    if (isNew) {
      assertThat(blocks).containsAllEntriesOf(newBlocks());
    }
    // The same device goes on: the same blocks again, or others in their places.
    store.commit(NEW, new TreeMap<>(Map.of(8L, bytes("again"))));
    assertThat(store.state().orElseThrow()).isEqualTo(NEW);
    assertThat(store.blocks(10).get(8L)).isEqualTo(bytes("again"));
  }

  @Test
  void aLossOfPowerLeavesTheOldStateOrTheNewOneWithItsBlocks() throws IOException {
    boolean isFinished = false;
    int losses = 0;
    for (int at = 0; !isFinished; at++) {
      Path folder = folder();
      var _ = stored(folder);
      var disk = new Disk(folder, at);
      try {
        new FolderStore(folder, disk).commit(NEW, newBlocks());
        isFinished = true;
      } catch (PowerLost _) {
        losses++;
      }
      for (Map<String, byte[]> files : disk.possible()) {
        assertOldOrNew(storeOf(files), !isFinished);
      }
      // A process that was killed leaves what it had written.
      assertOldOrNew(new FolderStore(folder), !isFinished);
    }
    assertThat(losses).isGreaterThanOrEqualTo(3 * 4 + 2);
  }

  @Test
  void aStepThatFailsIsDoneAgainByTheNextCommit() throws IOException {
    for (int at = 0; at < 14; at++) {
      Path folder = folder();
      var _ = stored(folder);
      int[] steps = {at};
      var store =
          new FolderStore(
              folder,
              what -> {
                if (steps[0]-- == 0) {
                  throw new IOException("disk failed: " + what);
                }
              });
      assertThatThrownBy(() -> store.commit(NEW, newBlocks())).isInstanceOf(IOException.class);
      store.commit(NEW, newBlocks());
      assertOldOrNew(new FolderStore(folder), false);
    }
  }

  @Test
  void aBlockThatIsFreedMayComeBackAfterALossOfPowerAndIsWhole() throws IOException {
    Path folder = folder();
    var _ = stored(folder);
    var disk = new Disk(folder, -1);
    new FolderStore(folder, disk).free(Set.of(7L));
    assertThat(disk.possible()).hasSize(2);
    for (Map<String, byte[]> files : disk.possible()) {
      FolderStore store = storeOf(files);
      assertThat(store.state().orElseThrow()).isEqualTo(OLD);
      store.blocks(8).values().forEach(block -> assertThat(block).isEqualTo(bytes("block 7")));
    }
    assertThat(new FolderStore(folder).blocks(8)).isEmpty();
  }

  @Test
  void blocksWithoutAStateAreNoNewDevice() throws IOException {
    Path folder = folder();
    FolderStore store = stored(folder);
    Files.delete(folder.resolve("state"));
    assertThatThrownBy(store::state)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("needs a reset");
    assertThat(store.blocks(Long.MAX_VALUE)).as("a reset finds them").containsOnlyKeys(7L);
    store.free(Set.of(7L));
    assertThat(store.state()).as("nothing at all").isEmpty();
  }

  @Test
  void anOlderCopyOfTheStateIsSeenByTheBlocksBeyondIt() throws IOException {
    FolderStore store = stored(folder());
    store.commit(NEW, newBlocks());
    assertThat(store.blocks(10)).hasSize(3);
    assertThat(store.blocks(8)).as("a commit was cut short").hasSize(1);
    store.commit(NEW, newBlocks());
    assertThatThrownBy(() -> store.blocks(7)).isInstanceOf(IOException.class);
    assertThat(store.blocks(10)).as("nothing was dropped").hasSize(3);
  }

  @Test
  void aDamagedBlockIsGivenWithoutBytesAtEachOfItsBytes() throws IOException {
    Path folder = folder();
    FolderStore store = stored(folder);
    Path file = folder.resolve("7.block");
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      assertThat(store.blocks(8).get(7L)).as("byte %d", at).isEmpty();
      Files.write(file, Arrays.copyOf(whole, at));
      assertThat(store.blocks(8).get(7L)).as("cut to %d", at).isEmpty();
    }
    Files.write(file, whole);
    assertThat(store.blocks(8).get(7L)).isEqualTo(bytes("block 7"));
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    Path folder = folder();
    FolderStore store = stored(folder);
    for (String name : List.of("README", "x.block", "7.block.bak", "-1.block", "note.new")) {
      Files.writeString(folder.resolve(name), "not ours");
    }
    assertThat(store.blocks(8)).containsOnlyKeys(7L);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(7);
    }
  }
}
