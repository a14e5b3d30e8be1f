package dev.penstock.flow.live;

import dev.penstock.flow.intake.Heard;

/**
 * The last durable message of a point.
 *
 * @param source under which name it is kept
 * @param number grows with each message that the board hears
 */
public record NewestHeard(String source, Heard heard, long number) {
  /** The point's name at the source. */
  public String point() {
    return heard.point();
  }
}
