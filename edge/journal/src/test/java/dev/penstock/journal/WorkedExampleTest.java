package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Vectors;
import dev.penstock.testkit.disk.SimDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * The example on the page of the format, and its vectors, are what the program writes and reads.
 */
class WorkedExampleTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SEGMENT_BYTES = 64 * 1024;
  private static final String CONTROL = "segments/00000000.control";
  private static final String PLANT = "segments/00000001.plant";

  /** Bytes 00, 01, 02 and so on. */
  private static final class Counting implements RandomGenerator {
    private long next;

    @Override
    public void nextBytes(byte[] bytes) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) next++;
      }
    }

    @Override
    public long nextLong() {
      long value = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        value = (value << 8) | next++;
      }
      return value;
    }
  }

  private static SimDisk written() throws Exception {
    var disk = SimDisk.calm();
    var options = JournalOptions.of(FakeClock.at(Journals.NOW), new Counting(), "example");
    try (FileJournal journal =
        Journals.running(FileJournal.create(disk, SEGMENT_BYTES, options, true))) {
      FrameBatch first =
          new FrameBatch()
              .frame(RecordClass.PLANT, 7, 300)
              .record(HEX.parseHex("83010203"))
              .record(HEX.parseHex("6161"))
              .frame(RecordClass.CONTROL, 0, 5)
              .record(HEX.parseHex("657374617274"));
      assertThat(journal.append(first)).isEqualTo(new JournalOutcome.Appended(0, 2));
      FrameBatch second =
          new FrameBatch().frame(RecordClass.PLANT, 7, 302).record(HEX.parseHex("f6"));
      assertThat(journal.append(second)).isEqualTo(new JournalOutcome.Appended(2, 1));
    }
    return disk;
  }

  @Test
  void thePageShowsWhatIsWritten() throws Exception {
    SimDisk disk = written();
    var lines = new ArrayList<String>();
    new String(disk.contents("format"), StandardCharsets.UTF_8).lines().forEach(lines::add);
    dump(lines, disk, CONTROL, 0, 148);
    dump(lines, disk, CONTROL, 4096, 4096 + 40 + 16 + 8);
    dump(lines, disk, PLANT, 0, 148);
    dump(lines, disk, PLANT, 4096, 4096 + 40 + 16 + 40 + 8 + 8);
    String page = Files.readString(Vectors.root().resolve("docs/formats/journal.md"));
    assertThat(page).contains(String.join("\n", lines));
  }

  /** Lines of a name, a position and 16 bytes. */
  private static void dump(List<String> lines, SimDisk disk, String name, int from, int to) {
    byte[] bytes = disk.contents(name);
    lines.add(name);
    for (int at = from; at < to; at += 16) {
      byte[] row = Arrays.copyOfRange(bytes, at, Math.min(to, at + 16));
      lines.add("  %5d  %s".formatted(at, HexFormat.ofDelimiter(" ").formatHex(row)));
    }
  }

  private static List<String> vectors() throws Exception {
    return Files.readAllLines(Vectors.root().resolve("docs/formats/vectors/journal/example.txt"));
  }

  /** The folder that the vectors describe, made without the program. */
  private static SimDisk described() throws Exception {
    var disk = SimDisk.calm();
    disk.createFolder("segments");
    for (String line : vectors()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("file")) {
        try (StorageFile file = disk.create(words[1])) {
          file.writeFully(java.nio.ByteBuffer.wrap(new byte[Integer.parseInt(words[2])]), 0);
        }
      } else if (words[0].equals("bytes")) {
        disk.damage(words[1], Integer.parseInt(words[2]), HEX.parseHex(words[3]));
      }
    }
    return disk;
  }

  @Test
  void theVectorsAreWhatIsWritten() throws Exception {
    SimDisk disk = written();
    SimDisk described = described();
    for (String name : List.of("format", CONTROL, PLANT)) {
      assertThat(described.contents(name)).as(name).isEqualTo(disk.contents(name));
    }
  }

  @Test
  void theVectorsAreReadAsTheySay() throws Exception {
    var lines = new ArrayList<String>();
    try (FileJournal journal = Journals.open(described(), Journals.options(1))) {
      for (Journals.Plain frame : Journals.frames(journal, 0)) {
        var line = new StringBuilder("frame " + frame.position());
        line.append(' ').append(ClassCode.name(ClassCode.of(frame.recordClass())));
        line.append(' ').append(frame.source()).append(' ').append(frame.firstSeq());
        for (String record : frame.records()) {
          line.append(' ').append(HEX.formatHex(record.getBytes(StandardCharsets.ISO_8859_1)));
        }
        lines.add(line.toString());
      }
      lines.add("end " + journal.end());
    }
    assertThat(vectors().stream().filter(line -> line.matches("(frame|end) .*")))
        .containsExactlyElementsOf(lines);
  }

  @Test
  void everyChangeThatMustBeRefusedIsRefused() throws Exception {
    int refused = 0;
    for (String line : vectors()) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("refuse")) {
        SimDisk disk = described();
        disk.damage(words[2], Integer.parseInt(words[3]), HEX.parseHex(words[4]));
        assertThat(fault(FileJournal.open(disk, Journals.options(1), true)))
            .as(line)
            .isEqualTo(words[1]);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5);
  }

  private static String fault(JournalOpening opening) throws Exception {
    return switch (opening) {
      case JournalOpening.Refused(var finding) -> finding.fault().name();
      case JournalOpening.Opened(var journal, var notes) -> {
        try (journal) {
          yield journal.state() instanceof JournalState.Stopped(var finding)
              ? finding.fault().name()
              : "NONE";
        }
      }
    };
  }
}
