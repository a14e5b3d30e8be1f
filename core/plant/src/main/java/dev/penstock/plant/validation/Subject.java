package dev.penstock.plant.validation;

import dev.penstock.plant.Channel;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Element;
import dev.penstock.plant.Kind;
import java.util.List;

/**
 * What an observation is about, as {@code zone/filters} or {@code channel/up/history}: the words in
 * which an acceptance names it.
 *
 * @param sort the word of a kind of elements; {@code flow} for what was observed between two zones,
 *     {@code rule} for one of the policy
 * @param ids none for what there is once, the conduit's and its own for a channel
 */
public record Subject(String sort, List<String> ids) {
  public Subject {
    ids = List.copyOf(ids);
  }

  /** The site, which there is once. */
  static Subject site() {
    return new Subject(Kind.SITE.word(), List.of());
  }

  /** One of the model's things. */
  public static Subject of(Element element) {
    return new Subject(Kind.of(element).word(), List.of(element.id()));
  }

  /** A channel, which its conduit lists. */
  public static Subject of(Conduit conduit, Channel channel) {
    return new Subject(Kind.CHANNEL.word(), List.of(conduit.id(), channel.id()));
  }

  /** What was observed from one zone to another. */
  public static Subject flow(String from, String to) {
    return new Subject("flow", List.of(from, to));
  }

  /** A rule of the policy. */
  public static Subject rule(String id) {
    return new Subject("rule", List.of(id));
  }

  @Override
  public String toString() {
    return ids.isEmpty() ? sort : sort + "/" + String.join("/", ids);
  }
}
