package dev.penstock.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.demo.AttackLine.Outcome;
import dev.penstock.evidence.chain.FindingCode;
import dev.penstock.testkit.HeldPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackDemoTest {
  private static String text(List<AttackLine> lines) {
    return String.join("\n", lines.stream().flatMap(line -> line.text().stream()).toList());
  }

  @Test
  void everyAttackIsCaughtAndWhatIsUntouchedIsClean(@TempDir Path work) throws Exception {
    List<AttackLine> told = new ArrayList<>();
    List<AttackLine> lines;
    try (AttackDemo demo = AttackDemo.open(work, HeldPorts.next())) {
      lines = demo.run(told::add, _ -> {});
    }
    assertThat(lines).as(text(lines)).allMatch(AttackLine::isGood).hasSize(26).isEqualTo(told);
    assertThat(lines.stream().filter(line -> line.outcome() == Outcome.CLEAN))
        .extracting(AttackLine::done)
        .containsExactly(
            "control: the stream untouched",
            "control: the folder untouched",
            "control: every refusal is accounted for");
    assertThat(lines.stream().filter(line -> line.outcome() == Outcome.PASSED)).hasSize(1);
    assertThat(text(lines)).contains("371 refused, and ", " records stand for 371: ");
    assertThat(lines.stream().filter(line -> line.outcome() == Outcome.MENDED)).hasSize(1);
    assertThat(lines).as(text(lines)).allSatisfy(line -> assertThat(line.words()).isNotEmpty());
    assertThat(lines.stream().map(AttackLine::by).filter(by -> by.startsWith("sealed finding")))
        .as(text(lines))
        .hasSize(7);
    assertThat(text(lines)).contains("not those that were sealed");
    assertThat(text(lines).lines()).allMatch(row -> row.length() <= 100 || !row.contains(" | "));
    AttackDemo.remove(work);
    assertThat(work).doesNotExist();
  }

  @Test
  void anAttackThatDoesNothingIsSaidToHaveSlippedThrough(@TempDir Path work) throws Exception {
    List<AttackLine> lines;
    var waiting = new Waiting(Duration.ofSeconds(20));
    try (AttackDemo demo = AttackDemo.open(work, HeldPorts.next(), waiting)) {
      lines =
          demo.run(
              _ -> {},
              List.of(
                  new WireAttack("nothing", Set.of(FindingCode.TAMPERED), _ -> {}),
                  new WireAttack("nothing to mend", Set.of(), _ -> {})),
              List.of(
                  new StoredAttack("nothing", FolderCheck.Way.FSCK, (_, _) -> {}),
                  new StoredAttack("nothing", FolderCheck.Way.START, (_, _) -> {}),
                  new StoredAttack("nothing", FolderCheck.Way.READ, (_, _) -> {})));
    }
    assertThat(lines)
        .as(text(lines))
        .extracting(AttackLine::outcome)
        .containsExactly(
            Outcome.CLEAN,
            Outcome.FAILED,
            Outcome.FAILED,
            Outcome.CLEAN,
            Outcome.FAILED,
            Outcome.FAILED,
            Outcome.FAILED);
    assertThat(text(lines)).contains("slipped through");
  }
}
