package dev.penstock.plant;

/**
 * What a zone is for, as far as the separations of IEC 62443-3-2 ZCR 3.2 to 3.6 ask for it. The
 * list is closed: a rule that looks for safety zones must not depend on how somebody spells safety.
 */
public enum ZoneKind implements Worded {
  /** Controls the process. */
  CONTROL("control"),
  /** Brings the process to a safe state. */
  SAFETY("safety"),
  /** Office and business systems. */
  ENTERPRISE("enterprise"),
  /** Lies between others so that nothing passes from one to the other directly. */
  DMZ("dmz"),
  /** Reached by radio. */
  WIRELESS("wireless"),
  /** For what is connected for a while only. */
  TEMPORARY("temporary"),
  /** Outside the own networks: suppliers, clouds, other sites. */
  EXTERNAL("external"),
  /** A room or cabinet that protects what stands in it, without a network of its own. */
  PHYSICAL("physical");

  private final String word;

  ZoneKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** True where the process is controlled or made safe. */
  public boolean isOfControl() {
    return this == CONTROL || this == SAFETY;
  }
}
