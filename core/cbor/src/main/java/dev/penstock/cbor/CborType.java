package dev.penstock.cbor;

/** What kind of item stands next in a {@link CborReader}. */
public enum CborType {
  UNSIGNED,
  NEGATIVE,
  BYTES,
  TEXT,
  ARRAY,
  MAP,
  TAG,
  BOOL,
  NULL,
  FLOAT,
  /** Nothing that can be read: the reader has refused the input. */
  NONE
}
