package dev.penstock.cbor;

/**
 * Where and why bytes from outside were not taken.
 *
 * @param offset index, in the array that was read, of the byte or item at fault
 */
public record Refusal(int offset, RefusalReason reason) {
  public Refusal {
    if (offset < 0) {
      throw new IllegalArgumentException("offset is " + offset + ", must not be negative");
    }
  }

  @Override
  public String toString() {
    return reason.name() + " at byte " + offset + ": " + reason.text();
  }
}
