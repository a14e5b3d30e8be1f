package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Operation;
import java.util.Optional;

/**
 * What is known of one or many requests of which not everything is known: the same asker, way and
 * operation, and within which bounds objects, values and times are.
 *
 * @param first when the first of them came, ns since 1970
 * @param last when the last one did
 */
public record Span(
    String from,
    String to,
    String protocol,
    Optional<String> identity,
    Operation operation,
    Reach reach,
    Given given,
    long first,
    long last) {}
