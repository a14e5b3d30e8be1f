package dev.penstock.plant;

import dev.penstock.plant.tree.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules {@link Rule#FORM} and {@link Rule#BOUNDS}: what ids and names may be, and how many. */
final class FormRules {
  private FormRules() {}

  /** When this is false, nothing else is looked at. */
  static boolean isWithinBounds(Draft draft, Report report) {
    // Each is asked, so that all are told.
    boolean areZonesFew = isFew("zones", draft.zones().size(), Bounds.ZONES_MAX, report);
    boolean areConduitsFew =
        isFew("conduits", draft.conduits().size(), Bounds.CONDUITS_MAX, report);
    boolean areAssetsFew = isFew("assets", draft.assets().size(), Bounds.ASSETS_MAX, report);
    if (!areZonesFew || !areConduitsFew || !areAssetsFew) {
      return false;
    }
    long sources = sources(draft).count();
    long patterns = sources(draft).filter(SourcePattern::isPattern).count();
    return isFew("sources", sources, Bounds.SOURCES_MAX, report)
        && isFew("patterns of sources", patterns, Bounds.PATTERNS_MAX, report);
  }

  private static Stream<String> sources(Draft draft) {
    return draft.zones().stream().flatMap(zone -> zone.what().sources().stream());
  }

  private static boolean isFew(String things, long count, long max, Report report) {
    if (count > max) {
      report.add(new Finding.TooMany(new Where("", Place.NONE), things, count, max));
    }
    return count <= max;
  }

  static void look(Draft draft, Report report) {
    titles(List.of(draft.organisation()), report);
    titles(List.of(draft.site()), report);
    titles(draft.zones(), report);
    titles(draft.conduits(), report);
    titles(draft.assets(), report);
    for (Listed<Zone> zone : draft.zones()) {
      List<String> sources = zone.what().sources();
      for (int i = 0; i < sources.size(); i++) {
        report.step();
        Optional<String> fault = Text.faultOfSource(sources.get(i));
        if (fault.isPresent()) {
          report.add(new Finding.Malformed(zone.where("sources", i), fault.get()));
        }
      }
    }
  }

  private static <T extends Element> void titles(List<Listed<T>> elements, Report report) {
    for (Listed<T> element : elements) {
      report.step();
      Text.faultOfId(element.what().id())
          .ifPresent(fault -> report.add(new Finding.Malformed(element.where("id"), fault)));
      Text.faultOfName(element.what().name())
          .ifPresent(fault -> report.add(new Finding.Malformed(element.where("name"), fault)));
    }
  }
}
