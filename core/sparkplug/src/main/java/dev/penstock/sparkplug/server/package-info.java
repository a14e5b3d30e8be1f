/**
 * An MQTT server as an edge node needs one: a connection with a last will, what is said there and
 * what is heard. No socket and no rule about what is said comes in here. Read {@link
 * dev.penstock.sparkplug.server.MqttServer} first.
 */
package dev.penstock.sparkplug.server;
