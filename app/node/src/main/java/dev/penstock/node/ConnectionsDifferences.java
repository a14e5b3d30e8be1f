package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.connections.Connections;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.diff.ConnectionsDiff.Kind;
import dev.penstock.connections.diff.ConnectionsDiff.Part;
import dev.penstock.plant.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people are shown who must agree to other connections. First of every thing what becomes of
 * it, ports and destinations before devices, for these open ways; then what changes of each, as far
 * as there is room, and how much more.
 *
 * <p>Req: 62443-4-2 CR 2.1 RE(4)
 */
final class ConnectionsDifferences {
  private static final int SHOWN_MAX = 255;

  /** Of what becomes of things; more than that is compared as files. */
  private static final int PARTS_MAX = 128;

  private ConnectionsDifferences() {}

  static List<Difference> between(Optional<Connections> before, Connections after) {
    List<Part> parts = new ArrayList<>();
    ConnectionsDiff diff = ConnectionsDiff.between(before.orElse(Connections.NONE), after);
    for (Kind kind : List.of(Kind.PROXY, Kind.SERVER, Kind.DESTINATION, Kind.DEVICE)) {
      diff.parts().stream().filter(part -> part.kind() == kind).forEach(parts::add);
    }
    List<Difference> shown = new ArrayList<>();
    parts.stream().limit(PARTS_MAX).forEach(part -> shown.add(whole(part)));
    long left = Math.max(0, parts.size() - PARTS_MAX);
    for (Part part : parts) {
      for (Change change : part.changes()) {
        if (shown.size() < SHOWN_MAX) {
          shown.add(
              new Difference(
                  cut(path(part) + "." + change.path()),
                  cut(change.before().orElse("")),
                  cut(change.after().orElse(""))));
        } else {
          left++;
        }
      }
      left += part.leftOut();
    }
    if (left > 0) {
      shown.add(
          new Difference("...", "", left + " more changes; compare the files of both models"));
    }
    return shown;
  }

  private static Difference whole(Part part) {
    ConnectionsDiff.Points points = part.points();
    String counts =
        points.count() == 0
            ? ""
            : ", points: %d added, %d removed, %d changed"
                .formatted(points.added(), points.removed(), points.changed());
    return switch (part.how()) {
      case ADDED -> new Difference(path(part), "", part.kind().word() + counts);
      case REMOVED -> new Difference(path(part), part.kind().word() + counts, "");
      case CHANGED -> new Difference(path(part), "", "changed" + counts);
    };
  }

  private static String path(Part part) {
    return part.kind().field() + "[" + part.id() + "]";
  }

  private static String cut(String text) {
    return text.length() <= Difference.TEXT_MAX ? text : text.substring(0, Difference.TEXT_MAX);
  }
}
