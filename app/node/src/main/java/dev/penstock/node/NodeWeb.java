package dev.penstock.node;

import dev.penstock.access.DualControl;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.node.config.PeopleSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.plant.Zone;
import dev.penstock.pump.IntakePump;
import dev.penstock.reception.Answer;
import dev.penstock.reception.Execution;
import dev.penstock.reception.Reception;
import dev.penstock.signature.Signatures;
import dev.penstock.web.AccessToken;
import dev.penstock.web.CertificateShown;
import dev.penstock.web.Desks;
import dev.penstock.web.DryRunView;
import dev.penstock.web.Front;
import dev.penstock.web.HostName;
import dev.penstock.web.MapView;
import dev.penstock.web.NodeStatus;
import dev.penstock.web.NoticeView;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebParts;
import dev.penstock.web.WebServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of a node: the server, the file of its token, and what is in the way of both. The
 * API is how people look at a node; one that cannot have its port takes in and seals all the same,
 * and says what is missing.
 */
final class NodeWeb implements Closeable {
  /** What a node has whose API is switched off, or not there yet. */
  static final NodeWeb NONE = of(Optional.empty());

  private static final String TOKEN_FILE = "api-token";

  /** Passkeys cannot be bound to an address, so the console is opened by this name. */
  private final @Nullable WebServer server;

  private final Behind behind;
  private final Optional<String> host;
  private final Optional<NodeTls> tls;
  private final Optional<String> obstacle;

  private NodeWeb(
      @Nullable WebServer server,
      Behind behind,
      Optional<String> host,
      Optional<NodeTls> tls,
      Optional<String> obstacle) {
    this.server = server;
    this.behind = behind;
    this.host = host;
    this.tls = tls;
    this.obstacle = obstacle;
  }

  /** One that is not served, for this reason. */
  private static NodeWeb of(Optional<String> obstacle) {
    return new NodeWeb(null, Behind.NOBODY, Optional.empty(), Optional.empty(), obstacle);
  }

  /**
   * Who answers behind the server.
   *
   * @param provider outside, at which people may sign in
   * @param certificates what the site's authority issues and revokes
   * @param tokenFile with the token that opens the API
   */
  private record Behind(
      NodePeople people,
      NodeProvider provider,
      NodeCertificates certificates,
      Optional<Path> tokenFile) {
    private static final Behind NOBODY =
        new Behind(
            NodePeople.NONE,
            NodeProvider.NONE,
            new NodeCertificates(Optional::empty, List.of(), _ -> {}),
            Optional.empty());
  }

  /**
   * The parts of the node that it stands on.
   *
   * @param origin of the log, which is the name of the site
   * @param keys has the key of the site's authority
   * @param witness the witness that this node is for its neighbours
   * @param intake where access records go in
   * @param live the newest values, for screens
   * @param plant the model of the plant
   * @param gateway what is connected
   * @param shredder what destroys keys, where there is a vault
   * @param notices what people must know just now
   * @param commands what is given to devices
   * @param map the zone and conduit map
   */
  record Ground(
      String origin,
      DataFolder folder,
      NodeKeys keys,
      Stores stores,
      PayloadStore payloads,
      Projections projections,
      LoggedIntake listeners,
      Shredding shredding,
      Anchors anchors,
      Bundles bundles,
      NodeStatus status,
      Optional<Witness> witness,
      IntakePump intake,
      LiveBoard live,
      Signatures signatures,
      PeopleSettings people,
      NodePlant plant,
      NodeGateway gateway,
      Optional<Shredder> shredder,
      NoticeView notices,
      NodeCommanding commands,
      MapView map,
      DryRunView dryRuns,
      Node.Machine machine,
      NodeLog log) {}

