package dev.penstock.flow.devices;

import dev.penstock.evidence.block.Ack;

/**
 * An ack that may leave once the step which holds it is durable.
 *
 * @param listener by which the device was heard last
 * @param source what it is called in its topics
 */
public record AckDue(String listener, String source, Ack ack) {}
