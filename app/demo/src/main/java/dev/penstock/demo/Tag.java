package dev.penstock.demo;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One measured or stated value: published when it has moved, and now and then anyway. */
final class Tag {
  private final String topic;
  private final double deadband;
  private final int digits;
  private double published = Double.NaN;
  private int quiet;

  /**
   * @param deadband how far it must move to be published
   * @param digits behind the point
   */
  Tag(String topic, double deadband, int digits) {
    this.topic = topic;
    this.deadband = deadband;
    this.digits = digits;
  }

  String topic() {
    return topic;
  }

  /** The value as text, or null when there is no need to publish it. */
  @Nullable Reading at(double value, int quietMax) {
    boolean hasMoved = !(Math.abs(value - published) < deadband);
    quiet = hasMoved ? 0 : quiet + 1;
    if (!hasMoved && quiet < quietMax) {
      return null;
    }
    quiet = 0;
    published = value;
    return new Reading(topic, String.format(Locale.ROOT, "%." + digits + "f", value));
  }
}
