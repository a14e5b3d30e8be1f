package dev.penstock.node.gateway;

import dev.penstock.connections.Destination;
import dev.penstock.pump.DestinationFigures;
import java.util.Optional;

/**
 * How a destination is.
 *
 * @param commands empty where it may give none
 */
public record DestinationShown(
    Destination destination, DestinationFigures figures, Optional<CommandsShown> commands) {}
