package dev.penstock.node.gateway;

import dev.penstock.connections.Proxy;

/**
 * How a port is through which others reach a device.
 *
 * @param address where it listens
 * @param clients that are connected
 */
public record ProxyShown(Proxy proxy, String address, int clients) {}
