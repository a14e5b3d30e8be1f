/**
 * A whole gateway under load: devices in another process, a node, a broker, and what is measured on
 * the wire between the last two. What a node does with values does not come in here. Read {@link
 * dev.penstock.bench.gateway.GatewayBench} first, then {@link
 * dev.penstock.bench.gateway.BrokerRelay}.
 */
@NullMarked
package dev.penstock.bench.gateway;

import org.jspecify.annotations.NullMarked;
