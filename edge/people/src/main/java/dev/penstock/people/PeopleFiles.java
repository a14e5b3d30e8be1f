package dev.penstock.people;

import dev.penstock.access.PeopleBook;
import dev.penstock.people.BookFrame.Content;
import dev.penstock.reception.PeopleStore;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The book of people in the vault's folder {@code people}. After a crash it is the book that was
 * saved last or the one that was being saved; of an earlier one nothing is left in the files. A
 * book that cannot be read is told, and never taken for none. Safe for use by several threads; all
 * fields are guarded by the object itself. Whoever opens it holds the lock of the data folder.
 *
 * <p>Req: 62443-4-2 CR 1.5, CR 4.1, CR 4.2
 */
public final class PeopleFiles implements PeopleStore, Closeable {
  /**
   * The longest file: 2,000 people take some 2 MB, and each change writes all of it. A book whose
   * every list and text were full would need more, and is refused.
   */
  static final int FILE_BYTES_MAX = 32 << 20;

  private final Storage storage;
  private TwoBookFiles files;

  /** As it is in the files, unless these are broken. */
  private PeopleBook book;

  private PeopleFiles(Storage storage, TwoBookFiles files, PeopleBook book) {
    this.storage = storage;
    this.files = files;
    this.book = book;
  }

  /**
   * Opens the book, or makes the files for one.
   *
   * @param vault the folder {@code vault}, which only its owner may look into
   */
  public static PeopleOpening open(Storage vault) throws IOException {
    return switch (TwoBookFiles.open(vault, FILE_BYTES_MAX)) {
      case TwoBookFiles.Opened.Lost(var why) -> new PeopleOpening.Lost(why);
      case TwoBookFiles.Opened.NewerVersion(var version) -> new PeopleOpening.NewerVersion(version);
      case TwoBookFiles.Opened.Ready(var files, var content) -> opened(vault, files, content);
    };
  }

  private static PeopleOpening opened(Storage vault, TwoBookFiles files, Optional<Content> content)
      throws IOException {
    if (content.isEmpty()) {
      return opened(vault, files, PeopleBook.EMPTY);
    }
    return switch (BookReader.decode(content.get().bytes(), FILE_BYTES_MAX)) {
      case BookReader.Decoded.Book(var book) -> opened(vault, files, book);
      case BookReader.Decoded.Refused(var why) -> {
        // Whole by its checksum, so no crash and no disk made it: a hand did, or a fault of ours.
        files.close();
        yield new PeopleOpening.Lost(
            TwoBookFiles.lost("vault/people holds no book that this program knows, " + why));
      }
    };
  }

  private static PeopleOpening opened(Storage vault, TwoBookFiles files, PeopleBook book) {
    return new PeopleOpening.Opened(new PeopleFiles(vault, files, book), book);
  }

  @Override
  public synchronized PeopleBook load() throws IOException {
    if (files.isBroken()) {
      files.close();
      switch (open(storage)) {
        case PeopleOpening.Opened(var again, var found) -> {
          files = again.files;
          book = found;
        }
        case PeopleOpening.Lost lost -> throw new IOException(PeopleOpening.describe(lost));
        case PeopleOpening.NewerVersion newer ->
            throw new IOException(PeopleOpening.describe(newer));
      }
    }
    return book;
  }

  @Override
  public synchronized void save(PeopleBook changed) throws IOException {
    files.replace(BookWriter.encode(changed));
    book = changed;
  }

  @Override
  public synchronized void close() throws IOException {
    files.close();
  }
}
