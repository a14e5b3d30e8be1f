package dev.penstock.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How each listener stands, and the lowest quality of service that any broker ever granted to this
 * node: what a statement of continuity may claim at the most, however long ago the time is that it
 * speaks of. Where that is not known of all the time, it is 0.
 */
final class ListeningBoard implements ListeningWatch {
  private static final String FILE = "lowest-qos";
  private static final int BYTES_MAX = 16;
  private static final int HIGHEST = 2;

  private final ListeningWatch next;
  private final Storage notes;
  private final Map<String, Map<String, Listening>> states = new HashMap<>();
  private int lowest;

  private ListeningBoard(ListeningWatch next, Storage notes, int lowest) {
    this.next = next;
    this.notes = notes;
    this.lowest = lowest;
  }

  /**
   * Takes note of what passes on to the next watch.
   *
   * @param isNew whether nothing was ever heard before
   */
  static ListeningBoard of(ListeningWatch next, Storage notes, boolean isNew) throws IOException {
    String stored = new String(ReplacedFile.read(notes, FILE, BYTES_MAX), US_ASCII).strip();
    int known = stored.matches("[0-2]") ? Integer.parseInt(stored) : isNew ? HIGHEST : 0;
    var qos = new ListeningBoard(next, notes, known);
    qos.store();
    return qos;
  }

  /** 0..2. */
  synchronized int lowest() {
    return lowest;
  }

  @Override
  public void changed(String listener, String subscription, Listening state) {
    note(listener, subscription, state);
    next.changed(listener, subscription, state);
  }

  private synchronized void note(String listener, String subscription, Listening state) {
    var _ = states.computeIfAbsent(listener, _ -> new TreeMap<>()).put(subscription, state);
    if (state instanceof Listening.Up up && up.qos() < lowest) {
      lowest = up.qos();
      try {
        store();
      } catch (IOException e) {
        // Without the file the next run claims less, which is never wrong.
        lowest = 0;
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
    ReplacedFile.write(notes, FILE, (lowest + "\n").getBytes(US_ASCII));
  }
}
