package dev.penstock.cbor;

/**
 * Why bytes from outside were not taken. Each format names its own reasons in an enum; the names
 * are stable codes and go into findings.
 */
public interface RefusalReason {
  /** The stable code. */
  String name();

  /** The same in plain words, without a full stop. */
  String text();
}
