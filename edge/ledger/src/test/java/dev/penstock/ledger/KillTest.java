package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.LedgerFault;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real folder, killed again and again at a moment it does not choose. */
class KillTest {
  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled(@TempDir Path folder) throws Exception {
    var random = new SplittableRandom(Seed.value());
    long acknowledged = 0;
    for (int kill = 0; kill < Deep.cases(30, 400); kill++) {
      acknowledged = appendUntilKilled(folder, acknowledged, 1 + random.nextInt(120));
      LedgerCheck check = LedgerFsck.of(FileStorage.open(folder)).run(FsckProgress.NONE);
      assertThat(check.findings()).as("kill %d; %s", kill, Seed.describe()).isEmpty();
      assertThat(check.size()).isGreaterThanOrEqualTo(acknowledged);
    }
    try (FileLedger ledger = Logs.open(FileStorage.open(folder), Logs.options(Seed.value()))) {
      long size = ledger.view().head().size();
      assertThat(size).isGreaterThanOrEqualTo(acknowledged);
      Logs.assertHoldsTestEntries(ledger, size);
      assertThat(ledger.view().head().root()).isEqualTo(Logs.root(size));
    }
  }

  /** Lets a process append, reads so many acknowledgements, and kills it. */
  private static long appendUntilKilled(Path folder, long before, int acknowledgements)
      throws Exception {
    Process process = Appender.process(folder);
    long acknowledged = before;
    try (BufferedReader lines = output(process)) {
      for (int i = 0; i < acknowledgements; i++) {
        String line = lines.readLine();
        assertThat(line).as("the process ended by itself").isNotNull();
        long size = parse(line);
        assertThat(size).isGreaterThanOrEqualTo(acknowledged);
        acknowledged = size;
      }
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      // What was said before the end counts too; the last line may be cut.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        acknowledged = line.isEmpty() ? acknowledged : Math.max(acknowledged, parse(line));
      }
    }
    assertThat(process.waitFor()).isNotZero();
    return acknowledged;
  }

  private static long parse(String line) {
    return Long.parseLong(line);
  }

  @Test
  void aSecondProcessIsRefusedWhileTheFirstRuns(@TempDir Path folder) throws Exception {
    Process process = Appender.process(folder);
    try (BufferedReader lines = output(process)) {
      assertThat(lines.readLine()).isNotNull();
      LedgerOpening opening = FileLedger.open(FileStorage.open(folder), Logs.options(1));
      assertThat(opening).isInstanceOf(LedgerOpening.Refused.class);
      var finding = ((LedgerOpening.Refused) opening).finding();
      assertThat(finding.fault()).isEqualTo(LedgerFault.LOCKED);
      assertThat(finding.detail()).contains("pid=" + process.pid());
      // fsck needs no lock and finds nothing wrong beside the writer.
      for (int i = 0; i < 5; i++) {
        LedgerCheck check = LedgerFsck.of(FileStorage.open(folder)).run(FsckProgress.NONE);
        assertThat(check.findings()).isEmpty();
      }
    } finally {
      Process _ = process.destroyForcibly();
    }
    assertThat(process.waitFor()).isNotZero();
    Logs.open(FileStorage.open(folder), Logs.options(2)).close();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }
}
