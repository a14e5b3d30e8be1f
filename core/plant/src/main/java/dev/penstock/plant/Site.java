package dev.penstock.plant;

/** The one place that a model describes. */
public record Site(String id, String name) implements Element {}
