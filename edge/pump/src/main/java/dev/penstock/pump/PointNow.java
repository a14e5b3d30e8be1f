package dev.penstock.pump;

import dev.penstock.points.Measured;

/**
 * What a point has now.
 *
 * @param measured at the time that its record has: the device's, or else that of its receipt
 */
public record PointNow(String point, Measured measured) {}
