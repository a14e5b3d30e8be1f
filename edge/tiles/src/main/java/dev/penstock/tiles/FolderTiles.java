package dev.penstock.tiles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A tile log in a folder, as a static web server would serve it. */
public final class FolderTiles extends TileFiles {
  private final Path folder;

  public FolderTiles(Path folder) {
    this.folder = folder;
  }

  /** True where a checkpoint lies at its place. */
  public static boolean isOne(Path folder) {
    return Files.isRegularFile(folder.resolve("checkpoint"));
  }

  @Override
  Optional<byte[]> get(String path, int bytesMax) throws IOException {
    Path file = folder.resolve(path);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax) {
        throw new IOException(file + " has more than " + bytesMax + " bytes");
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
