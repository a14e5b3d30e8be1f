package dev.penstock.cbor;

/** What {@link CborReader} refuses. */
public enum CborReason implements RefusalReason {
  TRUNCATED("the input ends inside an item"),
  LENGTH_BEYOND_INPUT("a length or count promises more than the input holds"),
  TRAILING_BYTES("bytes follow the last item"),
  INPUT_TOO_LONG("the input is longer than the byte budget"),
  TOO_DEEP("arrays, maps and tags are nested too deeply"),
  RESERVED_HEAD("additional information 28 to 31 has no meaning here"),
  INDEFINITE_LENGTH("indefinite lengths are not deterministic"),
  UNEXPECTED_BREAK("a break code stands where an item must start"),
  NOT_SHORTEST("an integer, length, count or tag is not in its shortest form"),
  FLOAT_NOT_SHORTEST("a float fits a shorter form without loss"),
  NAN_NOT_CANONICAL("the only not-a-number is f97e00"),
  BIGNUM_NOT_PREFERRED("a bignum must be a byte string of 9 bytes or more without leading zeros"),
  SIMPLE_VALUE("the only simple values are false, true and null"),
  INVALID_UTF8("a text string is not valid UTF-8"),
  KEY_ORDER("map keys are not in bytewise order"),
  KEY_DUPLICATE("a map key stands twice"),
  WRONG_TYPE("the item is not of the expected type"),
  WRONG_COUNT("an array or map does not have the expected count"),
  WRONG_LENGTH("a string does not have the expected length"),
  OUT_OF_RANGE("a number is outside its range"),
  UNREAD_ITEMS("a container holds more items than were expected");

  private final String text;

  CborReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
