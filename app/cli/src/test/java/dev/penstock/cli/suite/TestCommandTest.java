package dev.penstock.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TestCommandTest {
  private static final String PASSED = "<testcase name='works' classname='p.ATest' time='0.1'/>";
  private static final String FAILED =
      "<testcase name='breaks' classname='p.ATest'>"
          + "<failure message='expected 1&#10;&#10;but was 2&#10;at Place3&#10;at Place4&#10;at Place5"
          + "&#10;run again with -Dpenstock.seed=7' type='X'>trace</failure></testcase>";
  private static final String SKIPPED =
      "<testcase name='asks' classname='p.ATest'>"
          + "<skipped type='p.Aborted'><![CDATA[p.Aborted: no peer here\n\tat p.ATest]]></skipped>"
          + "<system-out>noise</system-out></testcase>";

  @TempDir private Path root;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private List<String> given = List.of();

  @BeforeEach
  void makeTree() throws IOException {
    write(
        "pom.xml",
        "<project><modules><module>core/a</module><module>b</module></modules>"
            + "<profiles><profile><modules><module>it</module></modules></profile></profiles>"
            + "</project>");
    write("core/a/src/test/java/p/ATest.java", "");
    write("core/a/src/test/java/p/Helper.java", "");
    write("it/src/test/java/p/PeerTest.java", "");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void report(String module, String... cases) throws IOException {
    write(
        module + "/target/surefire-reports/TEST-p.ATest.xml",
        "<testsuite>" + String.join("", cases) + "</testsuite>");
  }

  private interface Run {
    int run() throws IOException;
  }

  private int test(Run maven, String... arguments) {
    MavenRun.Program program =
        list -> {
          given = list;
          return maven.run();
        };
    return new CommandLine(new TestCommand(new MavenRun(Optional.of(root), program)))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private int testReporting(int mavenCode, String cases, String... arguments) {
    return test(
        () -> {
          report("core/a", cases);
          return mavenCode;
        },
        arguments);
  }

  @Test
  void aGoodRunSaysHowMuchItWas() {
    assertThat(testReporting(0, PASSED)).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines()).containsExactly("1 tests run, 0 failed, 0 skipped");
  }

  @Test
  void aFailedTestIsNamedWithTheFirstLinesOfItsMessageAndItsSeed() {
    assertThat(testReporting(1, PASSED + FAILED)).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("FAILED   core/a p.ATest.breaks")
        .contains("expected 1", "but was 2", "run again with -Dpenstock.seed=7")
        .doesNotContain("at Place5")
        .endsWith("2 tests run, 1 failed, 0 skipped" + System.lineSeparator());
  }

  @Test
  void aFailedTestIsAFailureEvenWhenMavenSaysItIsNot() {
    assertThat(testReporting(0, FAILED)).isEqualTo(ExitCode.NO);
  }

  @Test
  void aSkippedTestIsToldWithItsReasonAndIsNoFailure() {
    assertThat(testReporting(0, PASSED + SKIPPED + SKIPPED)).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "skipped  core/a p.ATest: no peer here (2)", "1 tests run, 0 failed, 2 skipped");
  }

  @Test
  void theReasonIsReadWhereverItStands() {
    String disabled = "<testcase name='a' classname='p.B'><skipped message='not here'/></testcase>";
    String silent = "<testcase name='b' classname='p.C'><skipped type='p.Aborted'/></testcase>";
    assertThat(testReporting(0, disabled + silent)).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines())
        .startsWith("skipped  core/a p.B: not here (1)", "skipped  core/a p.C: p.Aborted (1)");
  }

  @Test
  void withNoSkipsASkippedTestIsAFailure() {
    assertThat(testReporting(0, PASSED + SKIPPED, "--no-skips")).isEqualTo(ExitCode.NO);
    assertThat(testReporting(0, PASSED, "--no-skips")).isEqualTo(ExitCode.OK);
  }

  @Test
  void aGateThatFailsFailsTheRunThoughAllTestsPassed() {
    assertThat(testReporting(1, PASSED)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("a gate of the build failed");
  }

  @Test
  void aModuleWithTestsThatLeftNoReportDidNotRun() {
    assertThat(test(() -> 0)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("NOT RUN  core/a").contains("1 modules not run");
  }

  @Test
  void whatAnEarlierRunReportedDoesNotCount() throws IOException {
    report("core/a", FAILED);
    assertThat(test(() -> 0)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("NOT RUN  core/a").doesNotContain("FAILED");
  }

  @Test
  void aReportThatIsCutOffIsAFailure() {
    Run dies =
        () -> {
          write("core/a/target/surefire-reports/TEST-p.ATest.xml", "<testsuite>" + PASSED);
          return 0;
        };
    assertThat(test(dies)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("the test JVM died");
  }

  @Test
  void aRunThatCouldNotBeginSaysNothingAboutTheTests() {
    assertThat(test(() -> ExitCode.BROKEN)).isEqualTo(ExitCode.BROKEN);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void everyModuleRunsButTheOneForPeers() {
    assertThat(testReporting(0, PASSED, "--deep", "--seed", "7")).isEqualTo(ExitCode.OK);
    assertThat(given)
        .contains("-Dpenstock.deep=true", "-Dpenstock.seed=7", "verify")
        .doesNotContain("-Ppeers", "-pl");
  }

  @Test
  void oneModuleRunsItsOwnTestsAlone() {
    assertThat(testReporting(0, PASSED, "--module", "core/a")).isEqualTo(ExitCode.OK);
    assertThat(given)
        .containsSubsequence("-pl", "core/a", "-am", "-Dtest=p.ATest", "verify")
        .contains("-Dpenstock.deep=false");
  }

  @Test
  void peersRunTheirOwnModuleAlone() {
    Run maven =
        () -> {
          report("it", PASSED);
          return 0;
        };
    assertThat(test(maven, "--peers")).isEqualTo(ExitCode.OK);
    assertThat(given).contains("-Ppeers").containsSubsequence("-pl", "it", "-am");
  }

  @Test
  void aModuleThatIsNotThereIsRefusedWithTheNamesOfThoseThatAre() {
    assertThat(test(() -> 0, "--module", "core/z")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("no module core/z (there are: core/a, b, it)");
    assertThat(given).isEmpty();
  }

  @Test
  void outsideTheSourceTreeItIsRefused() {
    var command = new TestCommand(new MavenRun(Optional.empty(), list -> 0));
    int exitCode = new CommandLine(command).setErr(new PrintWriter(err)).execute();
    assertThat(exitCode).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("./penstock test");
  }
}
