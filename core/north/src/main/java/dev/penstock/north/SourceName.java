package dev.penstock.north;

import org.jspecify.annotations.Nullable;

/**
 * What the dictionary says of a source.
 *
 * @param zone where it stands; null when nobody said
 */
public record SourceName(String name, @Nullable String zone) {}
