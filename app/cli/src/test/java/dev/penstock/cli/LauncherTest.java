package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code ./penstock}, on machines that lack this or that. */
class LauncherTest {
  @TempDir private Path folder;
  private FakeSourceTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new FakeSourceTree(folder);
  }

  private void stopsWithOneLine(String expected) throws Exception {
    FakeSourceTree.Outcome outcome = tree.run("doctor");
    assertThat(outcome.errLines()).hasSize(1);
    stopped(outcome, expected);
  }

  /** What Maven had begun may stand before the line. */
  private void stopsInTheBuild(String expected) throws Exception {
    stopped(tree.run("doctor"), expected);
  }

  private void stopped(FakeSourceTree.Outcome outcome, String expected) {
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.BROKEN);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.errLines().getLast()).startsWith("penstock: ").contains(expected);
  }

  @Nested
  class TheJdk {
    @BeforeEach
    void putMaven() throws IOException {
      tree.putWorkingMaven();
    }

    @Test
    void noneAtAllIsOneLineThatSaysHowToGetOne() throws Exception {
      stopsWithOneLine("no JDK 25 or newer found: install one");
    }

    @Test
    void anOldOneEverywhereIsAsGoodAsNone() throws Exception {
      tree.addJdk("jdk-17", "17.0.15");
      tree.set("JAVA_HOME", tree.jdk("jdk-17").toString());
      tree.putJavaOnPath(tree.jdk("jdk-17"));
      stopsWithOneLine("no JDK 25");
    }

    @Test
    void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
      tree.addJdk("jre-25", "25.0.3");
      Files.delete(tree.jdk("jre-25").resolve("bin/javac"));
      stopsWithOneLine("no JDK 25");
    }

    @Test
    void javaHomeComesFirst() throws Exception {
      tree.addJdk("jdk-25", "25");
      tree.addJdk("mine", "26.0.1");
      tree.set("JAVA_HOME", tree.jdk("mine").toString());
      assertThat(tree.run("doctor").out()).startsWith("ran on mine\n");
    }

    @Test
    void anOldJavaHomeIsPassedOverAndMavenRunsOnTheNewOne() throws Exception {
      tree.addJdk("jdk-17", "17.0.15");
      tree.addJdk("jdk-25", "25.0.3");
      tree.set("JAVA_HOME", tree.jdk("jdk-17").toString());
      assertThat(tree.run("doctor").out()).startsWith("ran on jdk-25\n");
      assertThat(tree.builds()).containsExactly(tree.jdk("jdk-25").toString());
    }

    @Test
    void theLowestThatFitsIsTakenFromTheUsualFolders() throws Exception {
      tree.addJdk("a", "27-ea");
      tree.addJdk("b", "25.0.3");
      tree.addJdk("c", "26");
      tree.addJdk("d", "9");
      assertThat(tree.run("doctor").out()).startsWith("ran on b\n");
    }

    @Test
    void theOneOnThePathIsTheLastResort() throws Exception {
      tree.addJdk("jdk-25", "25.0.3");
      tree.set("PENSTOCK_JDK_FOLDERS", folder.resolve("nothing").toString());
      tree.putJavaOnPath(tree.jdk("jdk-25"));
      assertThat(tree.run("doctor").out()).startsWith("ran on jdk-25\n");
    }
  }

  @Nested
  class TheBuild {
    @BeforeEach
    void putJdk() throws IOException {
      tree.addJdk("jdk-25", "25.0.3");
    }

    @Test
    void noMavenIsOneLine() throws Exception {
      stopsWithOneLine("no Maven found: install Maven 3.8.7 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.6", "3.6.3", "2.2.1", "3.8.6.1"})
    void anOldMavenIsOneLine(String version) throws Exception {
      tree.putMaven(version, "exit 0");
      stopsWithOneLine("Maven " + version + " is too old: install Maven 3.8.7");
      assertThat(tree.builds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.7", "3.8.10", "3.9.0", "3.10.1", "4.0.0-rc-3"})
    void aNewEnoughMavenIsTaken(String version) throws Exception {
      tree.putMaven(version, "exit 0");
      assertThat(tree.run("doctor").exitCode()).isZero();
      assertThat(tree.builds()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Plugin a:b:1 or one of its dependencies could not be resolved: Could not transfer"
              + " artifact x:y:jar:1 from/to central (https://…): Unknown host",
          "Could not find artifact x:y:jar:1 in central",
          "Cannot access central (https://…) in offline mode and the artifact x:y:jar:1 has not",
          "Non-resolvable import POM: Could not transfer artifact x:y:jar:1 from/to central",
        })
    void noNetworkNamesWhatIsMissing(String error) throws Exception {
      tree.putMaven("3.8.7", "echo '[ERROR] " + error + "'; exit 1");
      stopsInTheBuild("no network: Maven cannot download x:y:jar:1: check the connection");
      assertThat(Files.exists(tree.root.resolve("app/cli/target/build.stamp"))).isFalse();
    }

    @Test
    void noRoomBeforeTheBuildIsOneLineAndNothingIsBuilt() throws Exception {
      tree.putWorkingMaven();
      tree.replaceTool(
          "df", "echo Filesystem Blocks Used Available Capacity Mounted; echo d 9 9 123456 99% /");
      stopsWithOneLine("no disk space: 123 MB free");
      assertThat(tree.builds()).isEmpty();
    }

    @Test
    void noRoomDuringTheBuildIsSaid() throws Exception {
      tree.putMaven("3.8.7", "echo '[ERROR] x.jar: No space left on device'; exit 1");
      stopsInTheBuild("no disk space left: free about 1 GB");
    }

    @Test
    void aReadOnlyTreeIsOneLine() throws Exception {
      tree.putWorkingMaven();
      tree.write("app/cli/target", "a file where a folder must be");
      stopsWithOneLine("cannot write to");
    }

    @Test
    void aCompileErrorIsShownWithItsPlaceAndTheLog() throws Exception {
      tree.putMaven(
          "3.8.7",
          """
          echo '[WARNING] /p/A.java:[3,9] [rawtypes] found raw type'
          echo '[ERROR] /p/B.java:[7,1] class expected'
          echo '[ERROR] '
          echo '[ERROR] To see the full stack trace of the errors, re-run Maven with -e'
          exit 1
          """);
      var outcome = tree.run("doctor");
      stopped(outcome, "the build failed (full log: " + tree.root.toRealPath() + "/target/");
      assertThat(outcome.errLines())
          .containsSubsequence(
              "  /p/A.java:[3,9] [rawtypes] found raw type", "  /p/B.java:[7,1] class expected")
          .noneMatch(line -> line.contains("stack trace"));
      assertThat(tree.root.resolve("target/build.log")).content().contains("re-run Maven with -e");
    }

    @Test
    void elsewhereThanOnATerminalItSaysOnlyThatItBeginsAndEnds() throws Exception {
      tree.putWorkingMaven();
      assertThat(tree.run("doctor").errLines())
          .satisfiesExactly(
              first -> assertThat(first).isEqualTo("penstock: building 2 modules"),
              last -> assertThat(last).matches("penstock: built in \\d+ s"));
    }
  }

  @Nested
  class WhatChanged {
    @BeforeEach
    void build() throws Exception {
      tree.addJdk("jdk-25", "25.0.3");
      tree.putWorkingMaven();
      assertThat(tree.run("doctor").exitCode()).isZero();
      tree.ageBuild();
    }

    private void expectBuilds(int count) throws Exception {
      var outcome = tree.run("doctor");
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.out()).startsWith("ran on jdk-25\n");
      assertThat(tree.builds()).hasSize(count);
    }

    @Test
    void nothingSoNothingIsBuiltOrSaid() throws Exception {
      expectBuilds(1);
      assertThat(tree.run("doctor").err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app/cli/src/main/java/A.java", "app/cli/pom.xml", "pom.xml", ".mvn/x"})
    void aSourceSoItIsBuiltOnceMore(String file) throws Exception {
      tree.write(file, "changed");
      expectBuilds(2);
      expectBuilds(2);
    }

    @Test
    void aSourceWentAwaySoItIsBuilt() throws Exception {
      Files.delete(tree.root.resolve("app/cli/src/main/java/B.java"));
      expectBuilds(2);
    }

    @Test
    void theJarWentAwaySoItIsBuilt() throws Exception {
      Files.delete(tree.root.resolve("app/cli/target/dist/penstock.jar"));
      expectBuilds(2);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "app/cli/src/test/java/ATest.java",
          "app/cli/target/classes/A.class",
          "it/src/main/java/X.java",
          "console/node_modules/p/src/package.json",
          "README.md"
        })
    void onlyWhatIsNoPartOfTheProduct(String file) throws Exception {
      tree.write(file, "changed");
      expectBuilds(1);
    }

    @Test
    void aSourceWhileItWasBuiltSoTheNextCallBuildsAgain() throws Exception {
      tree.putMaven("3.8.7", "echo 'class A { }' >app/cli/src/main/java/A.java");
      tree.write("app/cli/src/main/java/C.java", "class C {}");
      expectBuilds(2);
      expectBuilds(3);
    }

    @Test
    void andAFailedBuildIsTriedAgain() throws Exception {
      tree.putMaven("3.8.7", "exit 1");
      tree.write("app/cli/src/main/java/C.java", "class C {}");
      assertThat(tree.run("doctor").exitCode()).isEqualTo(ExitCode.BROKEN);
      tree.putWorkingMaven();
      expectBuilds(3);
    }
  }

  @Nested
  class TheRun {
    @BeforeEach
    void putBoth() throws IOException {
      tree.addJdk("jdk-25", "25.0.3");
      tree.putWorkingMaven();
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
      assertThat(tree.run("doctor", "--data", "a  b", "", "$HOME*").out())
          .endsWith("<doctor>\n<--data>\n<a  b>\n<>\n<$HOME*>\n");
    }

    @Test
    void theExitCodeIsTheCommands() throws Exception {
      tree.set("FAKE_JAVA_EXIT", "1");
      assertThat(tree.run("doctor").exitCode()).isEqualTo(1);
    }

    @Test
    void benchIsStartedFromItsOwnModule() throws Exception {
      assertThat(tree.run("bench", "hash").out())
          .contains("/bench/target/dist/penstock-bench.jar>")
          .endsWith(".jar>\n<hash>\n");
    }

    @Test
    void aLinkToTheLauncherIsAsGoodAsTheLauncher() throws Exception {
      Path link = Files.createSymbolicLink(folder.resolve("p"), tree.root.resolve("penstock"));
      assertThat(tree.runFrom(link, "version").out())
          .contains("<-Dpenstock.root=" + tree.root.toRealPath() + ">");
    }
  }
}
