package dev.penstock.plant;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of a closed list of words, as files, bytes and differences spell it. */
public interface Worded {
  /** How it is spelt everywhere, which stays. */
  String word();

  /** The one with this word; empty for a word that is not on the list. */
  static <E extends Enum<E> & Worded> Optional<E> of(Class<E> words, String word) {
    return Stream.of(words.getEnumConstants()).filter(each -> each.word().equals(word)).findFirst();
  }

  /** The whole list, for a sentence. */
  static <E extends Enum<E> & Worded> String all(Class<E> words) {
    return Stream.of(words.getEnumConstants()).map(Worded::word).collect(Collectors.joining(", "));
  }
}
