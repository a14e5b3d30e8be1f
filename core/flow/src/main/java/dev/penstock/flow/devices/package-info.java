/**
 * Blocks that devices signed themselves, on their way from arrival to leaf and ack: who is
 * admitted, what an arrival comes to, and how their records and the observer's memory stand in the
 * journal. What a chain's events mean is not decided here but in {@code
 * dev.penstock.evidence.chain}. Read {@link dev.penstock.flow.devices.DeviceDesk} first.
 */
package dev.penstock.flow.devices;
