/**
 * MQTT 3.1.1 and 5 packets, as far as a client needs them that subscribes, and publishes little. No
 * socket and no session state comes in here. Read {@link dev.penstock.framesmqtt.PacketReader}
 * first.
 */
package dev.penstock.framesmqtt;
