package dev.penstock.notices;

import java.util.Optional;

/** How much a notice matters, the least first. */
public enum Severity {
  /** Good to know. */
  INFO("info", 0),
  /** Something will be missing, or is, and the evidence says so. */
  WARNING("warning", 1),
  /** Evidence is not being made, or was tampered with, or soon cannot be made. */
  CRITICAL("critical", 2);

  private final String wireName;
  private final int code;

  Severity(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** As settings and messages call it. */
  public String wireName() {
    return wireName;
  }

  /** As state on disk has it. */
  int code() {
    return code;
  }

  static Optional<Severity> ofCode(long code) {
    for (Severity each : values()) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  public boolean isAtLeast(Severity other) {
    return code >= other.code;
  }
}
