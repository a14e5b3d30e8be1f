package dev.penstock.flow.query;

import dev.penstock.flow.Entries;
import java.util.Optional;

/**
 * What is known of a point of a source.
 *
 * @param last the newest of the values and events that it sent, by its seq; absent before the
 *     first, and when that was dropped
 * @param pruned when {@code last} was there and was dropped by policy: then it must be said
 */
public record PointKnown(
    long source,
    long number,
    String name,
    Optional<String> dataType,
    Optional<String> unit,
    Optional<String> contentType,
    Optional<SealedRecord> last,
    Optional<Entries.Pruned> pruned) {}
