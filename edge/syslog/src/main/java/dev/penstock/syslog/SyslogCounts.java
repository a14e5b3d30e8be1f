package dev.penstock.syslog;

/**
 * What a listener has done since it was started; for metrics.
 *
 * @param messages that were heard, whatever became of them
 * @param bytes of them
 * @param collected without a point of their own
 * @param unreadable without a header
 * @param unkept too large: a finding has size and digest
 * @param brokenOff connections that ended inside a message or with what is no frame
 * @param refused peers that were not let in
 * @param dropped datagrams that came and found no room here
 * @param kernelDropped datagrams that found no room in the kernel, as far as it tells
 * @param lost messages that were read and could not be handed in before the end
 * @param connections that there are now
 * @param waiting heard, and not yet taken by the intake
 * @param pauseMillis spent not reading, because the intake was full; over all connections
 * @param faults how often our own code or the intake's failed unexpectedly
 */
public record SyslogCounts(
    long messages,
    long bytes,
    long collected,
    long unreadable,
    long unkept,
    long brokenOff,
    long refused,
    long dropped,
    long kernelDropped,
    long lost,
    int connections,
    int waiting,
    long pauseMillis,
    long faults) {}
