package dev.penstock.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.Language;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.cbor.CborWriter;
import dev.penstock.people.BookReader.Decoded;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.cddl.Cddl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is written is read, and nothing else is. */
class BookCodecTest {
  private static final int BYTES_MAX = PeopleFiles.FILE_BYTES_MAX;

  private static Decoded decode(byte[] bytes) {
    return BookReader.decode(bytes, BYTES_MAX);
  }

  private static byte[] encoded(long seed) {
    return BookWriter.encode(new Books(seed).book());
  }

  @Test
  void whatIsWrittenIsRead() {
    Property.forAll(Gen.seeds())
        .cases(200, 20_000)
        .holds(seed -> {
          PeopleBook book = new Books(seed).book();
          assertThat(decode(BookWriter.encode(book))).isEqualTo(new Decoded.Book(book));
        });
  }

  @Test
  void theBookOfANewNodeIsWrittenAndRead() {
    assertThat(decode(BookWriter.encode(PeopleBook.EMPTY)))
        .isEqualTo(new Decoded.Book(PeopleBook.EMPTY));
  }

  @Test
  void eachBookFitsTheGrammar() throws IOException {
    Cddl grammar =
        Cddl.read(Path.of(System.getProperty("penstock.root"), "docs/formats/people.cddl"));
    Property.forAll(Gen.seeds())
        .cases(100, 5_000)
        .holds(seed -> assertThat(grammar.fault("book", encoded(seed))).isEmpty());
  }

  /** A book has one spelling: whatever else is read of changed bytes, it is what they say. */
  @Test
  void noBytesMakeTheReaderThrow() {
    List<byte[]> books = LongStream.range(0, 32).mapToObj(BookCodecTest::encoded).toList();
    Property.forAll(Gen.seeds())
        .cases(3_000, 300_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] book = books.get(random.nextInt(books.size()));
          byte[] changed = Arrays.copyOf(book, book.length - random.nextInt(4) / 3);
          for (int i = random.nextInt(4); i >= 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt();
          }
          switch (decode(changed)) {
            case Decoded.Book(var read) -> assertThat(BookWriter.encode(read)).isEqualTo(changed);
            case Decoded.Refused(var why) -> assertThat(why).contains("at byte");
          }
        });
  }

  @Test
  void garbageIsRefused() {
    Property.forAll(Gen.bytes(0, 200))
        .cases(2_000, 200_000)
        .holds(bytes -> assertThat(decode(bytes)).isInstanceOf(Decoded.Refused.class));
  }

  @Test
  void eachCutIsRefused() {
    byte[] book =
        LongStream.range(0, 100)
            .mapToObj(BookCodecTest::encoded)
            .filter(bytes -> bytes.length > 1_000)
            .min(Comparator.comparingInt(bytes -> bytes.length))
            .orElseThrow();
    for (int length = 0; length < book.length; length++) {
      assertThat(decode(Arrays.copyOf(book, length))).isInstanceOf(Decoded.Refused.class);
    }
    assertThat(decode(Arrays.copyOf(book, book.length + 1))).isInstanceOf(Decoded.Refused.class);
  }

  @Test
  void morePeopleThanABookHoldsAreRefused() {
    var out = new CborWriter(100);
    out.array(7);
    out.unsigned(1);
    out.array(2);
    out.unsigned(1);
    out.array(2);
    out.integer(0);
    out.unsigned(0);
    out.array(PeopleBook.PEOPLE_MAX + 1);
    for (int i = 0; i <= PeopleBook.PEOPLE_MAX; i++) {
      out.nullValue();
    }
    out.array(0);
    out.nullValue();
    out.array(0);
    out.nullValue();
    assertThat(decode(out.toByteArray()))
        .isInstanceOfSatisfying(
            Decoded.Refused.class, refused -> assertThat(refused.why()).contains("WRONG_COUNT"));
  }

  /** Who takes a text from outside must have looked: a book with it would not be readable. */
  @Test
  void halfACharacterIsNotWritten() {
    PersonId id = PersonId.random(new SplittableRandom(1));
    Person person = Person.of(id, "ana", "Ana \ud83d", Language.EN, Instant.EPOCH);
    assertThatThrownBy(() -> BookWriter.encode(PeopleBook.EMPTY.with(person)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
