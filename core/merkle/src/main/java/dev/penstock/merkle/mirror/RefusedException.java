package dev.penstock.merkle.mirror;

import java.io.IOException;

/** Ends a run from deep inside; {@link Mirror} turns it into an outcome. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final MirrorOutcome.Reason reason;

  RefusedException(MirrorOutcome.Reason reason, String why) {
    super(why);
    this.reason = reason;
  }

  MirrorOutcome.Reason reason() {
    return reason;
  }
}
