/**
 * Connections as people agree on them: devices with their points, destinations, proxies, servers.
 * How they are spelt in a file, and how a device is talked to, do not come in here. Read {@link
 * dev.penstock.connections.Connections} first, then {@link dev.penstock.connections.Device}.
 */
@NullMarked
package dev.penstock.connections;

import org.jspecify.annotations.NullMarked;
