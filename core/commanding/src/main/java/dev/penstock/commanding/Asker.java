package dev.penstock.commanding;

import dev.penstock.evidence.record.ByteString;
import java.util.Objects;
import java.util.Optional;

/**
 * Who gives a command.
 *
 * @param zone of the plant from which it is given; empty where nobody says in which the node lies
 * @param identity in the words of policies, as it was checked
 * @param peer where it comes from, as the network says
 * @param person the pseudonym, where it is a person: programs cannot ask for what takes two
 */
public record Asker(
    Optional<String> zone, String identity, String peer, Optional<ByteString> person) {
  /** What the identity of a person begins with, before the pseudonym in hexadecimal. */
  public static final String PERSON = "person:";

  public Asker {
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(person, "person");
    if (identity.isEmpty() || peer.isEmpty()) {
      throw new IllegalArgumentException("nobody asks: '" + identity + "' from '" + peer + "'");
    }
  }
}
