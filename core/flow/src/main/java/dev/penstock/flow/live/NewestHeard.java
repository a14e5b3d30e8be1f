package dev.penstock.flow.live;

import dev.penstock.evidence.record.SampleValue;

/**
 * What a point had last, and durably.
 *
 * @param source under which name it is kept
 * @param point its name at the source
 * @param value a message, or the typed value of a driver
 * @param quality an OPC UA status code
 * @param receivedNanos when it was received, ns since 1970
 * @param number grows with each value that the board hears
 */
public record NewestHeard(
    String source,
    String point,
    SampleValue value,
    long quality,
    long receivedNanos,
    long number) {}
