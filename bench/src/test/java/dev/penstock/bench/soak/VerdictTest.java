package dev.penstock.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.bench.bridge.NumberSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerdictTest {
  private static final List<Long> FLAT = Collections.nCopies(9, 20_000_000L);
  private static final List<Long> GROWING =
      List.of(20L, 20L, 20L, 40L, 40L, 40L, 90L, 90L, 90L).stream()
          .map(mega -> mega * 1_000_000)
          .toList();

  @TempDir private Path folder;

  private static Losses losses(int acknowledged, int sealed) {
    var acks = new NumberSet();
    var records = new NumberSet();
    for (int i = 0; i < Math.max(acknowledged, sealed); i++) {
      if (i < acknowledged) {
        acks.add(i);
      }
      if (i < sealed) {
        records.add(i);
      }
    }
    return Losses.of(acknowledged, acks, records);
  }

  @Test
  void aRunThatLostNothingAndGrewByNothingIsSound() {
    Verdict verdict = Verdict.of(losses(10, 10), FLAT, FLAT, List.of(), 1);
    assertThat(verdict.isSound()).isTrue();
    assertThat(verdict.heap()).isPresent();
  }

  @Test
  void oneLostMessageIsEnough() {
    Verdict verdict = Verdict.of(losses(10, 9), FLAT, FLAT, List.of(), 1);
    assertThat(verdict.isSound()).isFalse();
    assertThat(verdict.findings()).singleElement().asString().contains("[9]");
  }

  @Test
  void growthOfHeapOrProcessIsEnough() {
    assertThat(Verdict.of(losses(1, 1), GROWING, FLAT, List.of(), 1).findings())
        .singleElement()
        .asString()
        .startsWith("the heap grew");
    assertThat(Verdict.of(losses(1, 1), FLAT, GROWING, List.of(), 1).findings())
        .singleElement()
        .asString()
        .startsWith("the memory of the process grew");
  }

  @Test
  void whatFsckFindsIsEnough() {
    assertThat(Verdict.of(losses(1, 1), FLAT, FLAT, List.of("a byte"), 1).findings())
        .containsExactly("fsck: a byte");
  }

  @Test
  void aRunTooShortToShowAnythingIsNotSound() {
    assertThat(Verdict.of(losses(1, 1), FLAT.subList(0, 5), FLAT, List.of(), 0).findings())
        .containsExactly(
            "the heap was looked at 5 times, fewer than 6: the run was too short",
            "the broker was never restarted: the run was too short");
  }

  @Test
  void aPlanThatCannotBeCountedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new SoakPlan(Duration.ofMinutes(20_000), 100_000, Duration.ofSeconds(30), 0, 1))
        .withMessageContaining("--minutes times --rate gives 120,000,000,000 messages");
  }

  @Test
  void memoryIsLookedAtSixtyTimesInARunOfMinutesAndEachHalfMinuteInOneOfHours() {
    assertThat(plan(Duration.ofMinutes(5)).sampleEvery()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plan(Duration.ofHours(5)).sampleEvery()).isEqualTo(Duration.ofSeconds(30));
    assertThat(plan(Duration.ofSeconds(20)).sampleEvery()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theFirstMinuteDoesNotCountNorTheFirstQuarterOfAShortRun() {
    assertThat(plan(Duration.ofMinutes(5)).warmUp()).isEqualTo(Duration.ofMinutes(1));
    assertThat(plan(Duration.ofSeconds(20)).warmUp()).isEqualTo(Duration.ofSeconds(5));
  }

  private static SoakPlan plan(Duration length) {
    return new SoakPlan(length, 2_000, Duration.ofSeconds(30), 0, 1);
  }

  @Test
  void settingsThatCannotBeUsedAreOneLineAndExitTwo() {
    for (List<String> line :
        List.of(
            List.of("--minutes", "0"),
            List.of("--minutes", "NaN"),
            List.of("--rate", "0"),
            List.of("--restart-every", "1"),
            List.of("--broker-queue", "-1"),
            List.of("surplus"))) {
      var err = new StringWriter();
      int exit =
          new CommandLine(new SoakCommand())
              .setErr(new PrintWriter(err, true))
              .setOut(new PrintWriter(new StringWriter()))
              .execute(line.toArray(String[]::new));
      assertThat(exit).as(line.toString()).isEqualTo(2);
      assertThat(err.toString().lines().findFirst().orElseThrow())
          .as(line.toString())
          .contains(line.getFirst());
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theHelpFitsOneScreen() {
    String help = new CommandLine(new SoakCommand()).getUsageMessage();
    assertThat(help.lines().toList())
        .hasSizeBetween(5, 24)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(help).contains("--minutes").contains("Exit codes");
  }
}
