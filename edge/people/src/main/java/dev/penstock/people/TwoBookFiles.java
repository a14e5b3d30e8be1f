package dev.penstock.people;

import dev.penstock.people.BookFrame.Content;
import dev.penstock.people.BookFrame.Found;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The bytes of a book in two files that take turns: a new book is durable in the one before the
 * earlier is overwritten in the other, and is acknowledged after that. Books are numbered, and
 * those of odd numbers stand in the first file. A mark tells a node that never had a book from one
 * whose book is gone.
 *
 * <p>So of a person who was erased no earlier book is left, and a start finds one of these:
 *
 * <ul>
 *   <li>One whole book: it is durable, or the other would not have been touched.
 *   <li>Two: nobody was told of the newer one. It may even be one that the disk failed to take and
 *       only its cache shows, so the earlier one counts, and the newer is wiped.
 *   <li>One, and no mark: the first book, of which nobody was told. It is written once more.
 *   <li>None, and no mark: there never was one.
 *   <li>None, and the mark: it was lost. That is never taken for a new node, where anybody with the
 *       set-up code could make himself the administrator.
 * </ul>
 *
 * <p>One thread at a time.
 */
final class TwoBookFiles implements Closeable {
  static final String FOLDER = "people";
  static final String FIRST = FOLDER + "/book.a";
  static final String SECOND = FOLDER + "/book.b";
  static final String MARK = FOLDER + "/begun";

  private static final String REMEDY =
      " Put the folder vault/people back from a copy of yours; or, to lose all people and service"
          + " accounts and begin again with set-up, remove that folder and start the node.";

  private final Storage storage;
  private final int bytesMax;
  private final BookFile first;
  private final BookFile second;

  /** Where the next book goes. */
  private BookFile blank;

  /** Where the book is that counts. */
  private BookFile current;

  private long number;
  private boolean isMarked;

  /** What stands in the files is unknown. */
  private boolean isBroken;

  private TwoBookFiles(Storage storage, int bytesMax, BookFile first, BookFile second) {
    this.storage = storage;
    this.bytesMax = bytesMax;
    this.first = first;
    this.second = second;
    this.blank = first;
    this.current = second;
  }

  /** What a start finds. */
  sealed interface Opened {
    /** The files, and the content of the book; empty when there never was one. */
    record Ready(TwoBookFiles files, Optional<Content> content) implements Opened {}

    /** There was a book, and it is damaged or gone. */
    record Lost(String why) implements Opened {}

    record NewerVersion(int version) implements Opened {}
  }

  /**
   * Opens the files, or makes them.
   *
   * @param storage the folder {@code vault}
   * @param bytesMax the longest file
   */
  static Opened open(Storage storage, int bytesMax) throws IOException {
    storage.createFolder(FOLDER);
    boolean isReady = false;
    BookFile first = BookFile.open(storage, FIRST);
    try {
      BookFile second = BookFile.open(storage, SECOND);
      try {
        Opened opened = new TwoBookFiles(storage, bytesMax, first, second).start();
        isReady = opened instanceof Opened.Ready;
        return opened;
      } finally {
        if (!isReady) {
          second.close();
        }
      }
    } finally {
      if (!isReady) {
        first.close();
      }
    }
  }

  private Opened start() throws IOException {
    storage.forceFolder(FOLDER, PeopleForce.FILE_NAMES);
    storage.forceFolder("", PeopleForce.FOLDER_NAME);
    isMarked = storage.exists(MARK);
    Found inFirst = belonging(first.read(bytesMax), true);
    Found inSecond = belonging(second.read(bytesMax), false);
    if (inFirst instanceof Found.NewerVersion(var version)) {
      return new Opened.NewerVersion(version);
    }
    if (inSecond instanceof Found.NewerVersion(var version)) {
      return new Opened.NewerVersion(version);
    }
    if (inFirst instanceof Found.Whole one && inSecond instanceof Found.Whole other) {
      return one.number() < other.number() ? goOn(first, one) : goOn(second, other);
    }
    if (inFirst instanceof Found.Whole one) {
      return goOn(first, one);
    }
    if (inSecond instanceof Found.Whole other) {
      return goOn(second, other);
    }
    return withoutABook(inFirst, inSecond);
  }

  /**
   * A whole book only if it belongs into its file: what a disk had not forced before a crash may
   * show the bytes of the other file.
   */
  private static Found belonging(Found found, boolean isFirst) {
    return found instanceof Found.Whole(var number, var _) && (number % 2 == 1) != isFirst
        ? new Found.Torn("it is book " + number + ", which belongs into the other file")
        : found;
  }

  /** Wipes the other file, or wipes it again: a run that was cut off may not have come so far. */
  private Opened goOn(BookFile file, Found.Whole found) throws IOException {
    current = file;
    blank = file == first ? second : first;
    number = found.number();
    blank.wipe();
    if (isMarked) {
      mark();
    } else {
      replace(found.content().bytes());
    }
    return new Opened.Ready(this, Optional.of(found.content()));
  }

  private Opened withoutABook(Found inFirst, Found inSecond) throws IOException {
    if (isMarked) {
      return new Opened.Lost(lost(describe(first, inFirst) + ", " + describe(second, inSecond)));
    }
    // A first book that a crash cut off: nobody was told that it is there.
    first.wipe();
    second.wipe();
    return new Opened.Ready(this, Optional.empty());
  }

  /** What is wrong and what can be done. */
  static String lost(String why) {
    return "The people of this node cannot be read: " + why + "." + REMEDY;
  }

  private static String describe(BookFile file, Found found) {
    return "vault/"
        + file.name()
        + switch (found) {
          case Found.Blank _ -> " is blank";
          case Found.Torn(var why) -> " is damaged (" + why + ")";
          case Found.Whole _, Found.NewerVersion _ ->
              throw new IllegalArgumentException("nothing is wrong with " + file.name());
        };
  }

  /**
   * Puts a book in the place of the earlier one; durable on return, and the earlier one is
   * overwritten. After a failure nobody knows which of both a later start will find, so nothing
   * more is written until then.
   */
  void replace(byte[] content) throws IOException {
    if (isBroken) {
      throw new IOException(
          "vault/people could not be written before; it must be read again to see what it holds");
    }
    byte[] bytes = BookFrame.seal(number + 1, content);
    if (bytes.length > bytesMax) {
      throw new IOException(
          "the people need " + bytes.length + " bytes, vault/people has room for " + bytesMax);
    }
    isBroken = true;
    blank.write(bytes);
    number++;
    BookFile written = blank;
    blank = current;
    current = written;
    blank.wipe();
    if (!isMarked) {
      mark();
    }
    isBroken = false;
  }

  /** True after a failure: what stands in the files is unknown until they are opened again. */
  boolean isBroken() {
    return isBroken;
  }

  /** From here on a missing book is one that was lost. */
  private void mark() throws IOException {
    if (!isMarked) {
      storage.create(MARK).close();
    }
    storage.forceFolder(FOLDER, PeopleForce.MARKED);
    isMarked = true;
  }

  @Override
  public void close() throws IOException {
    try (first) {
      second.close();
    }
  }
}
