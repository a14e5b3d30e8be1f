/**
 * The MQTT bridge: one link to each broker, which subscribes, hands in what it hears, and
 * acknowledges it when that is durable. No rule about records comes in here. Read {@link
 * dev.penstock.mqtt.BrokerLink} first.
 */
@NullMarked
package dev.penstock.mqtt;

import org.jspecify.annotations.NullMarked;
