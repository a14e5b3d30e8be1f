package dev.penstock.house.checkout;

/**
 * A file somebody wrote and committed, with its text.
 *
 * @param path below the root, parts joined by a slash
 */
public record SourceFile(String path, String text) {
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  public boolean isJava() {
    return path.endsWith(".java");
  }

  /** {@code path:line} of a character of the text. */
  public String at(int index) {
    return path + ":" + (1 + text.substring(0, index).chars().filter(c -> c == '\n').count());
  }
}
