package dev.penstock.node.gateway;

import dev.penstock.cbor.Decoded;
import dev.penstock.flow.journal.Pending;
import java.io.IOException;
import java.util.Optional;

/** How far each destination came, a small file for each, docs/formats/notes.md. */
final class Places {
  private static final String BEFORE = "to-";
  private static final int BYTES_MAX = 1 << 16;

  private final Gateway.Notes notes;

  Places(Gateway.Notes notes) {
    this.notes = notes;
  }

  /**
   * What a destination still has to get; empty for one that is new.
   *
   * @throws IOException also when the file is none of ours: nobody then knows what it had
   */
  Optional<Pending> of(String destination) throws IOException {
    byte[] stored = notes.read(BEFORE + destination, BYTES_MAX);
    if (stored.length == 0) {
      return Optional.empty();
    }
    return switch (Pending.decode(stored)) {
      case Decoded.Value<Pending>(var pending) -> Optional.of(pending);
      case Decoded.Refused<Pending> refused ->
          throw new IOException(
              "notes/"
                  + BEFORE
                  + destination
                  + " does not say how far it came: "
                  + refused
                  + "; delete the file to send from now on, or restore it");
    };
  }

  /** Durable on return. */
  void keep(String destination, Pending pending) throws IOException {
    notes.replace(BEFORE + destination, pending.encode());
  }
}
