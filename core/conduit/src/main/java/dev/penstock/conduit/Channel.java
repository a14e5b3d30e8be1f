package dev.penstock.conduit;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One way of asking through a conduit: who is asked from where in which protocol, and the rules for
 * it. Answers take the same way back and need no rule.
 *
 * @param conduit id of the conduit in the plant's model
 * @param from id of the zone that asks; a zone inside it is another zone
 * @param to id of the zone that is asked
 * @param areReadsAllowed what is answered to identify, browse and read where no rule fits
 * @param rules in the order of their ids
 */
public record Channel(
    String id,
    String conduit,
    String protocol,
    String from,
    String to,
    boolean areReadsAllowed,
    List<Rule> rules) {
  public Channel {
    Optional<Flaw> flaw = flaw(id, conduit, protocol, from, to);
    if (flaw.isPresent()) {
      throw new IllegalArgumentException(flaw.get().path() + ": " + flaw.get().fault().text());
    }
    rules = rules.stream().sorted(Comparator.comparing(Rule::id)).toList();
  }

  /** The first thing that keeps these from being a channel; its path is the name of a field. */
  public static Optional<Flaw> flaw(
      String id, String conduit, String protocol, String from, String to) {
    return id("id", id)
        .or(() -> id("conduit", conduit))
        .or(() ->
            Words.faultOfWord(protocol, "name of a protocol")
                .map(fault -> new Flaw("protocol", fault)))
        .or(() -> id("from", from))
        .or(() -> id("to", to))
        .or(() ->
            from.equals(to)
                ? Optional.of(
                    new Flaw(
                        "to",
                        new Fault(
                            "the channel goes from zone '" + from + "' to itself",
                            "two different zones",
                            "what stays in a zone passes no conduit and needs no channel")))
                : Optional.empty());
  }

  private static Optional<Flaw> id(String field, String id) {
    return Words.faultOfId(id).map(fault -> new Flaw(field, fault));
  }

  /** What no two channels of a policy share. */
  String way() {
    return protocol + " from " + from + " to " + to;
  }
}
