package dev.penstock.node.control;

import java.util.List;

/** A command that takes a while, and says how far it is. */
@FunctionalInterface
public interface LongCommand {
  /** Is told how far a command is. */
  @FunctionalInterface
  interface Progress {
    /** Is told by nobody who listens. */
    Progress NONE = (done, size) -> {};

    void at(long done, long size);
  }

  /** Does it. */
  ControlAnswer run(List<String> words, Progress progress);
}
