package dev.penstock.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One open file whose operations no interrupt can touch.
 *
 * <p>A {@code FileChannel} is closed for everybody when one thread that uses it is interrupted, so
 * one cancelled reader would stop the store; and an interrupted {@code force} throws {@code
 * ClosedByInterruptException} over the error that the disk reported, which the system reports only
 * once. An {@code AsynchronousFileChannel} has neither trait. Given an executor that runs its tasks
 * on the caller, it is a plain file with positional reads and writes. Should a Java runtime ignore
 * that executor, all stays right and only waits are added.
 */
final class UninterruptibleFile implements Closeable {
  private static final ExecutorService CALLER_RUNS = new CallerRuns();

  private final AsynchronousFileChannel channel;
  private final DiskThreads threads;

  /** Where the file was when it was opened; it may have been renamed since. */
  private final Path path;

  /** Tells this file from another of the same name; null where the system has no such thing. */
  private final @Nullable Object key;

  private UninterruptibleFile(
      AsynchronousFileChannel channel, DiskThreads threads, Path path, @Nullable Object key) {
    this.channel = channel;
    this.threads = threads;
    this.path = path;
    this.key = key;
  }

  /** Opens the file; a link in its place is an error and never followed. */
  static UninterruptibleFile open(
      Path path, DiskThreads threads, FileAttribute<?>[] attributes, StandardOpenOption... options)
      throws IOException {
    Set<OpenOption> all = new HashSet<>(Set.of(options));
    boolean _ = all.add(LinkOption.NOFOLLOW_LINKS);
    AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(path, all, CALLER_RUNS, attributes);
    return new UninterruptibleFile(channel, threads, path, keyAt(path));
  }

  private static @Nullable Object keyAt(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (IOException e) {
      // Not known: then the file is never reached by its path again.
      return null;
    }
  }

  int read(ByteBuffer into, long position) throws IOException {
    return threads.run(() -> await(channel.read(into, position)));
  }

  int write(ByteBuffer from, long position) throws IOException {
    return threads.run(() -> await(channel.write(from, position)));
  }

  long sizeBytes() throws IOException {
    return channel.size();
  }

  /**
   * Grows the file with its space reserved, without writing it, if that can be done. Not for a file
   * that was renamed: its old path may be another's now.
   */
  Reservation.Outcome reserve(long sizeBytes) throws IOException {
    if (key == null || !key.equals(keyAt(path))) {
      return Reservation.Outcome.UNAVAILABLE;
    }
    return threads.run(() -> Reservation.reserve(path, sizeBytes));
  }

  void truncate(long sizeBytes) throws IOException {
    AsynchronousFileChannel _ = threads.run(() -> channel.truncate(sizeBytes));
  }

  /** fdatasync where the system has it: the bytes, and of the metadata what is needed for them. */
  void forceBytes() throws IOException {
    force(false);
  }

  /** fsync: all metadata too; what a folder needs. */
  void forceAll() throws IOException {
    force(true);
  }

  private void force(boolean metadata) throws IOException {
    boolean _ =
        threads.run(() -> {
          channel.force(metadata);
          return true;
        });
  }

  /** Null when another process has it. */
  @Nullable FileLock tryLock(long position, long size) throws IOException {
    return channel.tryLock(position, size, false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static int await(Future<Integer> result) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw Failures.rethrown(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
