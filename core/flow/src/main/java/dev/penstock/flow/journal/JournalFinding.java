package dev.penstock.flow.journal;

/**
 * Something a journal found wrong.
 *
 * @param fault what kind of wrong
 * @param place the file, and where in it
 * @param detail what was seen and what was due, in one line
 */
public record JournalFinding(JournalFault fault, String place, String detail) {
  /** What the operator can do about it. */
  public String remedy() {
    return fault.remedy();
  }

  @Override
  public String toString() {
    return fault + " at " + place + ": " + detail + ". " + remedy();
  }
}
