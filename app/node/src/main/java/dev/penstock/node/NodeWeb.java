package dev.penstock.node;

import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.node.config.PeopleSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.IntakePump;
import dev.penstock.signature.Signatures;
import dev.penstock.web.AccessToken;
import dev.penstock.web.CertificateShown;
import dev.penstock.web.HostName;
import dev.penstock.web.NodeStatus;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebParts;
import dev.penstock.web.WebServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
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
  private static final String LOCALHOST = "localhost";

  private final @Nullable WebServer server;
  private final NodePeople people;
  private final Optional<String> host;
  private final Optional<NodeTls> tls;
  private final Optional<Path> tokenFile;
  private final Optional<String> obstacle;

  private NodeWeb(
      @Nullable WebServer server,
      NodePeople people,
      Optional<String> host,
      Optional<NodeTls> tls,
      Optional<Path> tokenFile,
      Optional<String> obstacle) {
    this.server = server;
    this.people = people;
    this.host = host;
    this.tls = tls;
    this.tokenFile = tokenFile;
    this.obstacle = obstacle;
  }

  /** One that is not served, for this reason. */
  private static NodeWeb of(Optional<String> obstacle) {
    return new NodeWeb(
        null, NodePeople.NONE, Optional.empty(), Optional.empty(), Optional.empty(), obstacle);
  }

  /**
   * The parts of the node that it stands on.
   *
   * @param origin of the log, which is the name of the site
   * @param keys has the key of the site's authority
   * @param witness the witness that this node is for its neighbours
   * @param intake where access records go in
   * @param live the newest values, for screens
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
    // Known when the server is there, and asked for only then.
    var tls = new AtomicReference<Optional<NodeTls>>(Optional.empty());
    try {
      Path token = Shredding.closedRoom(ground.folder()).resolve(TOKEN_FILE);
      people = people(options.get(), ground);
      WebParts parts =
          parts(AccessToken.open(token, ground.machine().random()), ground)
              .with(FrontDoor.of(options.get(), people, ground, () -> shown(tls.get())));
      NodeWeb web = start(options.get(), parts, people, ground, token);
      tls.set(web.tls());
      isStarted = true;
      return web;
    } catch (IOException e) {
      return of(Optional.of(String.valueOf(e.getMessage())));
    } finally {
      if (!isStarted) {
        people.closeQuietly();
      }
    }
  }

  private static List<CertificateShown> shown(Optional<NodeTls> tls) {
    return tls.map(NodeTls::certificates).orElse(List.of());
  }

  private static NodePeople people(WebOptions options, Ground ground) throws IOException {
    return NodePeople.open(
        ground.folder(),
        ground.intake(),
        FrontDoor.party(options, ground.origin()),
        ground.signatures(),
        ground.machine(),
        ground.people().access(),
        ground.origin());
  }

  private static NodeWeb start(
      WebOptions options, WebParts parts, NodePeople people, Ground ground, Path token)
      throws IOException {
    return switch (options.way()) {
      case WebOptions.Way.Plain() ->
          new NodeWeb(
              WebServer.start(options, parts),
              people,
              Optional.of(LOCALHOST),
              Optional.empty(),
              Optional.of(token),
              Optional.empty());
      case WebOptions.Way.Tls way -> overTls(options, way, parts, people, ground, token);
    };
  }

  private static NodeWeb overTls(
      WebOptions options,
      WebOptions.Way.Tls way,
      WebParts parts,
      NodePeople people,
      Ground ground,
      Path token)
      throws IOException {
    NodeTls tls = identity(options, way, ground);
    WebServer server = WebServer.start(options, parts, tls);
    tls.keepYoung(server);
    String host = way.hosts().isEmpty() ? LOCALHOST : way.hosts().getFirst();
    return new NodeWeb(
        server, people, Optional.of(host), Optional.of(tls), Optional.of(token), Optional.empty());
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
    return tokenFile;
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
    return obstacle.or(() -> tls.flatMap(NodeTls::obstacle)).or(people::obstacle);
  }

  /** Who can sign in. */
  NodePeople people() {
    return people;
  }

  @Override
  public void close() throws IOException {
    var parts = new OpenParts("the HTTP side");
    var _ = parts.keep(people);
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
