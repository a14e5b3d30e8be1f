package dev.penstock.house.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Each gate of the build lets a clean module pass and stops the module that is planted for it. The
 * modules are built in one Maven run; what one of them did is read from its part of the log.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuildGatesTest {
  private static final String CLEAN =
      """
      package dev.penstock.planted;

      /** Passes every gate. */
      public final class Planted {
        private Planted() {}

        static boolean isValid(int n) {
          return n > 0;
        }
      }
      """;

  private String log = "";

  @BeforeAll
  void buildOnce() throws IOException, InterruptedException {
    Path root = Vectors.root();
    log =
        PlantedBuild.in(root, root.resolve("house/target/planted-build"))
            .module("clean", CLEAN)
            .module(
                "lint", withMember("java.util.List things = new java.util.ArrayList<String>();"))
            .module(
                "bugs",
                withMember(
                    """
                    void forget() { new IllegalStateException("lost"); }
                    void ignore() { isValid(1); }
                    Object nothing() { return null; }
                    """))
            .module("layout", CLEAN.replace("  static", "      static"))
            .bare("lib-old", "lib", "1")
            .bare("lib-new", "lib", "2")
            .bare("left", "left", "1", "lib:1")
            .bare("right", "right", "1", "lib:2")
            .bare("torn", "torn", "1", "left:1", "right:1")
            .verify();
  }

  @Test
  void aCleanModulePasses() {
    assertThat(outcomeOf("clean")).isEqualTo("SUCCESS");
    assertThat(outcomeOf("right")).isEqualTo("SUCCESS");
  }

  @Test
  void aCompilerWarningStopsTheBuild() {
    expectStopped("lint", "[rawtypes] found raw type", "[ERROR] error: warnings found and -Werror");
  }

  @Test
  void aBugPatternStopsTheBuild() {
    expectStopped("bugs");
    assertThat(errorsOf("bugs")).anyMatch(line -> line.contains("[DeadException]"));
  }

  @Test
  void anIgnoredVerdictStopsTheBuild() {
    expectStopped("bugs");
    assertThat(errorsOf("bugs")).anyMatch(line -> line.contains("[CheckReturnValue]"));
  }

  @Test
  void aNullWhereNoneIsAllowedStopsTheBuild() {
    expectStopped("bugs");
    assertThat(errorsOf("bugs")).anyMatch(line -> line.contains("[NullAway] returning @Nullable"));
  }

  @Test
  void anotherLayoutStopsTheBuild() {
    int jdk = Runtime.Version.parse(jdkOfMaven()).feature();
    assumeTrue(jdk >= 21, "the formatter needs Maven to run on JDK 21 or newer, not " + jdk);
    expectStopped("layout", "spotless");
    assertThat(log).contains("on project layout: The following files had format violations");
  }

  @Test
  void twoVersionsOfOneLibraryStopTheBuild() {
    expectStopped("torn");
    assertThat(log).contains("Dependency convergence error for dev.penstock.planted:lib:pom:1");
  }

  private void expectStopped(String module, String... reasons) {
    assertThat(outcomeOf(module)).isEqualTo("FAILURE");
    String part = partOf(module);
    assertThat(List.of(reasons)).allSatisfy(reason -> assertThat(part).contains(reason));
  }

  private String outcomeOf(String module) {
    Matcher line =
        Pattern.compile("planted-" + module + " .*(SUCCESS|FAILURE|SKIPPED)").matcher(log);
    assertThat(line.find()).as("the log sums up planted-%s:%n%s", module, log).isTrue();
    return line.group(1);
  }

  /** Not warnings: each of these alone fails the module. */
  private List<String> errorsOf(String module) {
    return partOf(module).lines().filter(line -> line.startsWith("[ERROR]")).toList();
  }

  /** What Maven printed from the start of this module to the start of the next. */
  private String partOf(String module) {
    int start = log.indexOf("Building planted-" + module + " ");
    assertThat(start).as("the log names planted-%s:%n%s", module, log).isNotNegative();
    int end = log.indexOf("Building planted-", start + 1);
    return log.substring(start, end < 0 ? log.length() : end);
  }

  private static String withMember(String member) {
    return CLEAN.replace("  static boolean", "  " + member + "\n\n  static boolean");
  }

  private static String jdkOfMaven() {
    return Objects.requireNonNull(System.getProperty("penstock.maven.jdk.version"));
  }
}
