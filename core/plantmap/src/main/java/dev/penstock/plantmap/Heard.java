package dev.penstock.plantmap;

/**
 * A source that was heard.
 *
 * @param source its name
 * @param protocol what the dictionary says of it; empty where it says nothing
 * @param last when it was last heard in the stretch that was asked for, ns since 1970
 */
public record Heard(String source, String protocol, long last) {}
