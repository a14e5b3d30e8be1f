package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.reception.Answer.Nothing;
import java.util.List;

/** The sessions of everybody. */
public final class Sessions {
  Sessions() {}

  /** All that go on. */
  public Answer<List<SessionItem>> list(Caller caller) {
    throw new IllegalStateException("not built yet");
  }

  /** Ends one: another's takes the permission, an own one does not. */
  public Answer<Nothing> end(Caller caller, Bytes id) {
    throw new IllegalStateException("not built yet");
  }
}
