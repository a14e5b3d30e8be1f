package dev.penstock.modbus.server;

/**
 * What a server did since it was started.
 *
 * @param connections that are open now
 * @param letIn connections that were let in so far
 * @param sentAway connections there was no room for, or that the answerer did not want
 * @param requests that were read, whether well-formed or not
 * @param illformed those that no server should take
 * @param broken connections closed because what came was no Modbus
 * @param stalled connections closed because they stood still for too long
 * @param faults errors of our own
 */
public record ServerCounts(
    int connections,
    long letIn,
    long sentAway,
    long requests,
    long illformed,
    long broken,
    long stalled,
    long faults) {}
