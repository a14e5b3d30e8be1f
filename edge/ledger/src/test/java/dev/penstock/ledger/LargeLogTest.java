package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.PublishedHead;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.disk.Operation;
import dev.penstock.testkit.disk.SimDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log costs its process does not grow with the log. */
class LargeLogTest {
  /** All that is needed to append, to open after a kill, and to prove, at any size. */
  @Test
  void aHeapOf64MibIsEnoughToFillOpenAndProveALargeLog(@TempDir Path folder) throws Exception {
    long entries = Deep.cases(400_000, 10_000_000);
    assertThat(process("fill", folder, entries)).startsWith("filled");
    assertThat(process("read", folder, entries)).startsWith("opened");
    assertThat(process("open", folder, entries)).startsWith("opened");
    // What a killed process left is whole for the next.
    assertThat(process("open", folder, entries)).startsWith("opened");
  }

  private static String process(String what, Path folder, long entries) throws Exception {
    Path said = Files.createTempFile("large-log", ".txt");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:+ExitOnOutOfMemoryError",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LargeLog.class.getName(),
                  what,
                  folder.toString(),
                  Long.toString(entries))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean isOver = process.waitFor(20, TimeUnit.MINUTES);
      Process _ = process.destroyForcibly();
      String text = Files.readString(said, StandardCharsets.UTF_8);
      assertThat(isOver).as("%s ends; it said %s", what, text).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      System.out.printf("%s of %,d entries with 64 MiB: %s", what, entries, text);
      return text;
    } finally {
      Files.delete(said);
    }
  }

  /** Independent of the machine: how many reads an opening asks for, in a log ten times as long. */
  @Test
  void openingAKilledLogReadsNoMoreWhenTheLogIsTenTimesAsLong() throws Exception {
    SimDisk small = filled(30_000);
    SimDisk large = filled(300_000);
    long ofSmall = reads(small);
    long ofLarge = reads(large);
    assertThat(ofSmall).isPositive();
    // The same interval behind the mark, and a level more in the tree.
    assertThat(ofLarge).isLessThan(ofSmall + ofSmall / 2 + 50);
  }

  private static LedgerOptions options(int seed) {
    return Logs.options(seed).withUpkeep(64 * 1024, 2_000);
  }

  private static SimDisk filled(int entries) throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger =
        Logs.running(FileLedger.create(disk, Logs.ORIGIN, 16 << 20, options(1), true))) {
      for (int at = 0; at < entries; at += 500) {
        var batch = new EntryBatch.Builder();
        for (int i = 0; i < 500; i++) {
          batch = batch.add(new byte[8]);
        }
        assertThat(ledger.append(batch.build(), 0)).isInstanceOf(AppendOutcome.Appended.class);
      }
      return disk.afterKill(1);
    }
  }

  private static long reads(SimDisk disk) throws Exception {
    var reads = new AtomicLong();
    disk.watch(operation -> {
      if (operation.kind() == Operation.Kind.READ) {
        long _ = reads.incrementAndGet();
      }
    });
    try (LedgerReader reader =
        ((ReaderOpening.Opened) LedgerReader.open(disk, PublishedHead.NONE)).reader()) {
      assertThat(reader.view().head().size()).isPositive();
    }
    FileLedger opened = Logs.running(FileLedger.open(disk, options(2), true));
    long needed = reads.get();
    opened.close();
    return needed;
  }
}
