package dev.penstock.journal;

import dev.penstock.evidence.record.RecordClass;
import java.util.OptionalInt;

/** The classes of records as this format numbers them. */
final class ClassCode {
  static final int PLANT = 0;
  static final int ACCESS = 1;
  static final int CONTROL = 2;

  /** How many there are. */
  static final int COUNT = 3;

  private static final RecordClass[] BY_CODE = {
    RecordClass.PLANT, RecordClass.ACCESS, RecordClass.CONTROL
  };
  private static final String[] NAMES = {"plant", "access", "control"};

  private ClassCode() {}

  static int of(RecordClass recordClass) {
    return switch (recordClass) {
      case PLANT -> PLANT;
      case ACCESS -> ACCESS;
      case CONTROL -> CONTROL;
    };
  }

  static RecordClass at(int code) {
    return BY_CODE[code];
  }

  /** The end of the names of its files. */
  static String name(int code) {
    return NAMES[code];
  }

  static OptionalInt ofName(String name) {
    for (int code = 0; code < COUNT; code++) {
      if (NAMES[code].equals(name)) {
        return OptionalInt.of(code);
      }
    }
    return OptionalInt.empty();
  }

  /** The bit that stands for a class in a set of classes. */
  static int bit(int code) {
    return 1 << code;
  }
}
