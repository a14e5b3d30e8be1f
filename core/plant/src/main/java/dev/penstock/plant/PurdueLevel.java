package dev.penstock.plant;

/** A level of the Purdue reference model, from the process up to the business. */
public enum PurdueLevel implements Worded {
  PROCESS("0"),
  BASIC_CONTROL("1"),
  SUPERVISION("2"),
  OPERATIONS("3"),
  BETWEEN("3.5"),
  BUSINESS("4"),
  ENTERPRISE("5");

  private final String word;

  PurdueLevel(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
