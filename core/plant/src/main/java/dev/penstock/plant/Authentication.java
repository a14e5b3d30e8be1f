package dev.penstock.plant;

/** How somebody proves at an access point who it is, as somebody declares it. */
public enum Authentication implements Worded {
  NONE("none"),
  SINGLE_FACTOR("single-factor"),
  MULTI_FACTOR("multi-factor");

  private final String word;

  Authentication(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
