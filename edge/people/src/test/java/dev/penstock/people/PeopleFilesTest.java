package dev.penstock.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.Language;
import dev.penstock.access.Passkey;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.people.PeopleOpening.Lost;
import dev.penstock.people.PeopleOpening.NewerVersion;
import dev.penstock.people.PeopleOpening.Opened;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The book is kept, and one that is lost lets nobody in. Req: 62443-4-2 CR 1.5, CR 4.2. */
class PeopleFilesTest {
  private static final PeopleBook BOOK = new Books(3).book();
  private static final PeopleBook OTHER = new Books(4).book();

  private final SimDisk disk = SimDisk.calm();

  private static Opened opened(SimDisk on) throws IOException {
    PeopleOpening opening = PeopleFiles.open(on);
    if (opening instanceof Opened opened) {
      return opened;
    }
    throw new AssertionError(PeopleOpening.describe(opening));
  }

  private void save(PeopleBook... books) throws IOException {
    try (PeopleFiles files = opened(disk).files()) {
      for (PeopleBook book : books) {
        files.save(book);
      }
    }
  }

  @Test
  void aNewNodeHasTheEmptyBook() throws IOException {
    Opened opened = opened(disk);
    assertThat(opened.book()).isEqualTo(PeopleBook.EMPTY);
    assertThat(opened.files().load()).isEqualTo(PeopleBook.EMPTY);
  }

  @Test
  void whatWasSavedLastIsLoaded() throws IOException {
    try (PeopleFiles files = opened(disk).files()) {
      files.save(BOOK);
      assertThat(files.load()).isEqualTo(BOOK);
      files.save(OTHER);
      assertThat(files.load()).isEqualTo(OTHER);
    }
    assertThat(opened(disk.afterCrash(Fate.ALL_LOST, 0)).book()).isEqualTo(OTHER);
  }

  @Test
  void ofAnErasedPersonNothingIsLeftInTheFiles() throws IOException {
    Person ana =
        Person.of(
            PersonId.random(new SplittableRandom(5)),
            "ana.ek",
            "Ana Ek",
            Language.DE,
            Instant.EPOCH);
    save(PeopleBook.EMPTY.with(ana));
    assertThat(TwoBookFilesCrashTest.holds(disk, "Ana Ek")).isTrue();
    save(PeopleBook.EMPTY.with(ana.erased()));
    assertThat(TwoBookFilesCrashTest.holds(disk, "Ana Ek")).isFalse();
    assertThat(TwoBookFilesCrashTest.holds(disk, "ana.ek")).isFalse();
    assertThat(opened(disk).book().people()).containsExactly(ana.erased());
  }

  /** An empty book in the place of a lost one would let the next one who comes set up the node. */
  @Test
  void aDamagedBookIsLostAndNotEmpty() throws IOException {
    save(BOOK);
    disk.flipBit(TwoBookFiles.FIRST, 8 * 100);
    assertThat(PeopleFiles.open(disk)).isInstanceOf(Lost.class);
    assertThat(PeopleOpening.describe(PeopleFiles.open(disk)))
        .contains("book.a is damaged", "checksum", "remove that folder");
    disk.delete(TwoBookFiles.FIRST);
    assertThat(PeopleFiles.open(disk)).as("gone").isInstanceOf(Lost.class);
  }

  @Test
  void aBookOfANewerProgramIsToldByItsVersion() throws IOException {
    save(BOOK);
    disk.damage(TwoBookFiles.FIRST, 8, new byte[] {9});
    assertThat(PeopleFiles.open(disk)).isEqualTo(new NewerVersion(9));
    assertThat(PeopleOpening.describe(new NewerVersion(9))).contains("version 9", "version 1");
  }

  /** Somebody who changes a file can make its checksum too. */
  @Test
  void aContentThatIsNoBookIsLost() throws IOException {
    save(BOOK);
    byte[] content = BookWriter.encode(BOOK);
    content[0] ^= 1;
    try (var file = disk.open(TwoBookFiles.FIRST)) {
      file.writeFully(ByteBuffer.wrap(BookFrame.seal(1, content)), 0);
    }
    assertThat(PeopleOpening.describe(PeopleFiles.open(disk)))
        .contains("holds no book that this program knows", "WRONG_COUNT at byte 0");
  }

  @Test
  void afterAFailureTheBookIsLoadedAnewAndSavedAgain() throws IOException {
    try (PeopleFiles files = opened(disk).files()) {
      files.save(BOOK);
      disk.failForce(PeopleForce.WRITTEN, ForceFailure.NOT_WRITTEN_FORGOTTEN);
      assertThatThrownBy(() -> files.save(OTHER)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> files.save(OTHER)).hasMessageContaining("read again");
      assertThat(files.load()).isEqualTo(BOOK);
      files.save(OTHER);
      assertThat(files.load()).isEqualTo(OTHER);
    }
    assertThat(opened(disk.afterCrash(Fate.ALL_LOST, 0)).book()).isEqualTo(OTHER);
  }

  @Test
  void aFullDiskKeepsTheBook() throws IOException {
    save(BOOK);
    try (PeopleFiles files = opened(disk).files()) {
      disk.capacityBytes(1);
      assertThatThrownBy(() -> files.save(OTHER)).isInstanceOf(IOException.class);
      disk.capacityBytes(Long.MAX_VALUE);
      assertThat(files.load()).isEqualTo(BOOK);
      files.save(OTHER);
    }
    assertThat(opened(disk).book()).isEqualTo(OTHER);
  }

  /** As many as a book may have, each with what people have. */
  @Test
  void aFullBookOfPeopleFits() throws IOException {
    var random = new SplittableRandom(8);
    var people = new ArrayList<Person>();
    for (int i = 0; i < PeopleBook.PEOPLE_MAX; i++) {
      Credentials ways = Credentials.NONE;
      for (int key = 0; key < 3; key++) {
        ways =
            ways.withPasskey(
                new Passkey(
                    Bytes.random(random, 64),
                    Bytes.random(random, 120),
                    key,
                    true,
                    false,
                    "a key",
                    Instant.EPOCH,
                    null));
      }
      people.add(
          Person.of(PersonId.random(random), "name." + i, "Name " + i, Language.EN, Instant.EPOCH)
              .withCredentials(ways));
    }
    var full = new PeopleBook(1, BOOK.setUp(), people, List.of(), null, List.of(), null);
    save(full);
    assertThat(disk.contents(TwoBookFiles.FIRST).length).isLessThan(2_000_000);
    assertThat(opened(disk).book()).isEqualTo(full);
  }

  @Test
  void nothingOfAnybodyIsPrinted() throws IOException {
    save(BOOK);
    assertThat(opened(disk).toString()).matches("Opened\\[files=.*PeopleFiles@.*people=\\d+]]");
  }
}
