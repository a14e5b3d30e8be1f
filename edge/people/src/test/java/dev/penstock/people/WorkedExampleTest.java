package dev.penstock.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Bytes;
import dev.penstock.access.Credentials;
import dev.penstock.access.Grant;
import dev.penstock.access.Language;
import dev.penstock.access.PasswordKept;
import dev.penstock.access.PeopleBook;
import dev.penstock.access.Person;
import dev.penstock.access.PersonId;
import dev.penstock.access.PersonState;
import dev.penstock.access.Role;
import dev.penstock.access.SetUp;
import dev.penstock.people.BookFrame.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file in docs/formats/people.md is the one that this program writes. */
class WorkedExampleTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-22T00:00:00Z");

  private static PeopleBook book() {
    byte[] id = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    String hash =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    var ana =
        new Person(
            new PersonId(Bytes.of(id)),
            "ana",
            "Ana Ek",
            PersonState.ACTIVE,
            List.of(Grant.of(Role.ADMINISTRATOR)),
            List.of(),
            Language.EN,
            MIDNIGHT,
            null,
            Credentials.NONE.withPassword(new PasswordKept(hash, List.of(), MIDNIGHT, false, null)),
            List.of());
    return new PeopleBook(
        1, new SetUp.Done(MIDNIGHT), List.of(ana), List.of(), null, List.of(), null);
  }

  @Test
  void theFileOfTheFormatsPageIsWrittenAsItStandsThere() throws IOException {
    Path page = Path.of(System.getProperty("penstock.root"), "docs/formats/people.md");
    String text = Files.readString(page);
    String bytes =
        Pattern.compile("(?m)^\\| `([0-9a-f]+)` \\|")
            .matcher(text.substring(text.indexOf("## Worked example")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.joining());
    byte[] file = BookFrame.seal(1, BookWriter.encode(book()));

    assertThat(HexFormat.of().formatHex(file)).isEqualTo(bytes);
    assertThat(BookFrame.open(file))
        .isInstanceOfSatisfying(
            Found.Whole.class,
            whole ->
                assertThat(BookReader.decode(whole.content().bytes(), file.length))
                    .isEqualTo(new BookReader.Decoded.Book(book())));
  }
}
