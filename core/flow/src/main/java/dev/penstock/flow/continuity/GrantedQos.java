package dev.penstock.flow.continuity;

/**
 * The lowest quality of service that any broker ever granted: what a statement may claim at the
 * most, however long ago the time is that it speaks of.
 *
 * @param lowest 0..2
 */
public record GrantedQos(int lowest) {
  /** Nothing was granted yet, so nothing was heard either. */
  public static final GrantedQos NONE_YET = new GrantedQos(2);

  /** Not known of all the time: the weakest, which is never wrong. */
  public static final GrantedQos UNKNOWN = new GrantedQos(0);

  public GrantedQos {
    if (lowest < 0 || lowest > 2) {
      throw new IllegalArgumentException("qos is " + lowest + ", must be 0..2");
    }
  }

  /** After another grant. */
  public GrantedQos and(int granted) {
    return granted < lowest ? new GrantedQos(granted) : this;
  }
}
