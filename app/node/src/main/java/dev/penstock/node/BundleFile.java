package dev.penstock.node;

import dev.penstock.bundle.BundleMaker;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a bundle to a file that has its name only when it is whole. */
final class BundleFile {
  private static final int BUFFER_BYTES = 1 << 20;

  private BundleFile() {}

  /** Writes it; the file must not be there yet. */
  static BundleMaker.Made write(Bundles.Writing writing, Path target, BundleMaker.Progress progress)
      throws IOException {
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    boolean isWhole = false;
    try (FileChannel file =
        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES);
      BundleMaker.Made made = writing.to(out::write, progress);
      out.flush();
      file.force(true);
      Path _ = Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      isWhole = true;
      return made;
    } finally {
      if (!isWhole) {
        boolean _ = Files.deleteIfExists(unfinished);
      }
    }
  }
}
