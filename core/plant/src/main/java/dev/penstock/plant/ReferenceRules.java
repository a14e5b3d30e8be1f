package dev.penstock.plant;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rules {@link Rule#CHANNEL_IN_CONDUIT}, {@link Rule#KNOWN_CONDUIT} and {@link Rule#KNOWN_ASSET},
 * and {@link Rule#KNOWN_ZONE} for access points.
 */
final class ReferenceRules {
  private final Report report;

  private ReferenceRules(Report report) {
    this.report = report;
  }

  static void look(Draft draft, Report report) {
    var rules = new ReferenceRules(report);
    draft.conduits().forEach(rules::channels);
    rules.accessPoints(draft);
    rules.functions(draft);
  }

  private static <T extends Element> Set<String> ids(List<Listed<T>> listed) {
    return listed.stream().map(each -> each.what().id()).collect(Collectors.toSet());
  }

  private void channels(Listed<Conduit> conduit) {
    List<Channel> channels = conduit.what().channels();
    for (int i = 0; i < channels.size(); i++) {
      report.step();
      Channel channel = channels.get(i);
      end(conduit, i, "from", channel.from());
      end(conduit, i, "to", channel.to());
      if (channel.from().isPresent() && channel.from().equals(channel.to())) {
        astray(conduit, i, "to", channel.to().get());
      }
    }
  }

  private void end(Listed<Conduit> conduit, int index, String field, Optional<String> zone) {
    zone.filter(id -> !conduit.what().between().contains(id))
        .ifPresent(id -> astray(conduit, index, field, id));
  }

  private void astray(Listed<Conduit> conduit, int index, String field, String zone) {
    String id = conduit.what().channels().get(index).id();
    report.add(
        new Finding.ChannelAstray(
            conduit.inside("channels", index, id, field), zone, conduit.what().between()));
  }

  private void accessPoints(Draft draft) {
    Set<String> zones = ids(draft.zones());
    Set<String> conduits = ids(draft.conduits());
    for (Listed<AccessPoint> listed : draft.accessPoints()) {
      report.step();
      AccessPoint point = listed.what();
      point
          .zone()
          .filter(id -> !zones.contains(id))
          .ifPresent(id -> report.add(new Finding.ZoneUnknown(listed.where("zone"), id)));
      point
          .conduit()
          .filter(id -> !conduits.contains(id))
          .ifPresent(id -> report.add(new Finding.ConduitUnknown(listed.where("conduit"), id)));
    }
  }

  private void functions(Draft draft) {
    Set<String> known = ids(draft.assets());
    for (Listed<EssentialFunction> listed : draft.functions()) {
      Set<String> seen = new HashSet<>();
      List<String> assets = listed.what().assets();
      for (int i = 0; i < assets.size(); i++) {
        report.step();
        if (!known.contains(assets.get(i))) {
          report.add(new Finding.AssetUnknown(listed.where("assets", i), assets.get(i)));
        } else if (!seen.add(assets.get(i))) {
          report.add(new Finding.Malformed(listed.where("assets", i), "is there twice"));
        }
      }
    }
  }
}
