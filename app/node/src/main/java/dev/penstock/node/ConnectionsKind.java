package dev.penstock.node;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.connections.Connections;
import dev.penstock.connections.form.ConnectionsReader;
import dev.penstock.connections.form.ConnectionsWriter;
import dev.penstock.connections.form.Reading;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.List;
import java.util.Optional;

/** What the node connects, docs/formats/connections.md. */
final class ConnectionsKind implements KeptKind<Connections> {
  private static final int FINDINGS_MAX = 50;

  @Override
  public String word() {
    return "connections";
  }

  @Override
  public String name() {
    return "the model of the connections";
  }

  @Override
  public String withoutOne() {
    return "nothing is connected";
  }

  @Override
  public Digest digest(Connections one) {
    return one.digest();
  }

  @Override
  public Read<Connections> read(Tree tree) {
    return switch (ConnectionsReader.read(tree, ProtocolForms.standard())) {
      case Reading.Sound(var connections, _) -> new Read.Sound<>(connections);
      case Reading.Unsound(var findings, _) ->
          new Read.Unsound<>(
              findings.stream().limit(FINDINGS_MAX).map(each -> each.text()).toList());
      case Reading.NoConnections(var place, var why) ->
          new Read.Unsound<>(
              List.of(
                  place.equals(Place.NONE)
                      ? why
                      : place.line() + ":" + place.column() + " " + why));
    };
  }

  @Override
  public Tree write(Connections one) {
    return ConnectionsWriter.write(one);
  }

  @Override
  public Connections inNewestFormat(Connections one) {
    return one;
  }

  @Override
  public List<Difference> differences(Optional<Connections> before, Connections after) {
    return ConnectionsDifferences.between(before, after);
  }
}
