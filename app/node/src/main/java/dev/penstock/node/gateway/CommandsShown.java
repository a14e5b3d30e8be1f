package dev.penstock.node.gateway;

import dev.penstock.north.command.CommandDoor;
import java.util.Optional;

/**
 * How the commands of a destination are.
 *
 * @param obstacle why none is heard just now
 * @param unanswered answers that did not go out
 */
public record CommandsShown(
    Optional<String> obstacle, CommandDoor.Counts counts, long unanswered) {}
