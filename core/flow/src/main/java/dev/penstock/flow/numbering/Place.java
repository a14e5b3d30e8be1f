package dev.penstock.flow.numbering;

/** Who and where, as numbers. */
public record Place(long source, long point) {}
