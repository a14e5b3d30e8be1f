package dev.penstock.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which log a node keeps, and what opens its keys.
 *
 * @param origin of the log, C2SP tlog-checkpoint: unique in the world and for ever
 * @param passphraseFile opens the key file; without one the node makes a secret and keeps it beside
 *     the keys
 * @param publishedHead where the last published size and root are kept outside the data folder
 */
public record Identity(
    String origin, Optional<Path> passphraseFile, Optional<Path> publishedHead) {}
