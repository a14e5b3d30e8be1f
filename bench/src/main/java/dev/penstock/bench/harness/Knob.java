package dev.penstock.bench.harness;

/** A number of a bench that {@code --set name=value} changes. */
public record Knob(String name, long standard, String meaning) {}
