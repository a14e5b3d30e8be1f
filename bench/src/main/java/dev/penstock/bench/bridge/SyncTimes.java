package dev.penstock.bench.bridge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How long the bare disk takes to sync a page that was written, in a file that has its room. */
final class SyncTimes {
  private static final int PAGE_BYTES = 4096;
  private static final int PAGES = 2048;

  private SyncTimes() {}

  /** Writes and syncs one page after another for so long. */
  static Durations measure(Path file, double seconds) throws IOException {
    var durations = new Durations();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
      for (int i = 0; i < PAGES; i++) {
        write(channel, page, i);
      }
      channel.force(true);
      long end = System.nanoTime() + (long) (seconds * 1e9);
      for (int i = 0; System.nanoTime() - end < 0; i++) {
        page.putInt(0, i);
        write(channel, page, i % PAGES);
        long began = System.nanoTime();
        channel.force(false);
        durations.add(System.nanoTime() - began);
      }
    }
    return durations;
  }

  private static void write(FileChannel channel, ByteBuffer page, int index) throws IOException {
    page.clear();
    long at = (long) index * PAGE_BYTES;
    while (page.hasRemaining()) {
      at += channel.write(page, at);
    }
  }
}
