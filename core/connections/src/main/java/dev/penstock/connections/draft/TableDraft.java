package dev.penstock.connections.draft;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Fault;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.form.Findings;
import dev.penstock.connections.form.InstanceFit;
import dev.penstock.connections.form.ServedFit;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.plant.Model;
import dev.penstock.plant.Where;
import dev.penstock.plant.tree.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connections with another table of points for one of their devices.
 *
 * @param draft its findings have the lines and columns of the table
 * @param device with what the table says; empty where there is a finding
 * @param points what becomes of the points of the device
 * @param notTaken columns that mean nothing here
 */
public record TableDraft(
    Draft draft, Optional<Device> device, ConnectionsDiff.Points points, List<String> notTaken) {
  public TableDraft {
    notTaken = List.copyOf(notTaken);
  }

  /** What a table would make of a device of these connections. */
  public static TableDraft of(
      Connections now,
      Device device,
      String table,
      PointSheet.Mode mode,
      ProtocolForms protocols,
      Optional<Model> plant) {
    return switch (PointSheet.read(device, table, mode, protocols)) {
      case PointSheet.Imported.Refused(var findings, var leftOut) -> refused(findings, leftOut);
      case PointSheet.Imported.Merged(var merged, var diff, var notTaken) -> {
        long points = (long) now.pointCount() - device.points().size() + merged.points().size();
        if (points > Bounds.POINTS_MAX) {
          yield refused(List.of(tooMany(points)), 0);
        }
        Connections then = now.with(merged);
        Findings unserved = ServedFit.findings(then);
        if (unserved.count() > 0) {
          yield refused(unserved.list(), unserved.leftOut());
        }
        List<Finding> unfit = InstanceFit.findings(then, protocols);
        if (!unfit.isEmpty()) {
          yield refused(unfit, 0);
        }
        yield new TableDraft(
            Draft.sound(then, Map.of(), plant),
            Optional.of(merged),
            diff.parts().stream()
                .map(ConnectionsDiff.Part::points)
                .findFirst()
                .orElse(ConnectionsDiff.Points.NONE),
            notTaken);
      }
    };
  }

  private static TableDraft refused(List<Finding> findings, long leftOut) {
    return new TableDraft(
        Draft.unsound(findings, leftOut), Optional.empty(), ConnectionsDiff.Points.NONE, List.of());
  }

  private static Finding tooMany(long points) {
    return new Finding(
        new Where("", Place.NONE),
        new Fault(
            "all devices together would have " + points + " points",
            "at most " + Bounds.POINTS_MAX,
            "share them between two gateways"));
  }
}
