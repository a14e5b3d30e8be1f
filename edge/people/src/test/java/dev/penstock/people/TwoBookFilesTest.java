package dev.penstock.people;

import static dev.penstock.people.TwoBookFilesCrashTest.BYTES_MAX;
import static dev.penstock.people.TwoBookFilesCrashTest.bytes;
import static dev.penstock.people.TwoBookFilesCrashTest.holds;
import static dev.penstock.people.TwoBookFilesCrashTest.ready;
import static dev.penstock.people.TwoBookFilesCrashTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.people.TwoBookFiles.Opened;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A book that is lost is never taken for a node that never had one. Req: 62443-4-2 CR 1.5. */
class TwoBookFilesTest {
  private final SimDisk disk = SimDisk.calm();

  private void write(String... books) throws IOException {
    try (TwoBookFiles files = ready(disk).files()) {
      for (String book : books) {
        files.replace(bytes(book));
      }
    }
  }

  private String lost(SimDisk on) throws IOException {
    return switch (TwoBookFiles.open(on, BYTES_MAX)) {
      case Opened.Lost(var why) -> why;
      case Opened.Ready _, Opened.NewerVersion _ -> throw new AssertionError("it was opened");
    };
  }

  @Test
  void aNewFolderHasNoBook() throws IOException {
    assertThat(ready(disk).content()).isEmpty();
    assertThat(ready(disk).content()).as("again").isEmpty();
  }

  @Test
  void theLastBookIsReadAndNoEarlierOneIsLeft() throws IOException {
    write("Ana", "Ana Ben", "Ben");
    assertThat(holds(disk, "Ana")).isFalse();
    assertThat(text(ready(disk))).contains("Ben");
    write("Cem");
    assertThat(holds(disk, "Ben")).isFalse();
    assertThat(text(ready(disk))).contains("Cem");
  }

  @Test
  void anEmptyBookIsABook() throws IOException {
    write("");
    assertThat(text(ready(disk))).contains("");
  }

  @Test
  void aBookThatIsTooLongIsNotWrittenAndTheNextIs() throws IOException {
    try (TwoBookFiles files = ready(disk).files()) {
      assertThatThrownBy(() -> files.replace(new byte[BYTES_MAX])).hasMessageContaining("room for");
      files.replace(bytes("short"));
    }
    assertThat(text(ready(disk))).contains("short");
  }

  @Test
  void aBookThatIsGoneIsLost() throws IOException {
    write("Ana", "Ben");
    disk.delete(TwoBookFiles.FIRST);
    disk.delete(TwoBookFiles.SECOND);
    assertThat(lost(disk)).contains("book.a is blank", "book.b is blank", "remove that folder");
    assertThat(lost(disk)).as("and stays lost").contains("remove that folder");
  }

  @Test
  void withoutTheFolderTheNodeIsNew() throws IOException {
    write("Ana");
    for (String name : disk.list(TwoBookFiles.FOLDER)) {
      disk.delete(TwoBookFiles.FOLDER + "/" + name);
    }
    assertThat(ready(disk).content()).isEmpty();
  }

  @Test
  void aBookWithoutItsMarkIsReadAndMarkedAgain() throws IOException {
    write("Ana", "Ben");
    disk.delete(TwoBookFiles.MARK);
    assertThat(text(ready(disk))).contains("Ben");
    assertThat(disk.exists(TwoBookFiles.MARK)).isTrue();
    assertThat(text(ready(disk))).contains("Ben");
  }

  /** No bit of a file can be turned over so that another book is read, or none. */
  @Test
  void eachChangedBitIsTold() throws IOException {
    write("Ana", "Ana and Ben");
    int bits = 8 * disk.contents(TwoBookFiles.SECOND).length;
    for (int bit = 0; bit < bits; bit++) {
      SimDisk changed = disk.backup();
      changed.flipBit(TwoBookFiles.SECOND, bit);
      switch (TwoBookFiles.open(changed, BYTES_MAX)) {
        case Opened.Lost(var why) -> assertThat(why).contains("book.b is damaged");
        case Opened.NewerVersion(var version) -> {
          assertThat(bit / 8).as("in the byte of the version").isEqualTo(8);
          assertThat(version).isGreaterThan(BookFrame.VERSION);
        }
        case Opened.Ready _ -> throw new AssertionError("bit " + bit + " went unseen");
      }
    }
  }

  @Test
  void aNewerVersionIsToldAndLeftAlone() throws IOException {
    write("Ana");
    byte[] before = disk.contents(TwoBookFiles.FIRST);
    before[8] = 2;
    disk.damage(TwoBookFiles.FIRST, 8, new byte[] {2});
    assertThat(TwoBookFiles.open(disk, BYTES_MAX)).isEqualTo(new Opened.NewerVersion(2));
    assertThat(disk.contents(TwoBookFiles.FIRST)).isEqualTo(before);
  }

  /** As a disk may show it where it had not forced the second file before a crash. */
  @Test
  void aCopyOfTheOtherFileIsNoBook() throws IOException {
    write("Ana");
    byte[] whole = disk.contents(TwoBookFiles.FIRST);
    try (var file = disk.open(TwoBookFiles.SECOND)) {
      file.writeFully(ByteBuffer.wrap(whole), 0);
    }
    assertThat(text(ready(disk))).contains("Ana");
    assertThat(disk.contents(TwoBookFiles.SECOND)).containsOnly(0);
  }

  @Test
  void booksInEachOthersFilesAreLost() throws IOException {
    write("Ana");
    byte[] whole = disk.contents(TwoBookFiles.FIRST);
    try (var file = disk.open(TwoBookFiles.SECOND)) {
      file.writeFully(ByteBuffer.wrap(whole), 0);
    }
    try (var file = disk.open(TwoBookFiles.FIRST)) {
      file.truncate(0);
    }
    assertThat(lost(disk)).contains("book.b").contains("belongs into the other file");
  }

  @Test
  void noBytesMakeTheFrameThrow() {
    Property.forAll(Gen.seeds())
        .cases(3_000, 300_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] content = new byte[random.nextInt(64)];
          random.nextBytes(content);
          byte[] file = BookFrame.seal(random.nextLong(1, Long.MAX_VALUE), content);
          byte[] changed = Arrays.copyOf(file, random.nextInt(file.length + 8));
          for (int i = random.nextInt(4); i > 0 && changed.length > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
          }
          BookFrame.Found found = BookFrame.open(changed);
          assertThat(found instanceof BookFrame.Found.Whole)
              .as("%s", found)
              .isEqualTo(Arrays.equals(changed, file));
        });
  }

  @Test
  void theContentIsNotPrinted() throws IOException {
    write("Ana Ek");
    Opened.Ready ready = ready(disk);
    assertThat(ready.toString()).doesNotContain("Ana");
    assertThat(List.of(text(ready).orElseThrow())).containsExactly("Ana Ek");
  }
}
