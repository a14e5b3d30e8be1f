package dev.penstock.node;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Server;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.schedule.GroupFigures;
import dev.penstock.merkle.Digest;
import dev.penstock.node.gateway.CommandsShown;
import dev.penstock.node.gateway.DestinationShown;
import dev.penstock.node.gateway.DeviceShown;
import dev.penstock.node.gateway.Gateway;
import dev.penstock.node.gateway.ProxyShown;
import dev.penstock.node.gateway.ServerShown;
import dev.penstock.plant.Model;
import dev.penstock.plant.version.History;
import dev.penstock.pump.DestinationFigures;
import dev.penstock.pump.DriverFigures;
import dev.penstock.pump.OnceOutcome;
import dev.penstock.web.ConnectionsView;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What this node connects, for the API: its versions, and how its links stand. */
record NodeConnections(Kept<Connections> kept, Gateway gateway) implements ConnectionsView {
  @Override
  public Links links() {
    return new Links(
        gateway.devices().stream().map(NodeConnections::link).toList(),
        gateway.destinations().stream().map(NodeConnections::link).toList(),
        gateway.proxies().stream().map(NodeConnections::link).toList(),
        gateway.servers().stream().map(NodeConnections::link).toList(),
        gateway.obstacles());
  }

  private static DeviceLink link(DeviceShown shown) {
    DriverFigures figures = shown.figures();
    return new DeviceLink(
        shown.device().id(),
        shown.zone(),
        figures.link(),
        figures.points(),
        figures.faulty(),
        figures.refused(),
        figures.samples(),
        figures.unkept(),
        figures.groups().stream().mapToLong(GroupFigures::overruns).sum(),
        figures.pauses(),
        figures.writes());
  }

  private static DestinationLink link(DestinationShown shown) {
    DestinationFigures figures = shown.figures();
    return new DestinationLink(
        shown.destination().id(),
        shown.destination().zone(),
        figures.isLinked(),
        figures.why(),
        figures.lag(),
        figures.behind(),
        figures.sent(),
        figures.acknowledged(),
        figures.historyLeft(),
        figures.overtaken(),
        figures.links(),
        shown.commands().map(NodeConnections::commands));
  }

  private static CommandsOf commands(CommandsShown shown) {
    return new CommandsOf(
        shown.obstacle(),
        shown.counts().underWay(),
        shown.counts().taken(),
        shown.counts().refused(),
        shown.unanswered());
  }

  private static ProxyLink link(ProxyShown shown) {
    return new ProxyLink(
        shown.proxy().id(),
        shown.proxy().fromZone(),
        shown.proxy().to(),
        shown.address(),
        shown.clients());
  }

  private static ServerLink link(ServerShown shown) {
    return new ServerLink(
        shown.server().id(),
        shown.server().fromZone(),
        shown.server().serve().stream().map(Server.Served::device).distinct().toList(),
        shown.address(),
        shown.clients(),
        shown.answered(),
        shown.withoutValue(),
        shown.unmapped(),
        shown.refused());
  }

  @Override
  public Drafted check(byte[] yaml, Optional<Model> plant) {
    return new ConnectionsDrafts(kept).check(yaml, plant);
  }

  @Override
  public Optional<DraftedTable> check(
      String device, String table, PointSheet.Mode mode, Optional<Model> plant) {
    return new ConnectionsDrafts(kept).check(device, table, mode, plant);
  }

  @Override
  public OnceRead readOnce(String device, List<PointSpec> points) throws InterruptedException {
    return switch (gateway.readOnce(device, points)) {
      case OnceOutcome.Done(var at, var read) ->
          new OnceRead.Done(at, read.stream().map(NodeConnections::point).toList());
      case OnceOutcome.Busy(var text) -> new OnceRead.Busy(text);
      case OnceOutcome.NotRead(var text) -> new OnceRead.NotRead(text);
    };
  }

  private static OncePoint point(dev.penstock.pump.OncePoint read) {
    return new OncePoint(read.spec(), read.value(), read.quality(), read.why());
  }

  @Override
  public Optional<Shown<Connections>> active() {
    return kept.active();
  }

  @Override
  public History history() {
    return kept.history();
  }

  @Override
  public Optional<byte[]> yaml(Digest model) throws IOException {
    return kept.yaml(model);
  }

  @Override
  public Laid lay(byte[] yaml) throws IOException {
    return kept.lay(yaml);
  }

  @Override
  public Asking asking(Digest model) throws IOException {
    return kept.asking(model);
  }
}
