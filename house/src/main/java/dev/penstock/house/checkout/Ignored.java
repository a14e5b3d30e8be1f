package dev.penstock.house.checkout;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code .gitignore} files keep out of the checkout, so that the rules see what is committed
 * even where no git is installed. Only the plain forms are read: {@code name}, {@code name/},
 * {@code *.ending} and {@code /path/from/here}; another form is an error, not a guess.
 */
final class Ignored {
  private final List<PathMatcher> patterns = new ArrayList<>();

  /** Reads the {@code .gitignore} of a folder, when it has one. */
  void readFrom(Path folder) throws IOException {
    Path file = folder.resolve(".gitignore");
    if (!Files.exists(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      String pattern = line.strip();
      if (!pattern.isEmpty() && !pattern.startsWith("#")) {
        patterns.add(matcher(folder, pattern));
      }
    }
  }

  boolean matches(Path path) {
    return path.endsWith(".git") || patterns.stream().anyMatch(pattern -> pattern.matches(path));
  }

  private static PathMatcher matcher(Path folder, String pattern) {
    String plain = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    if (plain.contains("**") || plain.matches(".*[!\\[\\]{}\\\\?].*")) {
      throw new IllegalArgumentException(folder + "/.gitignore: only plain patterns: " + pattern);
    }
    boolean anchored = plain.contains("/");
    // In a glob "**/" wants at least one folder, so the folder of the file itself is named apart.
    String glob =
        anchored
            ? plain.substring(plain.startsWith("/") ? 1 : 0)
            : "{" + plain + ",**/" + plain + "}";
    return FileSystems.getDefault().getPathMatcher("glob:" + folder + "/" + glob);
  }
}
