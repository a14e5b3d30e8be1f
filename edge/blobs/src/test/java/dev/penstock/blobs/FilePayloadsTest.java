package dev.penstock.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.flow.blob.PayloadStore.Stretch;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilePayloadsTest {
  private static byte[] content(int number) {
    return new byte[] {(byte) number, (byte) (number >> 8), 7};
  }

  private static Digest digest(int number) {
    return Sha256.of(content(number));
  }

  private static String path(int folder, int number) {
    return String.format("%019d/", folder) + HexFormat.of().formatHex(digest(number).bytes());
  }

  @Test
  void whatWasKeptSurvivesAPowerFailureWhateverWasCutOffBefore() throws IOException {
    for (long seed = 0; seed < 20; seed++) {
      var disk = SimDisk.of(seed);
      assertThat(FilePayloads.open(disk).put(content(1), 5)).isEqualTo(digest(1));
      // A process that was killed had renamed the file, and nothing had made that durable.
      Digest _ = FilePayloads.open(disk).put(content(1), 6);
      disk.crash();
      var after = FilePayloads.open(disk.reboot(Fate.ALL_LOST, seed));
      assertThat(after.get(digest(1))).as("seed %d", seed).contains(content(1));
      assertThat(after.storedBytes()).isEqualTo(3);
    }
  }

  @Test
  void foldersGoWithTheRecordsThatNamedWhatIsInThem() throws IOException {
    var disk = SimDisk.calm();
    var payloads = FilePayloads.open(disk);
    int full = FilePayloads.FOLDER_COUNT_MAX;
    for (int i = 0; i < full; i++) {
      Digest _ = payloads.put(content(i), 10);
    }
    // Full, but records of the same position may still name what is in it.
    Digest _ = payloads.put(content(full), 10);
    Digest _ = payloads.put(content(full + 1), 500);
    Digest _ = payloads.put(content(0), 600);
    assertThat(payloads.storedBytes()).isEqualTo(3L * (full + 3));
    assertThat(payloads.oldestBeyond(3L * (full + 3))).isEmpty();
    assertThat(payloads.oldestBeyond(0))
        .as("the newest folder still grows")
        .contains(new Stretch(10, 500, full + 1, 3L * (full + 1)));
    boolean _ = payloads.dropBelow(499);
    assertThat(payloads.get(digest(1))).contains(content(1));
    boolean _ = payloads.dropBelow(500);
    assertThat(payloads.get(digest(1))).isEmpty();
    assertThat(payloads.get(digest(0))).as("it came again").contains(content(0));
    boolean _ = payloads.dropBelow(Long.MAX_VALUE);
    assertThat(payloads.get(digest(full + 1))).contains(content(full + 1));
    assertThat(FilePayloads.open(disk).storedBytes()).isEqualTo(6);
    assertThat(disk.list("")).isEqualTo(List.of(String.format("%019d", 500)));
  }

  /** A batch that fills a folder: its records stand at its position and behind, and so stay. */
  @Test
  void whatABatchFillsAFolderWithStaysWhenThePruneEndsAtTheBatch() throws IOException {
    var disk = SimDisk.calm();
    var payloads = FilePayloads.open(disk);
    int full = FilePayloads.FOLDER_COUNT_MAX;
    for (int i = 0; i < full - 1; i++) {
      Digest _ = payloads.put(content(i), 10);
    }
    Digest _ = payloads.put(content(full), 500);
    Digest _ = payloads.put(content(full + 1), 500);
    Digest _ = payloads.put(content(full + 2), 501);
    assertThat(payloads.dropBelow(500)).isTrue();
    assertThat(payloads.get(digest(full))).contains(content(full));
    assertThat(payloads.get(digest(full + 1))).contains(content(full + 1));
    assertThat(payloads.oldestBeyond(0)).contains(new Stretch(10, 501, full + 1, 3L * (full + 1)));
    assertThat(payloads.dropBelow(501)).isTrue();
    assertThat(payloads.get(digest(full + 1))).isEmpty();
    assertThat(payloads.get(digest(full + 2))).contains(content(full + 2));
  }

  /** The batch came to an end in another run, so the journal ends behind it. */
  @Test
  void afterARestartTheNextBatchBeginsTheNextFolder() throws IOException {
    var disk = SimDisk.calm();
    var payloads = FilePayloads.open(disk);
    for (int i = 0; i < FilePayloads.FOLDER_COUNT_MAX; i++) {
      Digest _ = payloads.put(content(i), i < 5 ? 10 : 500);
    }
    var after = FilePayloads.open(disk);
    Digest _ = after.put(content(-1), 501);
    assertThat(after.dropBelow(500)).isTrue();
    assertThat(after.get(digest(7))).contains(content(7));
    assertThat(after.dropBelow(501)).isTrue();
    assertThat(after.get(digest(7))).isEmpty();
  }

  @Test
  void nothingIsDroppedWhileSomebodyHoldsIt() throws IOException {
    var payloads = FilePayloads.open(SimDisk.calm());
    for (int i = 0; i < FilePayloads.FOLDER_COUNT_MAX; i++) {
      Digest _ = payloads.put(content(i), 10);
    }
    Digest _ = payloads.put(content(-1), 500);
    FilePayloads.Hold one = payloads.hold();
    FilePayloads.Hold other = payloads.hold();
    assertThat(payloads.dropBelow(500)).isFalse();
    one.close();
    one.close();
    assertThat(payloads.dropBelow(500)).isFalse();
    assertThat(payloads.get(digest(1))).contains(content(1));
    other.close();
    assertThat(payloads.dropBelow(500)).isTrue();
    assertThat(payloads.get(digest(1))).isEmpty();
  }

  @Test
  void bytesThatHaveChangedAreNotHandedOut() throws IOException {
    var disk = SimDisk.calm();
    var payloads = FilePayloads.open(disk);
    Digest _ = payloads.put(content(1), 0);
    disk.flipBit(path(0, 1), 3);
    assertThatThrownBy(() -> payloads.get(digest(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other bytes");
  }

  @Test
  void aCheckReadsEveryPayloadAndSaysWhatIsNotWhatItsNameSays() throws IOException {
    var disk = SimDisk.calm();
    var payloads = FilePayloads.open(disk);
    for (int i = 0; i < 3; i++) {
      Digest _ = payloads.put(content(i), 10);
    }
    assertThat(FilePayloads.check(disk)).isEqualTo(new FilePayloads.Checked(3, 9, List.of()));
    String folder = String.format("%019d", 10);
    disk.flipBit(path(10, 1), 3);
    disk.create(folder + "/notes.txt").close();
    disk.create(folder + "/half.new").close();
    FilePayloads.Checked checked = FilePayloads.check(disk);
    assertThat(checked.count()).isEqualTo(2);
    assertThat(checked.findings())
        .hasSize(2)
        .anyMatch(line -> line.contains("has other bytes than its name says"))
        .anyMatch(line -> line.endsWith("notes.txt: no payload has this name"));
  }

  @Test
  void whatIsTooLargeIsRefused() throws IOException {
    var payloads = FilePayloads.open(SimDisk.calm());
    assertThatThrownBy(() -> payloads.put(new byte[(64 << 20) + 1], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be 0..67108864");
  }
}
