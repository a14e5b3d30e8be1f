package dev.penstock.mqtt;

/**
 * What a link has done since it was started; for metrics.
 *
 * @param messages PUBLISH packets that were read
 * @param bytes of their payloads
 * @param qos0 of them at QoS 0, for which the broker promises nothing
 * @param duplicates marked by the broker as possibly sent before
 * @param unkept too large or malformed: a finding has size and digest
 * @param collected without a point of their own
 * @param connections that came up
 * @param waiting read, and not yet taken by the intake
 * @param pauseMillis spent not reading, because the intake was full
 * @param faults how often our own code or the intake's failed unexpectedly; each was tried again
 */
public record LinkCounts(
    long messages,
    long bytes,
    long qos0,
    long duplicates,
    long unkept,
    long collected,
    long connections,
    int waiting,
    long pauseMillis,
    long faults) {}
