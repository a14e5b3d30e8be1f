package dev.penstock.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.flow.continuity.GrantedQos;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How each listener stands, and what brokers granted so far, kept over runs. The note of it goes
 * before a new one is written, so that a note that is there never claims too much.
 */
final class ListeningBoard implements ListeningWatch {
  private static final String FILE = "lowest-qos";
  private static final int BYTES_MAX = 16;

  private final ListeningWatch next;
  private final Storage notes;
  private final Map<String, Map<String, Listening>> states = new HashMap<>();
  private GrantedQos granted;
  private boolean isNoted;

  private ListeningBoard(ListeningWatch next, Storage notes, GrantedQos granted) {
    this.next = next;
    this.notes = notes;
    this.granted = granted;
  }

  /**
   * Takes note of what passes on to the next watch.
   *
   * @param isNew whether nothing was ever heard before
   */
  static ListeningBoard of(ListeningWatch next, Storage notes, boolean isNew) throws IOException {
    String stored = new String(ReplacedFile.read(notes, FILE, BYTES_MAX), US_ASCII).strip();
    GrantedQos known = isNew ? GrantedQos.NONE_YET : GrantedQos.UNKNOWN;
    if (stored.matches("[0-2]")) {
      known = new GrantedQos(Integer.parseInt(stored));
    }
    var board = new ListeningBoard(next, notes, known);
    board.store();
    return board;
  }

  /** The least that was ever granted, as far as it is known. */
  synchronized GrantedQos granted() {
    return granted;
  }

  @Override
  public void changed(String listener, String subscription, Listening state) {
    note(listener, subscription, state);
    next.changed(listener, subscription, state);
  }

  private synchronized void note(String listener, String subscription, Listening state) {
    var _ = states.computeIfAbsent(listener, _ -> new TreeMap<>()).put(subscription, state);
    GrantedQos now = state instanceof Listening.Up up ? granted.and(up.qos()) : granted;
    if (!isNoted || !now.equals(granted)) {
      granted = now;
      try {
        store();
      } catch (IOException e) {
        // Tried again with the next change; without a note the next run claims the least.
        isNoted = false;
      }
    }
  }

  /** The subscriptions of a listener that are not heard, or else any; empty when it has none. */
  synchronized Optional<Listening> worst(String listener) {
    Map<String, Listening> all = states.getOrDefault(listener, Map.of());
    return all.values().stream()
        .filter(Listening.Deaf.class::isInstance)
        .findFirst()
        .or(() -> all.values().stream().findFirst());
  }

  private synchronized void store() throws IOException {
    isNoted = false;
    if (notes.exists(FILE)) {
      notes.delete(FILE);
      notes.forceFolder("", At.REPLACED_NAME);
    }
    ReplacedFile.write(notes, FILE, (granted.lowest() + "\n").getBytes(US_ASCII));
    isNoted = true;
  }
}
