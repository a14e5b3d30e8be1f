package dev.penstock.people;

import dev.penstock.access.PeopleBook;

/** What a start finds of people. Only {@link Opened} lets anybody in; nothing else is set-up. */
public sealed interface PeopleOpening {
  /** The store, and the book in it; {@link PeopleBook#EMPTY} where there never was one. */
  record Opened(PeopleFiles files, PeopleBook book) implements PeopleOpening {}

  /** There was a book, and it is damaged or gone. The files are left as they are. */
  record Lost(String why) implements PeopleOpening {}

  /** A newer program wrote it. The files are left as they are. */
  record NewerVersion(int version) implements PeopleOpening {}

  /** What is wrong and what can be done, in words; nothing of anybody. */
  static String describe(PeopleOpening opening) {
    return switch (opening) {
      case Opened _ -> "The people of this node were read.";
      case Lost(var why) -> why;
      case NewerVersion(var version) ->
          "vault/people is of version "
              + version
              + ", and this program reads version "
              + BookFrame.VERSION
              + ". Start the newer program again.";
    };
  }
}
