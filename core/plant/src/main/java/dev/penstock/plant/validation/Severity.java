package dev.penstock.plant.validation;

import dev.penstock.plant.Worded;

/** How bad it is that a validation is not kept. */
public enum Severity implements Worded {
  /** The plant is not protected as it must be, or nobody can tell. */
  ERROR("error"),
  /** It is weaker than it should be. */
  WARNING("warning"),
  /** The model says less than it could. */
  ADVICE("advice");

  private final String word;

  Severity(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
