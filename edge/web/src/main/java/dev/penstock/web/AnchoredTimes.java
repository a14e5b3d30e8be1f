package dev.penstock.web;

import dev.penstock.flow.anchoring.AnchorArchive;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** When somebody outside vouched for entries of the log. One thread, for one answer. */
final class AnchoredTimes {
  private final AnchorView anchors;

  /** Rows of one block stand side by side, so the last answer is kept. */
  private long lastEntry = -1;

  private @Nullable Long lastTime;

  AnchoredTimes(AnchorView anchors) {
    this.anchors = anchors;
  }

  /** The time, ns since 1970; null where nobody is known here to have vouched. */
  @Nullable Long of(long entry) {
    if (entry != lastEntry) {
      lastEntry = entry;
      lastTime = vouchedAt(entry);
    }
    return lastTime;
  }

  private @Nullable Long vouchedAt(long entry) {
    Optional<AnchorArchive> archive = anchors.archive();
    if (archive.isEmpty()) {
      return null;
    }
    try {
      OptionalLong at = archive.get().vouchedAt(entry + 1);
      return at.isPresent() ? Long.valueOf(at.getAsLong()) : null;
    } catch (IOException e) {
      // A record is not withheld because an anchor's answer cannot be read: fsck says what is
      // wrong.
      return null;
    }
  }
}
