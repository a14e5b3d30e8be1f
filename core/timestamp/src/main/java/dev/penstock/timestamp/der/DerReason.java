package dev.penstock.timestamp.der;

import dev.penstock.cbor.RefusalReason;

/** What {@link DerReader} refuses. */
public enum DerReason implements RefusalReason {
  INPUT_TOO_LONG("the input is longer than the byte budget"),
  TRUNCATED("the input ends inside an element"),
  LENGTH_BEYOND_PARENT("a length promises more than its parent holds"),
  TRAILING_BYTES("bytes follow the element"),
  TOO_DEEP("elements are nested too deeply"),
  HIGH_TAG("tag numbers above 30 have no meaning here"),
  UNKNOWN_TAG("a universal tag that has no meaning here, or is not of this form"),
  INDEFINITE_LENGTH("indefinite lengths are not DER"),
  LENGTH_NOT_SHORTEST("a length is not in its shortest form"),
  BAD_BOOLEAN("a boolean is one byte, 00 or ff"),
  INTEGER_NOT_SHORTEST("an integer is empty or not in its shortest form"),
  BAD_BIT_STRING("a bit string says wrongly how many bits are unused, or sets one of them"),
  BAD_NULL("a null has content"),
  BAD_OID("an object identifier is empty, cut off, padded or too long"),
  BAD_TIME("a time is not in the form DER asks for, or is no time"),
  WRONG_TAG("the element is not of the expected type"),
  MISSING("an element is missing"),
  UNREAD_ELEMENTS("there are more elements than were expected"),
  OUT_OF_RANGE("a number is outside its range"),
  WRONG_LENGTH("a string does not have the expected length"),
  SET_ORDER("the elements of a set are not in ascending order");

  private final String text;

  DerReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
