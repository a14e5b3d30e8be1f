package dev.penstock.node.gateway;

import dev.penstock.sparkplugnode.Commands;
import java.util.Optional;

/**
 * Follows no command of a host, and has recorded what was asked for.
 *
 * <p>Req: 62443-3-3 SR 5.2 RE(1)
 */
final class CommandsRefused implements Commands {
  private final RefusalNotes notes;

  CommandsRefused(RefusalNotes notes) {
    this.notes = notes;
  }

  @Override
  public boolean isTaken(Asked asked) {
    return false;
  }

  @Override
  public void refused(String topic, Optional<String> metric, String why) {
    notes.note(topic, text(metric, why));
  }

  /** In the words of records. */
  static String text(Optional<String> metric, String why) {
    return "a host asked for something that is not followed: "
        + why
        + metric.map(name -> ", metric " + RefusalNotes.shown(name)).orElse("");
  }

  @Override
  public void tick() {
    notes.tick();
  }
}
