package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Requests that another policy answers differently, in the same way and for the same reason.
 *
 * @param objectClass a space of numbers, {@code name} or {@code device}
 * @param count how many requests
 * @param from nanoseconds since 1970, of the first
 * @param to of the last
 * @param examples the first few
 */
public record Change(
    Decision before,
    Decision after,
    Operation operation,
    String objectClass,
    long count,
    long from,
    long to,
    List<Example> examples) {
  public Change {
    examples = List.copyOf(examples);
  }

  /**
   * One of the requests.
   *
   * @param objects in the words of policies, as far as there is room
   */
  public record Example(long at, Optional<String> identity, String peer, String objects) {}
}
