package dev.penstock.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;

/**
 * Copies a whole folder; space that was reserved and never written stays unwritten, so that a copy
 * of a small log is quick.
 */
final class FolderCopy {
  private static final int PIECE_BYTES = 1 << 16;

  private FolderCopy() {}

  /** Copies everything into a folder that is not there yet. */
  static void of(Path from, Path to) throws IOException {
    Path _ =
        Files.walkFileTree(
            from,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                  throws IOException {
                Path _ = Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                if (attributes.isRegularFile()) {
                  copy(file, to.resolve(from.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
              }
            });
  }

  private static void copy(Path from, Path to) throws IOException {
    var piece = ByteBuffer.allocate(PIECE_BYTES);
    byte[] zero = new byte[PIECE_BYTES];
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = in.size();
      long at = 0;
      while (at < size) {
        int count = in.read(piece.clear(), at);
        if (count < 0) {
          throw new IOException(from + " became shorter while it was copied");
        }
        boolean isLast = at + count >= size;
        if (isLast || !Arrays.equals(piece.array(), 0, count, zero, 0, count)) {
          piece.flip();
          long into = at;
          while (piece.hasRemaining()) {
            into += out.write(piece, into);
          }
        }
        at += count;
      }
    }
    // Keys are readable by their owner alone, and a node refuses others.
    var _ = Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
  }
}
