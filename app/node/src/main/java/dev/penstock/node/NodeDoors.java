package dev.penstock.node;

import dev.penstock.access.PersonId;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.reception.Reception;
import dev.penstock.web.CertificateShown;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what others reach a node, and it reaches them: the API with its console, the audit trail for
 * other systems, notices, and commands on its own machine. Opened last of all, when everything is
 * there that is behind them; asked from the beginning.
 */
final class NodeDoors {
  private final NodeCommands commands;

  // Requests are answered before it is known here.
  private volatile NodeWeb web = NodeWeb.NONE;
  private volatile NodeTrail trail = NodeTrail.NONE;
  private volatile @Nullable NodeNotices notices;
  private final OpenNotices openNotices = new OpenNotices(this::notices);

  /** What is behind the doors. */
  record Behind(
      NodeGround ground,
      EvidencePath evidence,
      Anchors anchors,
      Bundles bundles,
      NodeWitness witness,
      NodePlant plant,
      NodeGateway gateway,
      NodeDryRuns dryRuns,
      Optional<Shredder> shredder) {}

  /** All are closed. */
  NodeDoors(NodeCommands commands) {
    this.commands = commands;
  }

  /**
   * From now on people and commands reach the node, and people are told.
   *
   * @param parts take what must be closed
   * @return what the operator should know
   */
  Optional<String> open(Node node, Behind behind, OpenParts parts) throws IOException {
    NodeUses uses = parts.keep(uses(behind).start());
    web =
        parts.keep(NodeWeb.start(behind.ground().settings().web(), webGround(node, behind, uses)));
    trail = parts.keep(trail(behind));
    notices = parts.keep(notices(node, behind));
    Optional<String> remark = takeCommands(node, behind, uses);
    parts.keep(new ObstacleWatch(node::obstacles, behind.ground().log())).start();
    return remark;
  }

  private static NodeUses uses(Behind behind) throws IOException {
    NodeGround ground = behind.ground();
    return NodeUses.open(
        new NodeUses.Ground(
            behind.plant(),
            behind.gateway().kept(),
            ground.settings().gateway().zone(),
            behind.evidence().projections().records(),
            ground.notes(),
            () -> ground.stores().ledger().view().head().size(),
            ground.clock(),
            ground.log()));
  }

  private NodeWeb.Ground webGround(Node node, Behind behind, NodeUses uses) {
    NodeGround ground = behind.ground();
    EvidencePath evidence = behind.evidence();
    NodeSettings settings = ground.settings();
    return new NodeWeb.Ground(
        settings.origin(),
        ground.folder(),
        ground.keys(),
        ground.stores(),
        ground.stores().payloads(),
        evidence.projections(),
        evidence.listeners(),
        evidence.shredding(),
        behind.anchors(),
        behind.bundles(),
        new NodeFacts(node, ground.clock()),
        behind.witness().witness(),
        evidence.intake(),
        evidence.live(),
        ground.signers(),
        settings.people(),
        behind.plant(),
        behind.gateway(),
        behind.shredder(),
        openNotices,
        new NodeCommanding(behind.gateway().links().commands()),
        new NodeMap(
            behind.plant(),
            settings.gateway().zone(),
            evidence.projections().records(),
            uses,
            ground.clock()),
        behind.dryRuns(),
        ground.machine(),
        ground.log());
  }

  private NodeTrail trail(Behind behind) throws IOException {
    NodeGround ground = behind.ground();
    NodeSettings settings = ground.settings();
    return NodeTrail.start(
        settings.people().trail(),
        new NodeTrail.Ground(
            ground.notes(),
            behind.evidence().projections().records(),
            () -> ground.stores().ledger().view().head().size(),
            web.people().reception(),
            settings.web().map(FrontDoor::host).orElse(NodeFacts.SOFTWARE),
            ground.machine(),
            ground.log()));
  }

  /** Where no channel is named, the console and the command line show them all the same. */
  private static NodeNotices notices(Node node, Behind behind) throws IOException {
    NodeGround ground = behind.ground();
    NodeSettings settings = ground.settings();
    return NodeNotices.start(
        node,
        ground.notes(),
        settings.origin(),
        settings.notices(),
        ground.machine(),
        behind.evidence()::tell);
  }

  private Optional<String> takeCommands(Node node, Behind behind, NodeUses uses)
      throws IOException {
    NodeGround ground = behind.ground();
    NodeGateway gateway = behind.gateway();
    var user = new NodeUser(behind.evidence()::state);
    List<NodeCommands.Named> more =
        List.of(
            new NodeCommands.Named("shred", new ShredCommand(behind.shredder(), user)),
            new NodeCommands.Named("plant", plantCommand(behind, uses)),
            new NodeCommands.Named("connections", new KeptCommand(gateway.kept())),
            new NodeCommands.Named("links", new LinksCommand(gateway.links())),
            new NodeCommands.Named(
                "command", new GivenCommand(gateway.links().commands(), user, ground.clock())),
            new NodeCommands.Named("notices", new NoticesCommand(openNotices, user)),
            new NodeCommands.Named(
                "certificate",
                new CertificateCommand(web.certificates(), user, ground.machine().random())));
    return commands.start(
        ground.path(),
        node,
        new NodeCommands.Ground(
            ground.folder(), ground.stores(), behind.bundles(), more, ground.clock()));
  }

  private static LongCommand plantCommand(Behind behind, NodeUses uses) {
    InstantSource clock = behind.ground().clock();
    var others = new DryRunCommand(behind.plant(), behind.dryRuns(), clock);
    return new CheckCommand(others, behind.plant(), uses, clock);
  }

  /** The HTTP side of the node. */
  NodeWeb web() {
    return web;
  }

  /** Who gets the audit trail as it is sealed. */
  NodeTrail trail() {
    return trail;
  }

  /** Who tells people; empty until the door is open. */
  Optional<NodeNotices> notices() {
    return Optional.ofNullable(notices);
  }

  /** Whether somebody on this machine asked the node to end. */
  boolean isStopWanted() {
    return commands.isStopWanted();
  }

  /** Sends a test notice; the only word names the channel. */
  ControlAnswer testNotice(List<String> words, LongCommand.Progress progress) {
    NodeNotices told = notices;
    return told == null
        ? new ControlAnswer.Refused("the node starts; try it again in a moment")
        : told.test(words, progress);
  }

  /** How many requests wait for a second person. */
  int approvalsOpen() {
    return web.people().reception().map(Reception::approvalsOpen).orElse(0);
  }

  /** Whose names wrong passwords have closed, by their pseudonyms. */
  List<String> namesClosed() {
    return web.people()
        .reception()
        .map(desk -> desk.closedNames().stream().map(PersonId::hex).toList())
        .orElse(List.of());
  }

  /** The certificates that the server shows, and who vouches for them; none without TLS. */
  List<CertificateShown> certificates() {
    return web.tls().map(NodeTls::certificates).orElse(List.of());
  }

  /** A new set-up code, in place of the one before. */
  ControlAnswer newSetUpCode() {
    return web.people().newSetUpCode();
  }
}
