package dev.penstock.reception;

import dev.penstock.access.DualControl;
import dev.penstock.json.Json;
import java.io.IOException;

/** Carries out requests whose matter lies outside of reception, such as a shred. */
public interface Execution {
  /**
   * Carries out a request, which is called once for each, by the thread of who agreed last. No lock
   * is held.
   *
   * <p>What else it throws is an error of our own, which it has told whoever looks after the
   * program: who agreed are told no more than that it was one.
   *
   * @param hands who stand behind it
   * @return what came of it, in words
   * @throws IOException if it did not work, or not wholly; the message says so to people
   */
  String execute(DualControl.Kind kind, Json.Object request, Hands hands) throws IOException;
}
