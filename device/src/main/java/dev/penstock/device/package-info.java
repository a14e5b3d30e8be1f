/**
 * What a device needs to sign and chain its own telemetry, as docs/formats/block.md says. No
 * library, no socket and no thread comes in here: the device hands in how to send and when it is
 * time. Read {@link dev.penstock.device.Telemetry} first.
 */
package dev.penstock.device;
