package dev.penstock.access;

import java.util.Optional;

/** A language that the console speaks. */
public enum Language {
  EN("en"),
  DE("de");

  private final String wireName;

  Language(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Language> ofWireName(String wireName) {
    return Wire.find(values(), Language::wireName, wireName);
  }
}
