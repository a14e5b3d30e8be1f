/**
 * The payload of Sparkplug B 3.0: its values, and their bytes in the wire format of Protocol
 * Buffers. No topic and no rule about when something is sent comes in here. Read {@link
 * dev.penstock.sparkplug.payload.Payload} first, then {@link
 * dev.penstock.sparkplug.payload.PayloadReader}.
 */
package dev.penstock.sparkplug.payload;
