package dev.penstock.storage;

/**
 * The rules for names in a {@link Storage}, one place for all implementations. A name is relative
 * to the folder of the storage, and no name that passes here can point outside it.
 */
public final class StorageName {
  /** The longest part that every usual file system takes. */
  private static final int PART_CHARS_MAX = 255;

  private StorageName() {}

  /** The name itself when it can name a file. */
  public static String requireFile(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a file needs a name");
    }
    return requireFolder(name);
  }

  /** The name itself when it can name a folder; the empty name is the storage's own folder. */
  public static String requireFolder(String name) {
    if (name.isEmpty()) {
      return name;
    }
    int partStart = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '/') {
        requirePart(name, partStart, i);
        partStart = i + 1;
      } else if (!isAllowed(name.charAt(i))) {
        throw new IllegalArgumentException(
            "'" + name + "' has a character outside [A-Za-z0-9._-] at " + i);
      }
    }
    return name;
  }

  /** The folder that holds this name: {@code "a/b"} for {@code "a/b/c"}, empty for {@code "c"}. */
  public static String folderOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  /** The last part of a name: {@code "c"} for {@code "a/b/c"}. */
  public static String simpleOf(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static void requirePart(String name, int from, int to) {
    String part = name.substring(from, to);
    if (part.isEmpty() || part.length() > PART_CHARS_MAX) {
      throw new IllegalArgumentException(
          "'" + name + "' has a part of " + part.length() + " characters, allowed are 1 to 255");
    }
    if (part.equals(".") || part.equals("..")) {
      throw new IllegalArgumentException("'" + name + "' has the part '" + part + "'");
    }
  }

  private static boolean isAllowed(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
