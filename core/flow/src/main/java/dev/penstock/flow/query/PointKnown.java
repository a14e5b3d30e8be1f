package dev.penstock.flow.query;

import java.util.Optional;

/**
 * What is known of a point of a source.
 *
 * @param last the last record of it, by its seq; absent before the first
 */
public record PointKnown(
    long source,
    long number,
    String name,
    Optional<String> dataType,
    Optional<String> unit,
    Optional<String> contentType,
    Optional<SealedRecord> last) {}
