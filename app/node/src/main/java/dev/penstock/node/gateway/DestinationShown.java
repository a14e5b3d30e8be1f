package dev.penstock.node.gateway;

import dev.penstock.connections.Destination;
import dev.penstock.pump.DestinationFigures;

/** How a destination is. */
public record DestinationShown(Destination destination, DestinationFigures figures) {}
