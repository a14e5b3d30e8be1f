package dev.penstock.node.config;

import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import java.util.Optional;

/**
 * What a node says of itself while it runs.
 *
 * @param form empty: nothing to a terminal, whose reader is told in other words, and text elsewhere
 * @param least what matters less is not said
 */
public record Logging(Optional<LogForm> form, LogLevel least) {
  /** As where nothing was set. */
  public static final Logging DEFAULT = new Logging(Optional.empty(), LogLevel.INFO);
}
