package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real folder, killed again and again at a moment it does not choose. */
class KillTest {
  private long acknowledged;
  private long droppedBelow;

  @Test
  void nothingAcknowledgedIsLostWhenTheProcessIsKilled(@TempDir Path folder) throws Exception {
    var random = new SplittableRandom(Seed.value());
    for (int kill = 0; kill < Deep.cases(6, 400); kill++) {
      appendUntilKilled(folder, 1 + random.nextInt(40));
      JournalCheck check = JournalFsck.of(FileStorage.open(folder)).run();
      assertThat(check.findings()).as("kill %d; %s", kill, Seed.describe()).isEmpty();
      assertThat(check.end()).isGreaterThanOrEqualTo(acknowledged);
    }
    try (FileJournal journal =
        Journals.open(FileStorage.open(folder), Journals.options(Seed.value()))) {
      checkFrames(JournalStory.Shown.of(journal));
    }
  }

  private void checkFrames(JournalStory.Shown shown) {
    assertThat(shown.end()).isGreaterThanOrEqualTo(acknowledged);
    long gone = shown.gone().getOrDefault(RecordClass.PLANT, 0L);
    assertThat(gone).isGreaterThanOrEqualTo(droppedBelow);
    int next = 0;
    for (long position = 0; position < shown.end(); position++) {
      Journals.Plain due = Journals.frame(position);
      Journals.Plain there =
          next < shown.frames().size() ? shown.frames().get(next) : Journals.frame(shown.end());
      boolean isThere = there.position() == position;
      next += isThere ? 1 : 0;
      if (isThere && there.source() != Appender.DROPPER) {
        assertThat(there).isEqualTo(due);
      } else if (!isThere) {
        assertThat(due.recordClass()).isEqualTo(RecordClass.PLANT);
        assertThat(position).isLessThan(gone);
      }
    }
    assertThat(next).isEqualTo(shown.frames().size());
  }

  /** Lets a process append, reads so many acknowledgements, and kills it. */
  private void appendUntilKilled(Path folder, int acknowledgements) throws Exception {
    Process process = start(folder);
    try (BufferedReader lines = output(process)) {
      for (int i = 0; i < acknowledgements; i++) {
        String line = lines.readLine();
        assertThat(line).as("the process ended by itself").isNotNull();
        note(line);
      }
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      // What was said before the end counts too; the last line may be cut, so it is left out.
      String last = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!last.isEmpty()) {
          note(last);
        }
        last = line;
      }
    }
    assertThat(process.waitFor()).isNotZero();
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    long end = Long.parseLong(words[0]);
    assertThat(end).isGreaterThanOrEqualTo(acknowledged);
    acknowledged = end;
    if (words.length > 1) {
      droppedBelow = Long.parseLong(words[1]);
    }
  }

  @Test
  void aSecondProcessIsRefusedWhileTheFirstRuns(@TempDir Path folder) throws Exception {
    Process process = start(folder);
    try (BufferedReader lines = output(process)) {
      assertThat(lines.readLine()).isNotNull();
      var finding =
          Journals.refusal(FileJournal.open(FileStorage.open(folder), Journals.options(1)));
      assertThat(finding.fault()).isEqualTo(JournalFault.LOCKED);
      assertThat(finding.detail()).contains("pid=" + process.pid());
      // The check needs no lock and finds nothing wrong beside the writer.
      for (int i = 0; i < 5; i++) {
        JournalCheck check = JournalFsck.of(FileStorage.open(folder)).besideWriter().run();
        assertThat(check.findings()).isEmpty();
      }
    } finally {
      Process _ = process.destroyForcibly();
    }
    assertThat(process.waitFor()).isNotZero();
    Journals.open(FileStorage.open(folder), Journals.options(2)).close();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  private static Process start(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Appender.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
