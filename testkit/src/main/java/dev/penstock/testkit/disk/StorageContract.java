package dev.penstock.testkit.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Storage} must do when nothing goes wrong. Each implementation has a test that
 * extends this, so that a store may be developed against the simulated disk and run on a real one.
 */
public abstract class StorageContract {
  /** The places at which the contract asks for durability. */
  protected enum Point implements ForcePoint {
    FILE,
    FOLDER
  }

  /** An empty storage; called once for each test. */
  protected abstract Storage storage() throws IOException;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/.", "a b", "a\\b", "ä", "a\0", "C:", "~"
      })
  void aNameOutsideTheRulesIsRefusedByEveryOperation(String name) throws IOException {
    Storage storage = storage();
    assertThatIllegalArgumentException().isThrownBy(() -> storage.create(name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.open(name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.openReadOnly(name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.exists(name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.list(name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.createFolder(name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.rename(name, "b"));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.rename("b", name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.delete(name));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.forceFolder(name, Point.FOLDER));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.lock(name, "me"));
    assertThat(storage.list("")).isEmpty();
  }

  @Test
  void theEmptyNameIsTheFolderItselfAndNoFile() throws IOException {
    Storage storage = storage();
    assertThat(storage.exists("")).isTrue();
    assertThat(storage.list("")).isEmpty();
    assertThatCode(() -> storage.createFolder("")).doesNotThrowAnyException();
    assertThatCode(() -> storage.forceFolder("", Point.FOLDER)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> storage.create(""));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.delete(""));
    assertThatIllegalArgumentException().isThrownBy(() -> storage.lock("", "me"));
  }

  @Test
  void createIsExclusiveAndNeedsItsFolder() throws IOException {
    Storage storage = storage();
    storage.create("a").close();
    storage.createFolder("f");
    assertThatThrownBy(() -> storage.create("a")).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> storage.create("f")).isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> storage.create("no/a")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void openFindsOnlyWhatIsThereAndNoFolder() throws IOException {
    Storage storage = storage();
    storage.createFolder("f");
    assertThatThrownBy(() -> storage.open("a")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage.openReadOnly("a")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage.open("f/a")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage.open("no/a")).isInstanceOf(NoSuchFileException.class);
    assertThatIOException().isThrownBy(() -> storage.open("f"));
    assertThatIOException().isThrownBy(() -> storage.openReadOnly("f"));
  }

  @Test
  void bytesAreReadWhereTheyWereWrittenThroughEveryHandle() throws IOException {
    Storage storage = storage();
    try (StorageFile writer = storage.create("a");
        StorageFile reader = storage.openReadOnly("a")) {
      writer.writeFully(bytes("penstock"), 0);
      writer.writeFully(bytes("STO"), 3);
      assertThat(text(reader, 0, 8)).isEqualTo("penSTOck");
      assertThat(text(reader, 5, 2)).isEqualTo("Oc");
      assertThat(writer.sizeBytes()).isEqualTo(8);
      assertThat(reader.sizeBytes()).isEqualTo(8);
    }
    try (StorageFile again = storage.open("a")) {
      assertThat(text(again, 0, 8)).isEqualTo("penSTOck");
    }
  }

  @Test
  void readsEndAtTheEndOfTheFile() throws IOException {
    try (StorageFile file = storage().create("a")) {
      file.writeFully(bytes("abc"), 0);
      assertThat(file.read(ByteBuffer.allocate(1), 3)).isEqualTo(-1);
      assertThat(file.read(ByteBuffer.allocate(1), 1L << 40)).isEqualTo(-1);
      assertThat(file.read(ByteBuffer.allocate(0), 3)).isZero();
      assertThat(file.read(ByteBuffer.allocate(0), 0)).isZero();
      ByteBuffer four = ByteBuffer.allocate(4);
      assertThat(file.read(four, 2)).isEqualTo(1);
      assertThat(four.position()).isEqualTo(1);
      assertThatThrownBy(() -> file.readFully(ByteBuffer.allocate(4), 0))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void everyKindOfBufferIsMovedByWhatWasTransferred() throws IOException {
    try (StorageFile file = storage().create("a")) {
      ByteBuffer direct = ByteBuffer.allocateDirect(6).put(bytes("xabcde")).flip().position(1);
      file.writeFully(direct, 0);
      assertThat(direct.hasRemaining()).isFalse();
      file.writeFully(bytes("FGH").asReadOnlyBuffer(), 5);
      ByteBuffer slice = ByteBuffer.allocate(20).position(4).limit(12).slice();
      file.readFully(slice, 0);
      assertThat(UTF_8.decode(slice.flip()).toString()).isEqualTo("abcdeFGH");
      ByteBuffer into = ByteBuffer.allocateDirect(2);
      file.readFully(into, 6);
      assertThat(UTF_8.decode(into.flip()).toString()).isEqualTo("GH");
      assertThat(file.write(ByteBuffer.allocate(0), 0)).isZero();
      assertThat(file.sizeBytes()).isEqualTo(8);
    }
  }

  @Test
  void aWritePastTheEndLeavesZerosBetween() throws IOException {
    try (StorageFile file = storage().create("a")) {
      file.writeFully(bytes("a"), 0);
      file.writeFully(bytes("b"), 10_000);
      assertThat(file.sizeBytes()).isEqualTo(10_001);
      ByteBuffer gap = ByteBuffer.allocate(9_999);
      file.readFully(gap, 1);
      assertThat(gap.array()).containsOnly(0);
    }
  }

  @Test
  void truncateCutsAndNeverGrows() throws IOException {
    try (StorageFile file = storage().create("a")) {
      file.writeFully(bytes("abcdef"), 0);
      file.truncate(9);
      assertThat(file.sizeBytes()).isEqualTo(6);
      file.truncate(2);
      assertThat(file.sizeBytes()).isEqualTo(2);
      file.writeFully(bytes("z"), 4);
      assertThat(text(file, 0, 5)).isEqualTo("ab\0\0z");
      file.truncate(0);
      assertThat(file.sizeBytes()).isZero();
    }
  }

  @Test
  void allocateGrowsKeepsWhatIsThereAndNeverShrinks() throws IOException {
    try (StorageFile file = storage().create("a")) {
      file.writeFully(bytes("abc"), 0);
      file.allocate(3_000_000);
      assertThat(file.sizeBytes()).isEqualTo(3_000_000);
      assertThat(text(file, 0, 3)).isEqualTo("abc");
      file.writeFully(bytes("end"), 2_999_997);
      assertThat(text(file, 2_999_997, 3)).isEqualTo("end");
      file.allocate(10);
      assertThat(file.sizeBytes()).isEqualTo(3_000_000);
    }
  }

  @Test
  void negativePositionsAndSizesAreRefused() throws IOException {
    try (StorageFile file = storage().create("a")) {
      assertThatIllegalArgumentException().isThrownBy(() -> file.read(bytes("a"), -1));
      assertThatIllegalArgumentException().isThrownBy(() -> file.write(bytes("a"), -1));
      assertThatIllegalArgumentException().isThrownBy(() -> file.truncate(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> file.allocate(-1));
    }
  }

  @Test
  void aReadOnlyFileOnlyReads() throws IOException {
    Storage storage = storage();
    try (StorageFile file = storage.create("a")) {
      file.writeFully(bytes("abc"), 0);
    }
    try (StorageFile file = storage.openReadOnly("a")) {
      assertThat(text(file, 0, 3)).isEqualTo("abc");
      assertThatIOException().isThrownBy(() -> file.write(bytes("x"), 0));
      assertThatIOException().isThrownBy(() -> file.truncate(0));
      assertThatIOException().isThrownBy(() -> file.allocate(10));
      assertThatIOException().isThrownBy(() -> file.force(Point.FILE));
      assertThat(text(file, 0, 3)).isEqualTo("abc");
    }
  }

  @Test
  void aClosedFileDoesNothingMore() throws IOException {
    StorageFile file = storage().create("a");
    file.close();
    assertThatIOException().isThrownBy(() -> file.read(ByteBuffer.allocate(1), 0));
    assertThatIOException().isThrownBy(() -> file.write(bytes("a"), 0));
    assertThatIOException().isThrownBy(() -> file.force(Point.FILE));
    assertThatIOException().isThrownBy(file::sizeBytes);
    assertThatIOException().isThrownBy(() -> file.truncate(0));
    assertThatIOException().isThrownBy(() -> file.allocate(1));
    assertThatCode(file::close).doesNotThrowAnyException();
  }

  @Test
  void forcesSucceed() throws IOException {
    Storage storage = storage();
    storage.createFolder("f");
    try (StorageFile file = storage.create("f/a")) {
      file.writeFully(bytes("abc"), 0);
      file.force(Point.FILE);
      file.force(Point.FILE);
      storage.forceFolder("f", Point.FOLDER);
      storage.forceFolder("", Point.FOLDER);
      assertThat(text(file, 0, 3)).isEqualTo("abc");
    }
    assertThatThrownBy(() -> storage.forceFolder("no", Point.FOLDER))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void renameReplacesAndKeepsOpenFilesOpen() throws IOException {
    Storage storage = storage();
    storage.createFolder("f");
    StorageFile source = file(storage, "a", "new");
    StorageFile target = file(storage, "f/b", "old");
    try (source;
        target) {
      storage.rename("a", "f/b");
      assertThat(storage.exists("a")).isFalse();
      assertThat(storage.list("f")).containsExactly("b");
      assertThat(text(target, 0, 3)).isEqualTo("old");
      source.writeFully(bytes("!"), 3);
    }
    try (StorageFile renamed = storage.open("f/b")) {
      assertThat(text(renamed, 0, 4)).isEqualTo("new!");
    }
  }

  @Test
  void renameNeedsASourceAndNoFolderInTheWay() throws IOException {
    Storage storage = storage();
    storage.createFolder("f");
    storage.createFolder("g");
    storage.create("a").close();
    assertThatThrownBy(() -> storage.rename("no", "b")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage.rename("a", "no/b")).isInstanceOf(NoSuchFileException.class);
    assertThatIOException().isThrownBy(() -> storage.rename("a", "f"));
    assertThatIOException().isThrownBy(() -> storage.rename("f", "a"));
    assertThatIOException().isThrownBy(() -> storage.rename("f", "g"));
    assertThatIOException().isThrownBy(() -> storage.rename("f", "f/h"));
    storage.rename("a", "a");
    assertThat(storage.list("")).containsExactly("a", "f", "g");
  }

  @Test
  void aFolderMovesWithAllInIt() throws IOException {
    Storage storage = storage();
    storage.createFolder("f");
    storage.createFolder("f/g");
    file(storage, "f/g/a", "abc").close();
    storage.rename("f", "h");
    try (StorageFile file = storage.openReadOnly("h/g/a")) {
      assertThat(text(file, 0, 3)).isEqualTo("abc");
    }
    assertThat(storage.exists("f")).isFalse();
  }

  @Test
  void deleteRemovesFilesAndEmptyFoldersOnly() throws IOException {
    Storage storage = storage();
    storage.createFolder("f");
    StorageFile open = file(storage, "f/a", "abc");
    try (open) {
      assertThatThrownBy(() -> storage.delete("f")).isInstanceOf(DirectoryNotEmptyException.class);
      storage.delete("f/a");
      assertThat(storage.exists("f/a")).isFalse();
      assertThat(text(open, 0, 3)).isEqualTo("abc");
    }
    storage.delete("f");
    assertThat(storage.exists("f")).isFalse();
    assertThatThrownBy(() -> storage.delete("f")).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> storage.delete("f/a")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void foldersAreMadeOnceAndOnlyInAFolder() throws IOException {
    Storage storage = storage();
    storage.createFolder("f");
    storage.createFolder("f");
    storage.createFolder("f/g");
    storage.create("a").close();
    assertThat(storage.exists("f/g")).isTrue();
    assertThatThrownBy(() -> storage.createFolder("no/g")).isInstanceOf(NoSuchFileException.class);
    assertThatIOException().isThrownBy(() -> storage.createFolder("a"));
    assertThatIOException().isThrownBy(() -> storage.create("a/b"));
    assertThatIOException().isThrownBy(() -> storage.list("a"));
  }

  @Test
  void listIsSortedAndShowsOneLevel() throws IOException {
    Storage storage = storage();
    storage.createFolder("b");
    for (String name : List.of("a.2", "a-1", "A", "_", "a10", "b/inner")) {
      storage.create(name).close();
    }
    assertThat(storage.list("")).containsExactly("A", "_", "a-1", "a.2", "a10", "b");
    assertThat(storage.list("b")).containsExactly("inner");
    assertThatThrownBy(() -> storage.list("no")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void usableBytesSaysThatThereIsSpace() throws IOException {
    assertThat(storage().usableBytes()).isPositive();
  }

  @Test
  void aLockExcludesTheSecondHolderAndNamesTheFirst() throws IOException {
    Storage storage = storage();
    StorageLock lock = storage.lock("node.lock", "gateway-1 4711 2026-01-01T00:00:00Z");
    assertThatThrownBy(() -> storage.lock("node.lock", "gateway-1 4712 later").close())
        .isInstanceOfSatisfying(
            StorageLockedException.class,
            e -> assertThat(e.holder()).isEqualTo("gateway-1 4711 2026-01-01T00:00:00Z"))
        .hasMessageContaining("node.lock")
        .hasMessageContaining("4711");
    storage.lock("other.lock", "another lock").close();
    lock.close();
    storage.lock("node.lock", "gateway-1 4712 later").close();
    assertThat(storage.exists("node.lock")).isTrue();
  }

  @Test
  void closingALockTwiceDoesNotLetTheNextOneGo() throws IOException {
    Storage storage = storage();
    StorageLock first = storage.lock("node.lock", "first");
    first.close();
    StorageLock second = storage.lock("node.lock", "second");
    first.close();
    assertThatThrownBy(() -> storage.lock("node.lock", "third").close())
        .isInstanceOf(StorageLockedException.class)
        .hasMessageContaining("second");
    second.close();
  }

  @Test
  void theFileOfAHeldLockIsLeftAlone() throws IOException {
    Storage storage = storage();
    storage.create("a").close();
    storage.createFolder("f");
    assertThatIOException().isThrownBy(() -> storage.lock("f", "me").close());
    try (StorageLock held = storage.lock("node.lock", "me")) {
      assertThat(held).isNotNull();
      assertThatIOException().isThrownBy(() -> storage.open("node.lock").close());
      assertThatIOException().isThrownBy(() -> storage.openReadOnly("node.lock").close());
      assertThatIOException().isThrownBy(() -> storage.delete("node.lock"));
      assertThatIOException().isThrownBy(() -> storage.rename("node.lock", "b"));
      assertThatIOException().isThrownBy(() -> storage.rename("a", "node.lock"));
    }
    storage.delete("node.lock");
    assertThat(storage.list("")).containsExactly("a", "f");
  }

  /** One reader that is interrupted must not take the file away from the writer. */
  @Test
  void anInterruptDisturbsNobodyAndIsKept() throws IOException {
    Storage storage = storage();
    try (StorageFile file = storage.create("a")) {
      Thread.currentThread().interrupt();
      file.writeFully(bytes("abc"), 0);
      file.force(Point.FILE);
      file.allocate(100);
      file.truncate(3);
      assertThat(text(file, 0, 3)).isEqualTo("abc");
      assertThat(file.sizeBytes()).isEqualTo(3);
      storage.create("b").close();
      storage.forceFolder("", Point.FOLDER);
      assertThat(storage.list("")).containsExactly("a", "b");
      storage.rename("b", "c");
      storage.delete("c");
      storage.lock("node.lock", "me").close();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(text(file, 0, 3)).isEqualTo("abc");
    } finally {
      boolean _ = Thread.interrupted();
    }
  }

  @Test
  void manyThreadsReadWhileOneWrites() throws Exception {
    try (StorageFile file = storage().create("a");
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      file.writeFully(ByteBuffer.allocate(64 * 512), 0);
      List<Future<Boolean>> results = new ArrayList<>();
      for (int r = 0; r < 8; r++) {
        results.add(readers.submit(() -> readsOnlyWholeRecords(file)));
      }
      ByteBuffer record = ByteBuffer.allocate(512);
      for (int i = 0; i < 64; i++) {
        Arrays.fill(record.array(), (byte) (i + 1));
        file.writeFully(record.clear(), i * 512L);
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
      ByteBuffer all = ByteBuffer.allocate(64 * 512);
      file.readFully(all, 0);
      for (int i = 0; i < 64; i++) {
        assertThat(all.get(i * 512 + 511)).isEqualTo((byte) (i + 1));
      }
    }
  }

  /** Bytes before a known position never change: readers look at what was written, or zeros. */
  private static boolean readsOnlyWholeRecords(StorageFile file) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (int i = 0; i < 64; i++) {
      file.readFully(one.clear(), i * 512L + 100);
      byte seen = one.get(0);
      if (seen != 0 && seen != (byte) (i + 1)) {
        return false;
      }
    }
    return true;
  }

  private static StorageFile file(Storage storage, String name, String text) throws IOException {
    StorageFile file = storage.create(name);
    file.writeFully(bytes(text), 0);
    return file;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(StorageFile file, long position, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    file.readFully(bytes, position);
    return UTF_8.decode(bytes.flip()).toString();
  }
}
