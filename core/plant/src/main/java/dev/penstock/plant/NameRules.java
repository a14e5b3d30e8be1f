package dev.penstock.plant;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rule {@link Rule#UNIQUE_NAME}: within a kind an id stands for one element, and so does a name,
 * whatever the case of its letters. An asset that is listed again in another zone is said to be in
 * two.
 */
final class NameRules {
  private NameRules() {}

  static void look(Draft draft, Report report) {
    unique(draft.zones(), report);
    unique(draft.conduits(), report);
    unique(draft.assets(), report);
    unique(draft.accessPoints(), report);
    unique(draft.functions(), report);
    unique(draft.accepted(), report);
    draft.conduits().forEach(conduit -> channels(conduit, report));
  }

  /** Within one conduit: outside they are named together with it. */
  private static void channels(Listed<Conduit> conduit, Report report) {
    Set<String> ids = new HashSet<>();
    Set<String> names = new HashSet<>();
    List<Channel> channels = conduit.what().channels();
    for (int i = 0; i < channels.size(); i++) {
      report.step();
      Channel channel = channels.get(i);
      boolean isNewId = ids.add(channel.id());
      boolean isNewName = names.add(channel.name().toLowerCase(Locale.ROOT));
      if (isNewId && isNewName) {
        continue;
      }
      String field = isNewId ? "name" : "id";
      String value = isNewId ? channel.name() : channel.id();
      report.add(
          new Finding.NameTaken(
              conduit.inside("channels", i, channel.id(), field),
              Kind.CHANNEL,
              field,
              Text.shown(value),
              conduit.where("channels")));
    }
  }

  private static <T extends Element> void unique(List<Listed<T>> elements, Report report) {
    Map<String, Listed<T>> byId = new HashMap<>();
    Map<String, Listed<T>> byName = new HashMap<>();
    for (Listed<T> element : elements) {
      report.step();
      Listed<T> twin = byId.putIfAbsent(element.what().id(), element);
      if (twin != null) {
        // Its name is the other's too; that says nothing more.
        report.add(
            inTwoZones(element, twin)
                .orElse(taken(element, "id", element.what().id(), twin.where())));
        continue;
      }
      String name = element.what().name().toLowerCase(Locale.ROOT);
      Listed<T> namesake = byName.putIfAbsent(name, element);
      if (namesake != null) {
        report.add(taken(element, "name", element.what().name(), namesake.where()));
      }
    }
  }

  private static <T extends Element> Optional<Finding> inTwoZones(
      Listed<T> element, Listed<T> twin) {
    if (element.what() instanceof Asset again
        && twin.what() instanceof Asset first
        && again.zone().isPresent()
        && first.zone().isPresent()
        && !again.zone().equals(first.zone())) {
      return Optional.of(
          new Finding.AssetInTwoZones(element.where(), first.zone().get(), again.zone().get()));
    }
    return Optional.empty();
  }

  private static Finding taken(Listed<?> element, String field, String value, Where first) {
    return new Finding.NameTaken(
        element.where(field), Kind.of(element.what()), field, Text.shown(value), first);
  }
}
