package dev.penstock.flow.query;

/**
 * What a point of a source is called.
 *
 * @param number within its source
 */
public record PointName(long number, String name) {}
