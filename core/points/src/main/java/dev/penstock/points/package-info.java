/**
 * From what a device holds to what is worth telling: scaling with quality, deadbands, and points
 * derived from others by expressions. No protocol, connection or schedule comes in here. Read
 * {@link dev.penstock.points.Measured} first, then {@link dev.penstock.points.Scaling}, {@link
 * dev.penstock.points.Deadband} and {@link dev.penstock.points.Expression}.
 */
package dev.penstock.points;
