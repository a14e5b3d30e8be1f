package dev.penstock.node.config;

import dev.penstock.merkle.note.NoteKey;
import java.util.List;

/**
 * What this node witnesses for its neighbours.
 *
 * @param name of the witness in its cosignatures
 * @param logs keys of the logs whose checkpoints it cosigns
 */
public record WitnessSettings(String name, List<NoteKey> logs) {
  /** More neighbours are served by another node. */
  public static final int LOGS_MAX = 1_000;

  public WitnessSettings {
    logs = List.copyOf(logs);
  }
}
