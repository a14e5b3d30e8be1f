package dev.penstock.node.backup;

import dev.penstock.storage.FilePart;
import dev.penstock.storage.Storage;

/**
 * A file that is to be copied.
 *
 * @param from where it stands
 * @param name in the copy
 */
public record WantedFile(Storage from, FilePart part, String name) {}
