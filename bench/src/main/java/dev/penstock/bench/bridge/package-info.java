/**
 * What the MQTT bridge costs beside a subscriber that only acknowledges, and how much later a
 * message is known to be durable; and the load, the counting and the reading of a folder for that.
 * Rules of the product do not come in here: the node and its client are used as they are. Read
 * {@link dev.penstock.bench.bridge.BridgeBench} first.
 */
@NullMarked
package dev.penstock.bench.bridge;

import org.jspecify.annotations.NullMarked;
