package dev.penstock.node.gateway;

import dev.penstock.connections.Server;

/**
 * How a port is at which others read points; counts are since it was opened.
 *
 * @param address where it listens
 * @param clients that are connected
 * @param answered requests that were given what they asked for
 * @param withoutValue requests for a point that has no value to be served
 * @param unmapped requests for addresses at which no point lies
 * @param refused requests that the policy does not let pass, or that are no readings
 */
public record ServerShown(
    Server server,
    String address,
    int clients,
    long answered,
    long withoutValue,
    long unmapped,
    long refused) {}
