package dev.penstock.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only real files have: permissions, links, other processes, interrupts, full disks. */
class FileStorageTest {
  private enum At implements ForcePoint {
    HERE
  }

  @TempDir private Path folder;
  private FileStorage storage;

  @BeforeEach
  void open() throws IOException {
    storage = FileStorage.open(folder);
  }

  // --- The folder.

  @Test
  void aMissingFolderOrAFileInItsPlaceIsRefused() throws IOException {
    assertThatThrownBy(() -> FileStorage.open(folder.resolve("no")))
        .isInstanceOf(NoSuchFileException.class);
    storage.create("a").close();
    assertThatThrownBy(() -> FileStorage.open(folder.resolve("a")))
        .isInstanceOf(NotDirectoryException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "nfs4", "cifs", "SMB3", "9p", "fuse.sshfs", "fuse", "ceph"})
  void aNetworkFileSystemIsRefusedUnlessAcceptedByName(String type) throws IOException {
    assertThatThrownBy(() -> FileStorage.requireLocal(folder, type, Set.of("other")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(type)
        .hasMessageContaining(folder.toString());
    FileStorage.requireLocal(folder, type, Set.of(type));
    assertThat(NetworkFileSystems.isRemote(type)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "apfs"})
  void aFileSystemOfThisMachineIsTaken(String type) throws IOException {
    FileStorage.requireLocal(folder, type, Set.of());
    assertThat(NetworkFileSystems.isRemote(type)).isFalse();
  }

  @Test
  void onlyTheOwnerCanReadWhatIsMade() throws IOException {
    storage.createFolder("f");
    storage.create("f/a").close();
    storage.lock("node.lock", "me").close();
    assertThat(permissions("f")).isEqualTo("rwx------");
    assertThat(permissions("f/a")).isEqualTo("rw-------");
    assertThat(permissions("node.lock")).isEqualTo("rw-------");
  }

  @Test
  void aLinkInsideTheFolderIsNeverFollowed(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("secret"), "x");
    Files.createSymbolicLink(folder.resolve("file"), elsewhere.resolve("secret"));
    Files.createSymbolicLink(folder.resolve("dir"), elsewhere);
    Files.createSymbolicLink(folder.resolve("dangling"), elsewhere.resolve("new"));
    assertThatIOException().isThrownBy(() -> storage.open("file").close());
    assertThatIOException().isThrownBy(() -> storage.openReadOnly("file").close());
    assertThatIOException().isThrownBy(() -> storage.openReadOnly("dir/secret").close());
    assertThatIOException().isThrownBy(() -> storage.create("dir/new").close());
    assertThatIOException().isThrownBy(() -> storage.create("dangling").close());
    assertThatIOException().isThrownBy(() -> storage.lock("dangling", "me").close());
    assertThatIOException().isThrownBy(() -> storage.list("dir"));
    assertThatIOException().isThrownBy(() -> storage.delete("dir/secret"));
    assertThatIOException().isThrownBy(() -> storage.rename("dir/secret", "a"));
    assertThatIOException().isThrownBy(() -> storage.createFolder("dir/f"));
    assertThatIOException().isThrownBy(() -> storage.forceFolder("dir", At.HERE));
    assertThat(storage.exists("dir/secret")).isFalse();
    assertThat(elsewhere.toFile().list()).containsExactly("secret");
  }

  @Test
  void thePathToTheFolderMayBeALink(@TempDir Path elsewhere) throws IOException {
    Path link = elsewhere.resolve("data");
    Files.createSymbolicLink(link, folder);
    FileStorage.open(link).create("a").close();
    assertThat(storage.exists("a")).isTrue();
  }

  @Test
  void aPipeInPlaceOfAFileIsRefusedAndNotWaitedFor() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor())
        .isZero();
    assertThatIOException().isThrownBy(() -> storage.openReadOnly("pipe").close());
    assertThatIOException().isThrownBy(() -> storage.lock("pipe", "me").close());
  }

  @Test
  void strangersAreListedUnderTheirOwnName() throws IOException {
    Files.createDirectory(folder.resolve("lost+found"));
    storage.create("a").close();
    assertThat(storage.list("")).containsExactly("a", "lost+found");
  }

  // --- Space.

  @Test
  void allocatedSpaceIsReallyTakenFromTheDisk() throws Exception {
    try (StorageFile file = storage.create("a")) {
      file.writeFully(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
      file.allocate(1_000_000);
      file.force(At.HERE);
    }
    Process du = new ProcessBuilder("du", "-k", folder.resolve("a").toString()).start();
    String line = new String(du.getInputStream().readAllBytes(), UTF_8);
    String kilobytes = line.substring(0, line.indexOf('\t'));
    assertThat(Integer.parseInt(kilobytes)).isGreaterThanOrEqualTo(970);
  }

  @Test
  void allocatedSpaceComesByReservationOrByZerosWithTheSameResult() throws IOException {
    Path path = folder.resolve("a");
    try (StorageFile file = storage.create("a")) {
      file.writeFully(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
      assertThat(Reservation.reserve(path, 300_000))
          .isIn(Reservation.Outcome.RESERVED, Reservation.Outcome.UNAVAILABLE);
      file.allocate(300_000);
      assertThat(file.sizeBytes()).isEqualTo(300_000);
      file.allocate(100_000);
      assertThat(file.sizeBytes()).isEqualTo(300_000);
    }
    assertThat(Files.readAllBytes(path)).startsWith(1, 2, 3).endsWith(0);
  }

  @Test
  void aRenamedFileIsNotMistakenForTheOneThatTookItsName() throws IOException {
    try (StorageFile first = storage.create("a")) {
      storage.rename("a", "b");
      try (StorageFile second = storage.create("a")) {
        first.allocate(50_000);
        assertThat(second.sizeBytes()).isZero();
        assertThat(first.sizeBytes()).isEqualTo(50_000);
      }
    }
  }

  @Test
  void aReservationDoesNotFollowALinkNorMakeAFile() throws IOException {
    Path target = Files.write(folder.resolve("target"), new byte[] {1});
    Files.createSymbolicLink(folder.resolve("link"), target);
    assertThat(Reservation.reserve(folder.resolve("link"), 10_000))
        .isEqualTo(Reservation.Outcome.UNAVAILABLE);
    assertThat(Reservation.reserve(folder.resolve("nowhere"), 10_000))
        .isEqualTo(Reservation.Outcome.UNAVAILABLE);
    assertThat(Files.size(target)).isEqualTo(1);
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void moreThanTheDiskHoldsCannotBeReserved() throws IOException {
    try (StorageFile file = storage.create("a")) {
      assertThatThrownBy(() -> file.allocate(1L << 42))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot reserve 4398046511104")
          .hasMessageContaining("bytes are free");
    }
  }

  @Test
  void aClosedFileSaysThatItIsClosed() throws IOException {
    StorageFile file = storage.create("a");
    file.close();
    assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> file.force(At.HERE)).isInstanceOf(ClosedChannelException.class);
  }

  /**
   * A limit on file size stands in for a full disk: the same short write, then the same failure.
   */
  @Test
  void aWriteThatFindsNoSpaceSaysWhereAndHowMuchIsLeft() throws Exception {
    String seen =
        OtherProcess.run("trap '' XFSZ; ulimit -f 128; exec \"$@\"", "fill", folder.toString());
    assertThat(seen).contains("short write", "a: cannot write at 65536", "bytes are free");
    assertThat(Files.size(folder.resolve("a"))).isEqualTo(64 * 1024);
  }

  // --- Interrupts.

  /** The trap this module is built around: show that it is real, so that nobody undoes it. */
  @Test
  void aFileChannelWouldBeClosedByAnInterruptedReader() throws IOException {
    storage.create("a").close();
    try (FileChannel channel =
        FileChannel.open(folder.resolve("a"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Thread.currentThread().interrupt();
      assertThatIOException().isThrownBy(() -> channel.read(ByteBuffer.allocate(1), 0));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @ParameterizedTest(name = "virtual threads: {0}")
  @ValueSource(booleans = {false, true})
  void interruptedReadersDoNotDisturbTheWriter(boolean virtual) throws Exception {
    try (StorageFile file = storage.create("a")) {
      file.writeFully(ByteBuffer.allocate(8192), 0);
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger reads = new AtomicInteger();
      List<Throwable> failures = new ArrayList<>();
      List<Thread> readers = new ArrayList<>();
      CountDownLatch started = new CountDownLatch(4);
      for (int i = 0; i < 4; i++) {
        Runnable reader =
            () -> {
              try {
                started.countDown();
                while (!done.get()) {
                  file.readFully(ByteBuffer.allocate(4096), 100);
                  int _ = reads.incrementAndGet();
                }
              } catch (IOException | RuntimeException e) {
                synchronized (failures) {
                  failures.add(e);
                }
              }
            };
        readers.add(virtual ? Thread.ofVirtual().start(reader) : Thread.ofPlatform().start(reader));
      }
      started.await();
      for (int i = 0; i < 100; i++) {
        readers.forEach(Thread::interrupt);
        file.writeFully(ByteBuffer.wrap(new byte[] {(byte) i}), i);
        if (i % 10 == 0) {
          file.force(At.HERE);
        }
      }
      done.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(failures).isEmpty();
      assertThat(reads.get()).isPositive();
      assertThat(file.sizeBytes()).isEqualTo(8192);
    }
  }

  @Test
  void anInterruptedWriterFinishesAndStaysInterrupted() throws Exception {
    try (StorageFile file = storage.create("a");
        ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> kept =
          writers.submit(() -> {
            Thread.currentThread().interrupt();
            file.writeFully(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
            file.force(At.HERE);
            storage.forceFolder("", At.HERE);
            return Thread.currentThread().isInterrupted();
          });
      assertThat(kept.get()).isTrue();
      assertThat(file.sizeBytes()).isEqualTo(3);
    }
  }

  @Test
  void aFailureOnAVirtualThreadIsTheSameFailure() throws Exception {
    StorageFile file = storage.create("a");
    file.close();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> read = readers.submit(() -> file.read(ByteBuffer.allocate(1), 0));
      assertThatThrownBy(read::get).hasCauseInstanceOf(IOException.class);
      Future<Integer> misused =
          readers.submit(() -> {
            try (StorageFile again = storage.open("a")) {
              return again.read(ByteBuffer.allocate(1).asReadOnlyBuffer(), 0);
            }
          });
      assertThatThrownBy(misused::get).hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  // --- Locks.

  @Test
  void anotherProcessIsToldWhoHoldsTheLock() throws Exception {
    try (StorageLock held = storage.lock("node.lock", "gateway-1 4711 then")) {
      assertThat(held).isNotNull();
      assertThat(OtherProcess.run("exec \"$@\"", "lock", folder.toString()))
          .contains("node.lock is held by gateway-1 4711 then");
      // The other process opened and closed the file; ours still has its lock.
      assertThat(OtherProcess.run("exec \"$@\"", "lock", folder.toString())).contains("is held by");
    }
    assertThat(OtherProcess.run("exec \"$@\"", "lock", folder.toString())).contains("got the lock");
  }

  @Test
  void aProcessThatIsKilledLetsItsLockGo() throws Exception {
    try (OtherProcess holder = OtherProcess.start("hold", folder.toString())) {
      assertThat(holder.line()).isEqualTo("holding");
      assertThatThrownBy(() -> storage.lock("node.lock", "me").close())
          .isInstanceOf(StorageLockedException.class)
          .hasMessageContaining("the other process");
      holder.kill();
    }
    storage.lock("node.lock", "me").close();
    assertThat(Files.readString(folder.resolve("node.lock"))).isEqualTo("me\n");
  }

  /** POSIX lets a lock go when its process closes any descriptor of the file. */
  @Test
  void noWayToTheFileWithinThisProcessLetsTheLockGo(@TempDir Path elsewhere) throws Exception {
    Path link = elsewhere.resolve("data");
    Files.createSymbolicLink(link, folder);
    FileStorage second = FileStorage.open(link);
    try (StorageLock held = storage.lock("node.lock", "first")) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> second.lock("node.lock", "second").close())
          .isInstanceOf(StorageLockedException.class)
          .hasMessageContaining("first");
      assertThatIOException().isThrownBy(() -> second.openReadOnly("node.lock").close());
      assertThat(OtherProcess.run("exec \"$@\"", "lock", folder.toString())).contains("is held by");
    }
    second.lock("node.lock", "second").close();
  }

  @Test
  void aHolderIsOneShortLine() {
    assertThatThrownBy(() -> storage.lock("node.lock", "two\nlines").close())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> storage.lock("node.lock", "x".repeat(2000)).close())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }
}
