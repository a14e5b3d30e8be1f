package dev.penstock.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system keeps of files in memory. */
public final class PageCache {
  private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

  private PageCache() {}

  /** False where this process may not do that. */
  public static boolean empty() {
    try {
      Path _ = Files.writeString(DROP_CACHES, "3");
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
