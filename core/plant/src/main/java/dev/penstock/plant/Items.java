package dev.penstock.plant;

import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the bytes of all formats are made of. */
final class Items {
  /** A character of UTF-16 has at most three bytes in UTF-8. */
  private static final int CHAR_BYTES_MAX = 3;

  private final CborReader in;

  Items(CborReader in) {
    this.in = in;
  }

  static void title(CborWriter out, int items, Element element) {
    out.array(items);
    out.text(element.id());
    out.text(element.name());
  }

  static void text(CborWriter out, Optional<String> text) {
    text.ifPresentOrElse(out::text, out::nullValue);
  }

  static <E extends Worded> void word(CborWriter out, Optional<E> word) {
    text(out, word.map(Worded::word));
  }

  static void texts(CborWriter out, List<String> texts) {
    out.array(texts.size());
    texts.forEach(out::text);
  }

  void expect(int items) {
    in.expectArray(items);
  }

  String id() {
    return in.text(Bounds.ID_CHARS_MAX);
  }

  Optional<String> optionalId() {
    return in.takeNull() ? Optional.empty() : Optional.of(id());
  }

  String name() {
    return in.text(CHAR_BYTES_MAX * Bounds.NAME_CHARS_MAX);
  }

  String line(int charsMax) {
    return in.text(CHAR_BYTES_MAX * charsMax);
  }

  Optional<String> optionalLine(int charsMax) {
    return in.takeNull() ? Optional.empty() : Optional.of(line(charsMax));
  }

  List<String> sources() {
    return list(Bounds.SOURCES_MAX, () -> in.text(Bounds.SOURCE_BYTES_MAX));
  }

  List<String> ids(int countMax) {
    return list(countMax, this::id);
  }

  /** One of a list of words; another one is refused. */
  <E extends Enum<E> & Worded> Optional<E> word(Class<E> words) {
    if (in.takeNull()) {
      return Optional.empty();
    }
    Optional<E> word = Worded.of(words, in.text(Bounds.ID_CHARS_MAX));
    if (word.isEmpty()) {
      refuse();
    }
    return word;
  }

  boolean takeNull() {
    return in.takeNull();
  }

  int number(int max) {
    return (int) in.unsigned(max);
  }

  boolean bool() {
    return in.bool();
  }

  void refuse() {
    in.refuse(PlantReason.UNKNOWN_VALUE);
  }

  boolean isRefused() {
    return in.isRefused();
  }

  /** Ends early when something was refused: the reader then answers with nothing for ever. */
  <T> List<T> list(int countMax, Supplier<T> each) {
    int count = in.array();
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count && i <= countMax && !in.isRefused(); i++) {
      items.add(each.get());
    }
    return items;
  }
}
