package dev.penstock.reception;

import dev.penstock.access.PeopleBook;
import java.io.IOException;

/** Where the book of people is kept. */
public interface PeopleStore {
  /** The book as it was saved last; {@link PeopleBook#EMPTY} when none ever was. */
  PeopleBook load() throws IOException;

  /**
   * Keeps this book in place of the one before, all of it or nothing; durable on return. After an
   * exception nobody knows which of the two is kept, until one is loaded.
   */
  void save(PeopleBook book) throws IOException;
}
