package dev.penstock.testkit.disk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One name in a folder: what it stands for now, what on the platter, and the changes between. */
final class SimSlot {
  @Nullable SimNode live;
  @Nullable SimNode durable;

  /** Changes that no force has made durable, oldest first. */
  final List<Change> history = new ArrayList<>();

  void change(Change change) {
    live = change.after;
    history.add(change);
  }

  /** A name came to stand for something else, or for nothing. */
  static final class Change {
    final long order;
    final @Nullable SimNode after;

    /**
     * For the old name of a rename: the change that gave the file its new name. The old name can
     * only be gone from the platter where the new one is there.
     */
    final @Nullable Change needs;

    boolean durable;

    /** A failed force gave up on it: it reaches the platter never. */
    boolean forgotten;

    Change(long order, @Nullable SimNode after, @Nullable Change needs) {
      this.order = order;
      this.after = after;
      this.needs = needs;
    }
  }
}
