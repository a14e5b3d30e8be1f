package dev.penstock.plant;

/** How somebody came to a target: a risk matrix alone does not give a vector. */
public enum TargetMethod implements Worded {
  /** From a table of what the expected attackers can do. */
  THREAT_CAPABILITY("threat-capability"),
  /** From how much the risk must be reduced. */
  RISK_REDUCTION("risk-reduction"),
  /** By the judgement of people, who say why. */
  EXPERT("expert");

  private final String word;

  TargetMethod(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
