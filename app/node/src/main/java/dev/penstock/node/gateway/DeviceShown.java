package dev.penstock.node.gateway;

import dev.penstock.connections.Device;
import dev.penstock.pump.DriverFigures;

/**
 * How a device is that is connected.
 *
 * @param zone of the plant that it lies in
 */
public record DeviceShown(Device device, String zone, DriverFigures figures) {}
