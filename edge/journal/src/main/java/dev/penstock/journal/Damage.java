package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import java.io.IOException;

/** Makes the exception by which code deep inside the journal reports what it found wrong. */
final class Damage {
  private Damage() {}

  static JournalDamagedException of(JournalFault fault, String place, String detail) {
    return new JournalDamagedException(new JournalFinding(fault, place, detail));
  }

  static JournalDamagedException of(JournalFault fault, String file, long position, String detail) {
    return of(fault, file + " at byte " + position, detail);
  }

  /** What a failure of any kind means for the caller. */
  static JournalFinding finding(JournalFault otherwise, String place, IOException failure) {
    return switch (failure) {
      case JournalDamagedException damaged -> damaged.finding();
      case NoRoomException full -> new JournalFinding(JournalFault.DISK_FULL, place, text(full));
      default -> new JournalFinding(otherwise, place, text(failure));
    };
  }

  /** A failure in one line: many file exceptions have only the file's name as their message. */
  static String text(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
