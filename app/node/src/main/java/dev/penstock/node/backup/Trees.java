package dev.penstock.node.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Whole folders that a backup or a restore makes: one is there when it has its name. */
public final class Trees {
  private static final String UNFINISHED = ".unfinished";

  private Trees() {}

  /** The name that a folder has while it is made, beside the one that it gets. */
  public static Path unfinished(Path folder) {
    return folder.resolveSibling(folder.getFileName() + UNFINISHED);
  }

  /** Makes an empty folder that its owner alone may enter. */
  public static void make(Path folder) throws IOException {
    Path _ =
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Gives a folder that is whole its name; durable on return. */
  public static void finish(Path unfinished, Path folder) throws IOException {
    force(unfinished);
    Path _ = Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    force(folder.toAbsolutePath().resolveSibling(""));
  }

  /** Makes the names in a folder durable. */
  static void force(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** Removes a folder with everything in it, if it is there. Links are not followed. */
  public static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path _ =
        Files.walkFileTree(
            folder,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                  throws IOException {
                if (failure != null) {
                  throw failure;
                }
                Files.delete(each);
                return FileVisitResult.CONTINUE;
              }
            });
  }
}
