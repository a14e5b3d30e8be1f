package dev.penstock.conduit;

/**
 * A fault with its place in a policy.
 *
 * @param path as {@code channels[2].rules[0].id}
 */
public record Flaw(String path, Fault fault) {}
