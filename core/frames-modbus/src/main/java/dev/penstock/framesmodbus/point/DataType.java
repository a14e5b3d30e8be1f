package dev.penstock.framesmodbus.point;

import dev.penstock.framesmodbus.point.Reading.Good;
import dev.penstock.framesmodbus.point.Reading.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What the bits at an address mean. */
public sealed interface DataType {
  /** How many registers, or coils, it takes. */
  int count();

  /** As it is written in settings. */
  String text();

  /** A coil, a discrete input, or one bit of a register. */
  record Bool() implements DataType {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public String text() {
      return "bool";
    }
  }

  record Numeric(NumberType type, WordOrder order) implements DataType {
    /** There are few, and thousands of points: each is made once. */
    private static final List<Numeric> ALL =
        Arrays.stream(NumberType.values())
            .flatMap(
                type -> Arrays.stream(WordOrder.values()).map(order -> new Numeric(type, order)))
            .toList();

    private static Numeric of(NumberType type, WordOrder order) {
      for (Numeric each : ALL) {
        if (each.type == type && each.order == order) {
          return each;
        }
      }
      throw new IllegalStateException("no type " + type + " " + order);
    }

    @Override
    public int count() {
      return type.registerCount();
    }

    @Override
    public String text() {
      return order == WordOrder.ABCD ? type.text() : type.text() + " " + order;
    }
  }

  /**
   * Characters of ASCII, two to a register, up to the first byte that is 0.
   *
   * @param lengthBytes 1..250, what one request can read
   * @param order {@code ABCD} for the first character in the higher byte, {@code BADC} in the lower
   */
  record Text(int lengthBytes, WordOrder order) implements DataType {
    public static final int LENGTH_BYTES_MAX = 250;

    public Text {
      if (lengthBytes < 1 || lengthBytes > LENGTH_BYTES_MAX) {
        throw new IllegalArgumentException("length is " + lengthBytes + ", must be 1..250");
      }
      if (order != WordOrder.ABCD && order != WordOrder.BADC) {
        throw new IllegalArgumentException("a string stands in ABCD or BADC, not in " + order);
      }
    }

    @Override
    public int count() {
      return (lengthBytes + 1) / 2;
    }

    @Override
    public String text() {
      return "string " + lengthBytes + (order == WordOrder.ABCD ? "" : " " + order);
    }
  }

  /**
   * Reads {@code bool}, a number's name such as {@code float32}, or {@code string 20}; with an
   * order behind it, as in {@code float32 CDAB}. Upper and lower case are the same.
   */
  static Reading<DataType> read(String text) {
    String[] words = text.strip().toLowerCase(Locale.ROOT).split(" +", -1);
    if (words[0].equals("string")) {
      return readText(text, words);
    }
    if (words.length > 2) {
      return refused(text, text.length(), "has more than a name and an order");
    }
    if (words[0].equals("bool")) {
      return words.length == 1
          ? new Good<>(new Bool())
          : refused(text, 4, "gives an order to a single bit");
    }
    for (NumberType type : NumberType.values()) {
      if (type.text().equals(words[0])) {
        return order(text, words, 1).then(order -> new Good<>(Numeric.of(type, order)));
      }
    }
    return refused(text, 0, "is not known");
  }

  private static Reading<DataType> readText(String text, String[] words) {
    if (words.length < 2 || words.length > 3 || !words[1].matches("[0-9]{1,3}")) {
      return refused(text, 0, "is a string without its length in bytes");
    }
    int length = Integer.parseInt(words[1]);
    if (length < 1 || length > Text.LENGTH_BYTES_MAX) {
      return refused(text, 7, "has a length of " + length + ", must be 1..250");
    }
    return order(text, words, 2)
        .then(order ->
            order == WordOrder.ABCD || order == WordOrder.BADC
                ? new Good<>(new Text(length, order))
                : refused(text, 0, "is a string, whose order is ABCD or BADC"));
  }

  private static Reading<WordOrder> order(String text, String[] words, int index) {
    if (words.length <= index) {
      return new Good<>(WordOrder.ABCD);
    }
    return WordOrder.of(words[index])
        .<Reading<WordOrder>>map(Good::new)
        .orElseGet(() -> refused(text, 0, "has an order other than ABCD, CDAB, BADC, DCBA"));
  }

  private static <T> Refused<T> refused(String text, int at, String problem) {
    return new Refused<>(
        at,
        "type \"" + PointAddress.shown(text) + "\" " + problem,
        "write bool, int16, uint16, int32, uint32, int64, uint64, float32, float64, bcd16, bcd32"
            + " or string LENGTH, and behind it an order where it is not ABCD");
  }
}
