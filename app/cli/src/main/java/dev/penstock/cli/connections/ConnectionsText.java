package dev.penstock.cli.connections;

import dev.penstock.cli.json.JsonText;
import dev.penstock.connections.Connections;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.form.Finding;
import dev.penstock.plant.Change;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was found, for people and for programs. */
final class ConnectionsText {
  private ConnectionsText() {}

  static List<String> sound(Path file, Connections connections) {
    return List.of(
        file + ": sound",
        "  devices       " + connections.devices().size(),
        "  points        " + connections.pointCount(),
        "  destinations  " + connections.destinations().size(),
        "  proxies       " + connections.proxies().size(),
        "  servers       " + connections.servers().size(),
        "  digest        " + connections.digest());
  }

  static List<String> findings(Path file, List<Finding> findings, long leftOut) {
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.add(ConnectionsFile.told(file, finding)));
    if (leftOut > 0) {
      lines.add(file + ": and " + leftOut + " more findings");
    }
    return lines;
  }

  static List<String> soundJson(Path file, Connections connections) {
    return List.of(
        "{\"file\":"
            + JsonText.of(file.toString())
            + ",\"sound\":true,\"devices\":"
            + connections.devices().size()
            + ",\"points\":"
            + connections.pointCount()
            + ",\"destinations\":"
            + connections.destinations().size()
            + ",\"proxies\":"
            + connections.proxies().size()
            + ",\"servers\":"
            + connections.servers().size()
            + ",\"digest\":"
            + JsonText.of(connections.digest().toString())
            + ",\"findings\":[],\"findings_left_out\":0}");
  }

  static List<String> findingsJson(Path file, List<Finding> findings, long leftOut) {
    return List.of(
        "{\"file\":"
            + JsonText.of(file.toString())
            + ",\"sound\":false,\"findings\":"
            + JsonText.array(findings, ConnectionsText::json)
            + ",\"findings_left_out\":"
            + leftOut
            + "}");
  }

  private static String json(Finding finding) {
    return "{\"path\":"
        + JsonText.of(finding.where().path())
        + ",\"line\":"
        + finding.where().place().line()
        + ",\"column\":"
        + finding.where().place().column()
        + ",\"what\":"
        + JsonText.of(finding.fault().what())
        + ",\"allowed\":"
        + JsonText.of(finding.fault().allowed())
        + ",\"advice\":"
        + JsonText.of(finding.fault().advice())
        + "}";
  }

  static List<String> of(ConnectionsDiff diff) {
    if (diff.isEmpty()) {
      return List.of("no difference");
    }
    List<String> lines = new ArrayList<>();
    for (ConnectionsDiff.Part part : diff.parts()) {
      lines.add(sign(part.how()) + " " + part.kind().word() + " " + part.id() + points(part));
      part.changes().forEach(change -> lines.add("    " + of(change)));
      if (part.leftOut() > 0) {
        lines.add("    and " + part.leftOut() + " more changes");
      }
    }
    return lines;
  }

  private static String sign(ConnectionsDiff.How how) {
    return switch (how) {
      case ADDED -> "+";
      case REMOVED -> "-";
      case CHANGED -> "~";
    };
  }

  private static String points(ConnectionsDiff.Part part) {
    ConnectionsDiff.Points points = part.points();
    return points.count() == 0
        ? ""
        : ": points added %d, removed %d, changed %d"
            .formatted(points.added(), points.removed(), points.changed());
  }

  private static String of(Change change) {
    if (change.before().isEmpty()) {
      return "+ " + change.path() + ": " + change.after().orElse("");
    }
    if (change.after().isEmpty()) {
      return "- " + change.path() + ": " + change.before().get();
    }
    return "~ " + change.path() + ": " + change.before().get() + " -> " + change.after().get();
  }

  static List<String> json(ConnectionsDiff diff) {
    return List.of(JsonText.array(diff.parts(), ConnectionsText::json));
  }

  private static String json(ConnectionsDiff.Part part) {
    return "{\"kind\":"
        + JsonText.of(part.kind().word())
        + ",\"id\":"
        + JsonText.of(part.id())
        + ",\"how\":"
        + JsonText.of(
            switch (part.how()) {
              case ADDED -> "added";
              case REMOVED -> "removed";
              case CHANGED -> "changed";
            })
        + ",\"points\":{\"added\":"
        + part.points().added()
        + ",\"removed\":"
        + part.points().removed()
        + ",\"changed\":"
        + part.points().changed()
        + "},\"changes\":"
        + JsonText.array(part.changes(), ConnectionsText::json)
        + ",\"changes_left_out\":"
        + part.leftOut()
        + "}";
  }

  private static String json(Change change) {
    return "{\"path\":"
        + JsonText.of(change.path())
        + ",\"before\":"
        + JsonText.of(change.before().orElse(null))
        + ",\"after\":"
        + JsonText.of(change.after().orElse(null))
        + "}";
  }
}