  /**
   * Serves, where the settings have an API.
   *
   * @param options empty where it is switched off
   */
  static NodeWeb start(Optional<WebOptions> options, Ground ground) {
    if (options.isEmpty()) {
      return NONE;
    }
    boolean isStarted = false;
    NodePeople people = NodePeople.NONE;
    NodeProvider provider = NodeProvider.NONE;
    // Known when the server is there, and asked for only then.
    var tls = new AtomicReference<Optional<NodeTls>>(Optional.empty());
    try {
      Path token = Shredding.closedRoom(ground.folder()).resolve(TOKEN_FILE);
      var served = new AtomicReference<>(NodePeople.NONE);
      var certificates =
          new NodeCertificates(
              () -> tls.get().map(NodeTls::authority),
              NodeTls.called(options.get()),
              fingerprint ->
                  served.get().reception().ifPresent(desk -> desk.certificateGone(fingerprint)));
      var shreds = new Shreds(ground.shredder());
      Kept<Connections> connections = ground.gateway().kept();
      var deeds =
          new NodeDeeds(ground.plant(), connections, shreds, certificates, ground.commands());
      people = people(options.get(), ground, new LoggedDeeds(deeds, ground.log()));
      served.set(people);
      provider = NodeProvider.open(options.get(), people, ground);
      var desks =
          new Desks(
              ground.plant(),
              certificates,
              shreds,
              ground.notices(),
              new NodeConnections(connections, ground.gateway().links()),
              ground.commands(),
              ground.map(),
              ground.dryRuns());
      WebParts parts =
          parts(AccessToken.open(token, ground.machine().random()), ground)
              .with(frontDoor(options.get(), people, provider, ground, tls))
              .with(desks);
      people.reception().ifPresent(desk -> meet(ground, desk));
      NodeWeb web =
          start(
              options.get(),
              parts,
              new Behind(people, provider, certificates, Optional.of(token)),
              ground);
      tls.set(web.tls());
      isStarted = true;
      return web;
    } catch (IOException e) {
      return of(Optional.of(String.valueOf(e.getMessage())));
    } finally {
      if (!isStarted) {
        provider.close();
        people.closeQuietly();
      }
    }
  }

  private static Front frontDoor(
      WebOptions options,
      NodePeople people,
      NodeProvider provider,
      Ground ground,
      AtomicReference<Optional<NodeTls>> tls) {
    return FrontDoor.of(
        options,
        people,
        provider.door(),
        ground,
        () -> shown(tls.get()),
        names(options, ground, tls));
  }

  private static NameTests names(
      WebOptions options, Ground ground, AtomicReference<Optional<NodeTls>> tls) {
    return new NameTests(
        options,
        FrontDoor.party(options, ground.origin()),
        NameTests.Names.HERE,
        () -> tls.get().map(NodeTls::server),
        ground.machine().clock(),
        NameTests.PATIENCE);
  }

  private static List<CertificateShown> shown(Optional<NodeTls> tls) {
    return tls.map(NodeTls::certificates).orElse(List.of());
  }

  /** Grants for zones that are gone end; when that cannot be kept, they reach nothing anyway. */
  private static void meet(Ground ground, Reception desk) {
    Kept<SiteModel> plant = ground.plant().kept();
    plant.keepWhatIsAsked(() -> desk.mattersUnderWay(DualControl.Kind.PLANT_CHANGE));
    plant.oneIsEnough(() -> desk.isAgreedToByOne(DualControl.Kind.PLANT_CHANGE));
    Kept<Connections> connections = ground.gateway().kept();
    connections.keepWhatIsAsked(() -> desk.mattersUnderWay(DualControl.Kind.CONNECTIONS_CHANGE));
    connections.oneIsEnough(() -> desk.isAgreedToByOne(DualControl.Kind.CONNECTIONS_CHANGE));
    plant.tell(site -> {
      Set<String> zones = site.plant().zones().stream().map(Zone::id).collect(Collectors.toSet());
      if (desk.zonesAre(zones) instanceof Answer.Refused<Answer.Nothing>(var why)) {
        ground
            .log()
            .say(
                LogLevel.ERROR,
                "zones-not-told",
                "roles in zones that are gone could not be ended: " + why.code());
      }
    });
  }

