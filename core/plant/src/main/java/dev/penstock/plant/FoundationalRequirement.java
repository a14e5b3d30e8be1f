package dev.penstock.plant;

/** One of the seven foundational requirements, each a place in a security-level vector. */
public enum FoundationalRequirement implements Worded {
  /** Who and what is there. */
  FR1,
  /** What they may do. */
  FR2,
  /** Nothing is changed unseen. */
  FR3,
  /** Nothing is read by others. */
  FR4,
  /** Data flows only where it should. */
  FR5,
  /** What happens is noticed in time. */
  FR6,
  /** The plant stays up. */
  FR7;

  @Override
  public String word() {
    return name();
  }
}
