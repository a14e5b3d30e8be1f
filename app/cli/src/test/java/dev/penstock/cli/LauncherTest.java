package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
              then -> assertThat(then).matches("penstock: built in \\d+ s"),
              last -> assertThat(last).matches("penstock: made the start cache in \\d+ s"));
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
      // The times of files move in steps of some milliseconds; a build takes longer than one.
      tree.putMaven(
          "3.8.7",
          """
          until [ app/cli/src/main/java/A.java -nt app/cli/target/build.stamp.next ]; do
            sleep 0.1 || exit 1
            echo "class A { }" >app/cli/src/main/java/A.java
          done
          """);
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
  class TheStartCache {
    private static final String USED = "<-XX:AOTCache=";
    private static final String BEFORE = "<-XX:+AutoCreateSharedArchive>";

    @BeforeEach
    void putBoth() throws IOException {
      tree.addJdk("jdk-25", "25.0.3");
      tree.putWorkingMaven();
    }

    @Test
    void itIsMadeWithTheBuildAndUsedFromThenOn() throws Exception {
      var outcome = tree.run("doctor");
      assertThat(outcome.out())
          .contains(USED + tree.root.toRealPath() + "/app/cli/target/start/jdk-25-25.0.3.aot>");
      assertThat(tree.caches()).containsExactly("jdk-25-25.0.3.aot");
      var again = tree.run("doctor");
      assertThat(again.out()).contains(USED);
      assertThat(again.err()).isEmpty();
      assertThat(tree.rehearsals()).isOne();
    }

    @Test
    void theRehearsalAndTheRunHaveTheSameOptions() throws Exception {
      tree.set(
          "FAKE_REHEARSAL", "for a in \"$@\"; do echo \"<$a>\"; done >\"$FAKE_NOTES.options\"");
      List<String> run = tree.run("doctor").out().lines().filter(Launched::isOption).toList();
      List<String> rehearsed = Files.readAllLines(tree.root.resolve("notes.options"));
      assertThat(rehearsed.stream().filter(Launched::isOption).toList())
          .isEqualTo(run)
          .hasSizeGreaterThan(3);
    }

    /** By the JVM that runs this, which says what its heap is held to. */
    @Test
    void theJvmTakesWhatTheLauncherSaysOfTheHeap() throws Exception {
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      tree.run("doctor")
          .out()
          .lines()
          .filter(Launched::isOfTheHeap)
          .map(each -> each.substring(1, each.length() - 1))
          .forEach(line::add);
      line.addAll(List.of("-XX:+UseG1GC", "-XX:+PrintFlagsFinal", "-version"));
      Path said = folder.resolve("flags");
      Process java =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile()).start();
      assertThat(java.waitFor()).isZero();
      assertThat(Files.readString(said))
          .containsPattern(" InitialHeapSize += 50331648 ")
          .containsPattern(" MaxNewSize += 67108864 ")
          .containsPattern(" UseCompactObjectHeaders += true ")
          .containsPattern(" G1ExpandByPercentOfAvailable += 0 ");
    }

    @Test
    void anotherBuildMakesAnother() throws Exception {
      assertThat(tree.run("doctor").exitCode()).isZero();
      tree.ageBuild();
      tree.write("app/cli/src/main/java/C.java", "class C {}");
      assertThat(tree.run("doctor").err()).contains("made the start cache");
      assertThat(tree.rehearsals()).isEqualTo(2);
    }

    @Test
    void oneThatIsOlderThanTheJarIsNotUsed() throws Exception {
      assertThat(tree.run("doctor").exitCode()).isZero();
      Path cache = tree.root.resolve("app/cli/target/start/jdk-25-25.0.3.aot");
      Files.setLastModifiedTime(cache, FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
      assertThat(tree.run("test").out()).contains(BEFORE).doesNotContain(USED);
      assertThat(tree.run("doctor").out()).contains(USED);
      assertThat(tree.rehearsals()).isEqualTo(2);
    }

    @Test
    void oneThatIsOlderThanAJarOfALibraryIsNotUsed() throws Exception {
      assertThat(tree.run("doctor").exitCode()).isZero();
      Path cache = tree.root.resolve("app/cli/target/start/jdk-25-25.0.3.aot");
      Files.setLastModifiedTime(cache, FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
      Path jar = tree.root.resolve("app/cli/target/dist/penstock.jar");
      Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
      assertThat(tree.run("test").out()).contains(USED);
      tree.write("app/cli/target/dist/lib/a library.jar", "");
      assertThat(tree.run("test").out()).contains(BEFORE).doesNotContain(USED);
    }

    /** Such a cache would run a class that was there before. */
    @Test
    void oneWithWhichTheJvmComparesNoJarIsNotKept() throws Exception {
      tree.set("FAKE_COMPARED", "Archived boot classpath validation: passed");
      var outcome = tree.run("doctor");
      assertThat(outcome.out()).contains(BEFORE).doesNotContain(USED);
      assertThat(tree.root.resolve("app/cli/target/start/jdk-25-25.0.3.aot.failed"))
          .content()
          .contains("does not compare jars");
    }

    @Test
    void eachJdkHasItsOwn() throws Exception {
      assertThat(tree.run("doctor").exitCode()).isZero();
      tree.addJdk("other", "26.0.1");
      tree.set("JAVA_HOME", tree.jdk("other").toString());
      assertThat(tree.run("doctor").out()).contains("/other-26.0.1.aot>");
      assertThat(tree.caches()).containsExactly("jdk-25-25.0.3.aot", "other-26.0.1.aot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo planted trouble; exit 3", "kill -9 $$", "exit 0"})
    void aRehearsalThatFailsIsSaidOnceAndHarmless(String trouble) throws Exception {
      tree.set("FAKE_REHEARSAL", trouble);
      var outcome = tree.run("doctor");
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.errLines().getLast()).startsWith("penstock: no start cache: ");
      assertThat(outcome.out()).contains(BEFORE).doesNotContain(USED);
      assertThat(tree.caches()).containsExactly("jdk-25-25.0.3.aot.failed");
      assertThat(tree.run("doctor").err()).isEmpty();
      assertThat(tree.rehearsals()).isOne();
    }

    @Test
    void noRoomForItIsSaidOnceAndHarmless() throws Exception {
      tree.replaceTool(
          "df", "echo Filesystem Blocks Used Available Capacity Mounted; echo d 9 9 240000 99% /");
      tree.write("app/cli/target/dist/penstock.jar", "");
      tree.write("app/cli/target/build.stamp", "");
      var outcome = tree.run("doctor");
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.err()).contains("no start cache");
      assertThat(tree.rehearsals()).isZero();
      assertThat(tree.root.resolve("app/cli/target/start/jdk-25-25.0.3.aot.failed"))
          .content()
          .contains("less than 250 MB free");
    }

    @Test
    void whatCannotBeWrittenIsNotTriedAndNotSaid() throws Exception {
      assertThat(tree.run("test").exitCode()).isZero();
      tree.write("app/cli/target/start", "a file where a folder must be");
      var outcome = tree.run("doctor");
      assertThat(outcome.out()).contains(BEFORE);
      assertThat(outcome.err()).isEmpty();
    }

    @Test
    void theSuiteAndBenchesDoNotWaitForOne() throws Exception {
      assertThat(tree.run("test").out()).contains(BEFORE);
      assertThat(tree.run("bench", "hash").out()).contains(BEFORE);
      assertThat(tree.rehearsals()).isZero();
    }

    @Test
    void whileAnotherCallMakesItNobodyWaits() throws Exception {
      assertThat(tree.run("test").exitCode()).isZero();
      String living = String.valueOf(ProcessHandle.current().pid());
      tree.write("app/cli/target/start/making/pid", living + "\n");
      var outcome = tree.run("doctor");
      assertThat(outcome.out()).contains(BEFORE);
      assertThat(outcome.err()).isEmpty();
      assertThat(tree.rehearsals()).isZero();
    }

    @Test
    void whatACallLeftThatWasEndedIsInNobodysWay() throws Exception {
      assertThat(tree.run("test").exitCode()).isZero();
      Process ended = new ProcessBuilder("true").start();
      assertThat(ended.waitFor()).isZero();
      tree.write("app/cli/target/start/making/pid", ended.pid() + "\n");
      tree.write("app/cli/target/start/making/data/node.lock", "");
      assertThat(tree.run("doctor").out()).contains(USED);
      assertThat(tree.caches()).containsExactly("jdk-25-25.0.3.aot");
    }

    private static final class Launched {
      /** Which cache it is differs, and what is run with it. */
      static boolean isOption(String line) {
        return (line.startsWith("<-X") && !line.startsWith("<-XX:AOT")) || line.startsWith("<-D");
      }

      static boolean isOfTheHeap(String line) {
        return isOption(line)
            && !line.startsWith("<-D")
            && !line.startsWith("<-Xlog")
            && !line.contains("SharedArchive");
      }
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