  private static NodePeople people(WebOptions options, Ground ground, Execution deeds)
      throws IOException {
    return NodePeople.open(
        ground.folder(),
        ground.intake(),
        FrontDoor.party(options, ground.origin()),
        ground.signatures(),
        ground.machine(),
        ground.people().access(),
        ground.origin(),
        deeds);
  }

  private static NodeWeb start(WebOptions options, WebParts parts, Behind behind, Ground ground)
      throws IOException {
    return switch (options.way()) {
      case WebOptions.Way.Plain() ->
          new NodeWeb(
              WebServer.start(options, parts),
              behind,
              Optional.of(FrontDoor.host(options)),
              Optional.empty(),
              Optional.empty());
      case WebOptions.Way.Tls way -> overTls(options, way, parts, behind, ground);
    };
  }

  private static NodeWeb overTls(
      WebOptions options, WebOptions.Way.Tls way, WebParts parts, Behind behind, Ground ground)
      throws IOException {
    NodeTls tls = identity(options, way, ground);
    WebServer server = WebServer.start(options, parts, tls);
    tls.keepYoung(server);
    Optional<String> host = Optional.of(FrontDoor.host(options));
    return new NodeWeb(server, behind, host, Optional.of(tls), Optional.empty());
  }

  private static NodeTls identity(WebOptions options, WebOptions.Way.Tls way, Ground ground)
      throws IOException {
    try {
      return NodeTls.open(options, way, ground);
    } catch (IOException | KeyHomeException e) {
      throw new IOException("the HTTP API is not served over TLS: " + e.getMessage(), e);
    }
  }

  private static WebParts parts(AccessToken token, Ground ground) {
    var parts =
        new WebParts(
                token,
                ground.projections().records(),
                ground.projections().continuity(),
                ground.listeners(),
                ground.listeners(),
                new TileView(new LedgerTiles(ground.stores().ledger())),
                ground.payloads()::get,
                ground.status(),
                (number, request, why) -> report(ground.log(), number, request, why),
                ground.anchors(),
                ground.bundles()::prepare,
                ground.machine().clock())
            .opening(ground.shredding().opening());
    return ground.witness().map(parts::with).orElse(parts);
  }

  private static void report(NodeLog log, long number, String request, Throwable why) {
    log.say(LogLevel.ERROR, "incident", request + ": " + why, "number", Long.toString(number));
  }

  /** The port that is listened on, where there is one. */
  OptionalInt port() {
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  /** The file with the token that opens the API, where it is served. */
  Optional<Path> tokenFile() {
    return behind.tokenFile();
  }

  /** Where it is served, as a browser has it. */
  Optional<String> address() {
    return server == null
        ? Optional.empty()
        : host.map(name ->
            (tls.isPresent() ? "https://" : "http://")
                + HostName.inAuthority(name)
                + ":"
                + server.port());
  }

  /** Who it is over TLS, where it is served over that. */
  Optional<NodeTls> tls() {
    return tls;
  }

  /** Why it is not served although it should be, or soon will not be. */
  Optional<String> obstacle() {
    return obstacle
        .or(() -> tls.flatMap(NodeTls::obstacle))
        .or(behind.people()::obstacle)
        .or(behind.provider()::obstacle);
  }

  /** The provider outside at which people may sign in. */
  NodeProvider provider() {
    return behind.provider();
  }

  /** What the site's authority issues and revokes. */
  NodeCertificates certificates() {
    return behind.certificates();
  }

  /** Who can sign in. */
  NodePeople people() {
    return behind.people();
  }

  @Override
  public void close() throws IOException {
    var parts = new OpenParts("the HTTP side");
    var _ = parts.keep(behind.people());
    var _ = parts.keep(behind.provider());
    if (server != null) {
      var _ = parts.keep(server);
    }
    // First of all, or the server would be told of a certificate while it ends.
    if (tls.isPresent()) {
      var _ = parts.keep(tls.get());
    }
    parts.close();
  }
}
