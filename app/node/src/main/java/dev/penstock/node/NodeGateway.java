package dev.penstock.node;

import dev.penstock.connections.Connections;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.gateway.Gateway;
import dev.penstock.pump.IntakePump;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What this node connects while it runs: by which version of it, and how it stands. */
final class NodeGateway implements Closeable {
  static final String ROOM = "connections";

  private final GatewaySettings settings;
  private final Kept<Connections> kept;
  private final Gateway gateway;
  private final DeniedRequests denied;

  /**
   * What it has around it.
   *
   * @param opening shows what sealed values say, to destinations too
   * @param ledger states something, durable on return
   */
  record Around(
      DataFolder folder,
      Storage notes,
      IntakePump intake,
      LoggedIntake listeners,
      Stores stores,
      ValueOpening opening,
      KeptVersions.Stating ledger) {}

  private NodeGateway(
      GatewaySettings settings, Kept<Connections> kept, Gateway gateway, DeniedRequests denied) {
    this.settings = settings;
    this.kept = kept;
    this.gateway = gateway;
    this.denied = denied;
  }

  /** Opens what is kept, and connects nothing yet. */
  static NodeGateway open(NodeSettings settings, Node.Machine machine, Around around)
      throws IOException {
    GatewaySettings told = settings.gateway();
    Kept<Connections> kept =
        Kept.open(
            new ConnectionsKind(),
            around.folder().room(ROOM),
            told.needsTwo(),
            machine.clock(),
            around.ledger());
    var denied = new DeniedRequests(machine.ticks());
    var gateway =
        new Gateway(
            new Gateway.Ground(
                settings.origin(),
                told.zone(),
                told.credentials(),
                around.listeners(),
                finding -> around.listeners().offer(finding, Receipt.NONE),
                around.listeners(),
                new ProxyRecorder(around.intake(), denied),
                around.stores().journal(),
                around.intake().early(),
                around.intake().names(),
                around.opening(),
                new FilesOfNotes(around.notes()),
                machine.clock(),
                machine.ticks(),
                machine.random()));
    return new NodeGateway(told, kept, gateway, denied);
  }

  /** Small files beside those that the node's other parts leave for the next run. */
  private record FilesOfNotes(Storage notes) implements Gateway.Notes {
    @Override
    public byte[] read(String name, int bytesMax) throws IOException {
      return ReplacedFile.read(notes, name, bytesMax);
    }

    @Override
    public void replace(String name, byte[] content) throws IOException {
      ReplacedFile.write(notes, name, content);
    }
  }

  /**
   * Connects what is in force, from now on always.
   *
   * @return what the operator should know
   */
  Optional<String> begin(NodePlant plant) {
    Optional<String> remark = settings.file().flatMap(kept::begin);
    plant.kept().tell(gateway::site);
    kept.tell(gateway::connections);
    gateway.start();
    return remark;
  }

  /** Its versions, and what may be wished for. */
  Kept<Connections> kept() {
    return kept;
  }

  Gateway links() {
    return gateway;
  }

  /** What the policy denied. */
  DeniedRequests denied() {
    return denied;
  }

  /** What the dictionary says of sources behind a link; empty for a link that is none of these. */
  Optional<Naming> naming(String link) {
    return gateway
        .behind(link)
        .map(behind -> new Naming(behind.zone().orElse(null), behind.protocol()));
  }

  /** What is in the way, each in one line for the operator. */
  List<String> obstacles() {
    List<String> all = new ArrayList<>();
    kept.obstacle().ifPresent(all::add);
    all.addAll(gateway.obstacles());
    return all;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
