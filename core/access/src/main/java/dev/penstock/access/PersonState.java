package dev.penstock.access;

import java.util.Optional;

/** Whether somebody may come in at all. Being locked out for a while is not kept here. */
public enum PersonState {
  ACTIVE("active"),
  DISABLED("disabled"),
  /** Forgotten: pseudonym and roles stay, for the records that name them. */
  ERASED("erased");

  private final String wireName;

  PersonState(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<PersonState> ofWireName(String wireName) {
    return Wire.find(values(), PersonState::wireName, wireName);
  }
}
