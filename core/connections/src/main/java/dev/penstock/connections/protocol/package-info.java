/**
 * What each protocol asks for where a device or destination is set up: settings by name, addresses,
 * types. Nothing that talks a protocol comes in here. Read {@link
 * dev.penstock.connections.protocol.ProtocolForm} first.
 */
@NullMarked
package dev.penstock.connections.protocol;

import org.jspecify.annotations.NullMarked;
