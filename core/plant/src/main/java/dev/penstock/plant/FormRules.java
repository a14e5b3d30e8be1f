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
    Counts counts = Counts.of(draft);
    // Each is asked, so that all are told.
    boolean isFew = isFew("zones", draft.zones().size(), Bounds.ZONES_MAX, report);
    isFew &= isFew("conduits", draft.conduits().size(), Bounds.CONDUITS_MAX, report);
    isFew &= isFew("assets", draft.assets().size(), Bounds.ASSETS_MAX, report);
    isFew &= isFew("channels", counts.channels(), Bounds.CHANNELS_MAX, report);
    isFew &= isFew("access points", draft.accessPoints().size(), Bounds.ACCESS_POINTS_MAX, report);
    isFew &= isFew("functions", draft.functions().size(), Bounds.FUNCTIONS_MAX, report);
    isFew &=
        isFew("assets of functions", counts.functionAssets(), Bounds.FUNCTION_ASSETS_MAX, report);
    isFew &= isFew("accepted violations", draft.accepted().size(), Bounds.ACCEPTED_MAX, report);
    isFew &= isFew("characters of words", counts.wordsChars(), Bounds.WORDS_CHARS_MAX, report);
    if (!isFew) {
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
    titles(draft.system().stream().toList(), report);
    titles(draft.zones(), report);
    titles(draft.conduits(), report);
    titles(draft.assets(), report);
    titles(draft.accessPoints(), report);
    titles(draft.functions(), report);
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
