package dev.penstock.north;

import dev.penstock.evidence.record.SampleValue;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A sample of a frame, with the names that its numbers stand for.
 *
 * @param source what the dictionary calls it
 * @param point what the dictionary calls it
 * @param number of the source
 * @param seq of the record
 * @param sourceNanos when the source says that it was measured, ns since 1970
 * @param receivedNanos when it came, ns since 1970
 * @param quality an OPC UA status code, 32 bits without sign
 * @param value {@link SampleValue#NONE} for none, and for one that is withheld
 * @param isWithheld whether there is a value that nobody can have: its key is gone
 */
public record Sampled(
    String source,
    String point,
    long number,
    long seq,
    OptionalLong sourceNanos,
    OptionalLong receivedNanos,
    long quality,
    SampleValue value,
    boolean isWithheld) {
  public Sampled {
    Objects.requireNonNull(value, "value");
  }
}
