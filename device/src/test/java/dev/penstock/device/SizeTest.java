package dev.penstock.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The SDK stays small enough to be read before it is trusted, and to be written again in C.
 *
 * <p>What counts: each line of {@code device/src/main/java} that still holds something when the
 * comments are taken out, and is neither {@code import} nor {@code package}. The package {@code
 * software} does not count: it is the stand-in for a secure element and for flash, and no part of
 * the chain.
 */
class SizeTest {
  private static final int LINES_MAX = 800;

  /** A comment, or a string, which may look like one. */
  private static final Pattern COMMENT_OR_STRING =
      Pattern.compile("//[^\\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\\n])*\"", Pattern.DOTALL);

  private static long codeLines(String java) {
    return COMMENT_OR_STRING
        .matcher(java)
        .replaceAll(found -> found.group().startsWith("\"") ? "text" : lineEnds(found.group()))
        .lines()
        .filter(line -> !line.isBlank() && !line.matches("(import|package) .*"))
        .count();
  }

  private static String lineEnds(String comment) {
    return comment.replaceAll("[^\\n]", "");
  }

  @Test
  void theSdkHasAtMost800LinesOfCode() throws IOException {
    Path sources = Vectors.root().resolve("device/src/main/java");
    try (Stream<Path> walk = Files.walk(sources)) {
      List<Path> files =
          walk.filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.getParent().endsWith("software"))
              .toList();
      long lines = 0;
      for (Path file : files) {
        lines += codeLines(Files.readString(file));
      }
      assertThat(files).hasSizeGreaterThan(10);
      assertThat(lines).isBetween(1L, (long) LINES_MAX);
    }
  }

  @Test
  void commentsAndImportsDoNotCountAndAllElseDoes() {
    String java =
        """
        package a;

        import java.util.List;

        /** What it is.
         * int notCode;
         */
        class A { // the class
          // int notCode;
          String address = "https://example.org/*"; /* two
            lines */ int more;
          String end = "*\\/\\"";
        }
        """;
    assertThat(codeLines(java)).isEqualTo(5);
  }
}
