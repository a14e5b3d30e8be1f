package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FrontDoorTest {
  private static final int SCREEN_LINES = 24;
  private static final int SCREEN_COLUMNS = 80;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(List<Object> commands, String... arguments) {
    return FrontDoor.commandLine(commands)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  static Stream<String> commandNames() {
    return Stream.concat(
        Stream.of(""),
        Main.commands(time -> true).stream()
            .map(command -> new CommandLine(command).getCommandName()));
  }

  @ParameterizedTest
  @MethodSource("commandNames")
  void eachHelpFitsOneScreen(String command) {
    int exitCode =
        command.isEmpty()
            ? run(Main.commands(time -> true), "--help")
            : run(Main.commands(time -> true), command, "--help");
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines().toList())
        .hasSizeBetween(3, SCREEN_LINES)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(SCREEN_COLUMNS));
  }

  @Test
  void theHelpListsEveryCommandWithItsPurpose() {
    assertThat(run(Main.commands(time -> true), "-h")).isEqualTo(ExitCode.OK);
    for (Object command : Main.commands(time -> true)) {
      var line = new CommandLine(command);
      String[] purpose = line.getCommandSpec().usageMessage().description();
      assertThat(purpose).isNotEmpty();
      if (line.getCommandSpec().usageMessage().hidden()) {
        // One screen has no line for what a newcomer does not need; its name is below the list.
        assertThat(out.toString()).containsPattern("Also: .*\\b" + line.getCommandName() + "\\b");
      } else {
        assertThat(out.toString())
            .contains("  " + line.getCommandName() + " ")
            .contains(purpose[0]);
      }
    }
  }

  /** Only the command that is asked for is made: the others would cost a start a good part. */
  @Test
  void theFirstWordFindsItsCommandAndEveryOtherWordFindsAll() {
    for (Main.Named named : Main.named(time -> true)) {
      List<Object> found = Main.wanted(new String[] {named.name(), "--help"}, time -> true);
      assertThat(found).hasSize(1);
      assertThat(new CommandLine(found.getFirst()).getCommandName()).isEqualTo(named.name());
    }
    int all = Main.named(time -> true).size();
    assertThat(Main.wanted(new String[] {"nonsense"}, time -> true)).hasSize(all);
    assertThat(Main.wanted(new String[] {"--help"}, time -> true)).hasSize(all);
    assertThat(Main.wanted(new String[0], time -> true)).hasSize(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "doctor --nonsense", "version surplus", "doctor --data"})
  void whatCannotBeUsedIsOneLineAndExitTwo(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");
    assertThat(run(Main.commands(time -> true), arguments)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines()).singleElement().asString().contains("--help)");
  }

  @Test
  void aFailureOfTheCommandIsNeverTheAnswerNo() {
    @Command(name = "break", description = "Break.")
    class Breaking implements Callable<Integer> {
      @Override
      public Integer call() {
        throw new IllegalStateException("planted");
      }
    }
    assertThat(run(List.of(new Breaking()), "break")).isEqualTo(ExitCode.BROKEN);
    assertThat(err.toString()).contains("nothing is said about what was asked", "planted");
  }

  @Test
  void versionTellsTheBuildAndTheJava() {
    assertThat(run(Main.commands(time -> true), "version")).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .matches("(?s)penstock \\d+\\.\\d+\\.\\d+.*")
        .contains("java " + Runtime.version())
        .doesNotContain("${");
  }

  @Test
  void benchIsShownButStartedByTheLauncherAlone() {
    assertThat(run(Main.commands(time -> true), "bench")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("./penstock bench");
  }
}
