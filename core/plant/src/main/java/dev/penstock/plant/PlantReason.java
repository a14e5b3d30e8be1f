package dev.penstock.plant;

import dev.penstock.cbor.RefusalReason;

/** Why bytes that are well formed are no plant. */
enum PlantReason implements RefusalReason {
  /** A word that is on no list, or a value that means nothing. */
  UNKNOWN_VALUE("a value that means nothing here");

  private final String text;

  PlantReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
