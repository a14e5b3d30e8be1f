package dev.penstock.plant;

/**
 * Which format a model was written in, which is part of what it is: its bytes and digest are those
 * of its format for ever, so that a version somebody approved years ago is still that version.
 */
public enum PlantFormat implements Worded {
  /** Organisation, site, zones with sources, conduits and assets; nothing about any of them. */
  ONE("penstock-plant-1"),
  /** With the system under consideration, and what is known of zones, conduits and assets. */
  TWO("penstock-plant-2");

  private final String word;

  PlantFormat(String word) {
    this.word = word;
  }

  /** What is written when nothing older is kept. */
  public static PlantFormat newest() {
    return TWO;
  }

  @Override
  public String word() {
    return word;
  }
}
