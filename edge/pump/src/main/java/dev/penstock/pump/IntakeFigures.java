package dev.penstock.pump;

/**
 * What went through an intake since it was opened.
 *
 * @param taken things that were offered and taken
 * @param full offers that were turned away because too much was waiting
 * @param durable things that are in the journal, or whose stand-in is
 * @param refused of these, those for which another record stands
 * @param waiting things taken and not yet durable
 * @param retries how often the journal turned a batch away
 */
public record IntakeFigures(
    long taken, long full, long durable, long refused, long waiting, long retries) {}
