package dev.penstock.clock;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of the wall clock.
 *
 * @param servers what each server said last, by its name, in the order of the settings
 * @param kernel what the kernel says
 * @param boundNanos how far the clock is off at the most; empty when nobody can say
 * @param quality the same as a block states it: within 2^q ns; 0 when nobody can say
 */
public record TimeReport(
    Map<String, TimeAnswer> servers,
    Optional<KernelClock.State> kernel,
    OptionalLong boundNanos,
    int quality) {}
