/**
 * Values in the tables of a device: where they lie, of which type, in which order their bytes
 * stand. What is polled how often does not come in here, and no request but the one that writes a
 * value. Read {@link dev.penstock.framesmodbus.point.Point} first.
 */
package dev.penstock.framesmodbus.point;
