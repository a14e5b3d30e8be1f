package dev.penstock.node;

import dev.penstock.bundle.BundleMaker;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a bundle to a file that has its name only when it is whole. */
final class BundleFile {
  private static final int BUFFER_BYTES = 1 << 20;

  private BundleFile() {}

  /** Writes it; the file must not be there yet. */
  static BundleMaker.Made write(Bundles.Writing writing, Path target, BundleMaker.Progress progress)
      throws IOException {
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    FileChannel file = create(unfinished);
    try {
      BundleMaker.Made made;
      try (file) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES);
        made = writing.to(out::write, progress);
        out.flush();
        file.force(true);
      }
      // Fails where a file of this name was made meanwhile.
      Path _ = Files.createLink(target, unfinished);
      return made;
    } catch (FileAlreadyExistsException e) {
      throw new IOException(target + " is there already; nothing is overwritten", e);
    } finally {
      boolean _ = Files.deleteIfExists(unfinished);
    }
  }

  private static FileChannel create(Path unfinished) throws IOException {
    try {
      return FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          unfinished + " is being written, or left from an export that was cut off; remove it", e);
    } catch (NoSuchFileException e) {
      throw new IOException("the node finds no folder for " + unfinished, e);
    }
  }
}
