package dev.penstock.flow.query;

import java.util.Optional;

/**
 * What is known of a source.
 *
 * @param number what records call it
 * @param name what people call it
 * @param records how many of it are sealed
 * @param lastTime ns since 1970: the greatest time of receipt among them
 */
public record SourceKnown(
    long number,
    String name,
    Optional<String> zone,
    Optional<String> protocol,
    long points,
    long records,
    Optional<Long> lastTime) {}
