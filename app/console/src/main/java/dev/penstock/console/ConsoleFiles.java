package dev.penstock.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All files of the console, read once from the build and held in memory. A path is looked up in a
 * fixed list and never becomes a name on a disk, so there is nothing that a path could lead to but
 * these files. Safe for several threads.
 */
public final class ConsoleFiles {
  /** The one page; every address of the console shows it, and it does the rest. */
  public static final String INDEX = "index.html";

  private static final String LIST = "files.txt";
  private static final String ASSETS = "assets/";

  /** The build has some thirty files in about 1 MB; far more would be a mistake of the build. */
  private static final int FILES_MAX = 256;

  private static final int BYTES_MAX = 8 << 20;

  /** Longer than the name of any file. */
  private static final int PATH_CHARS_MAX = 128;

  private static final Pattern NAME =
      Pattern.compile("(assets/)?[A-Za-z0-9_][A-Za-z0-9_-]*(\\.[A-Za-z0-9]+)+");

  /** What the pages' own addresses look like: words, no file. */
  private static final Pattern PAGE = Pattern.compile("[a-z]+(/[a-z0-9-]+)*/?");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "txt", "text/plain; charset=utf-8",
          "woff2", "font/woff2");

  private final Map<String, ConsoleFile> byName;

  private ConsoleFiles(Map<String, ConsoleFile> byName) {
    this.byName = byName;
  }

  /** Reads what the build made. */
  public static ConsoleFiles ofThisBuild() {
    String list = new String(resource(LIST), StandardCharsets.UTF_8);
    var byName = new LinkedHashMap<String, ConsoleFile>();
    int bytes = 0;
    for (String name : list.lines().toList()) {
      if (!NAME.matcher(name).matches() || byName.size() == FILES_MAX) {
        throw new IllegalStateException("the build lists what is no file of a console: " + name);
      }
      byte[] content = resource(name);
      bytes += content.length;
      if (bytes > BYTES_MAX) {
        throw new IllegalStateException("the console has more than " + BYTES_MAX + " bytes");
      }
      byName.put(name, file(name, content));
    }
    if (!byName.containsKey(INDEX)) {
      throw new IllegalStateException("the build left " + INDEX + " out");
    }
    return new ConsoleFiles(byName);
  }

  /**
   * The file at a path below {@code /console/}, without a slash in front and as it stands in the
   * request: not decoded, without a query. The page itself for the empty path and for the addresses
   * of its own pages; nothing for all else, so that a missing script is never answered by a page.
   */
  public Optional<ConsoleFile> at(String path) {
    if (path.length() > PATH_CHARS_MAX) {
      return Optional.empty();
    }
    ConsoleFile named = byName.get(path);
    if (named != null) {
      return Optional.of(named);
    }
    boolean isPage = path.isEmpty() || (PAGE.matcher(path).matches() && !path.startsWith(ASSETS));
    return isPage ? Optional.ofNullable(byName.get(INDEX)) : Optional.empty();
  }

  /** The names of all files, for who wants to see each. */
  public Set<String> names() {
    return Set.copyOf(byName.keySet());
  }

  private static ConsoleFile file(String name, byte[] content) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    String type = TYPES.get(ending);
    if (type == null) {
      throw new IllegalStateException("no content type is known for " + name);
    }
    return new ConsoleFile(type, etag(content), name.startsWith(ASSETS), content);
  }

  private static String etag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "\"" + HexFormat.of().formatHex(digest, 0, 16) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each JDK has SHA-256", e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build left " + name + " out");
      }
      return in.readNBytes(BYTES_MAX + 1);
    } catch (IOException e) {
      throw new IllegalStateException(name + " is in the build and cannot be read", e);
    }
  }
}
