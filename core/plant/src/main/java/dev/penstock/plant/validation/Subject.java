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
 * @param ids none for what there is once, the conduit's and its own for a channel
 */
public record Subject(Kind kind, List<String> ids) {
  public Subject {
    ids = List.copyOf(ids);
  }

  /** The site, which there is once. */
  static Subject site() {
    return new Subject(Kind.SITE, List.of());
  }

  /** One of the model's things. */
  public static Subject of(Element element) {
    return new Subject(Kind.of(element), List.of(element.id()));
  }

  /** A channel, which its conduit lists. */
  public static Subject of(Conduit conduit, Channel channel) {
    return new Subject(Kind.CHANNEL, List.of(conduit.id(), channel.id()));
  }

  @Override
  public String toString() {
    return ids.isEmpty() ? kind.word() : kind.word() + "/" + String.join("/", ids);
  }
}
