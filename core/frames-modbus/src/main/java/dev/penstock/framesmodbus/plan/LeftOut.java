package dev.penstock.framesmodbus.plan;

/**
 * A point that a plan does not read.
 *
 * @param point its index in the list the plan was made of
 */
public record LeftOut(int point, Reason reason) {
  /** Why not. */
  public enum Reason {
    /** It lies in a hole, at least in part. */
    IN_HOLE,
    /** It has more registers than one request may ask for, and no value is read in two. */
    TOO_WIDE,
    /** The device refused it when it was asked for alone. */
    REFUSED
  }
}
