package dev.penstock.node;

import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.web.AccessToken;
import dev.penstock.web.HostName;
import dev.penstock.web.NodeStatus;
import dev.penstock.web.WebOptions;
import dev.penstock.web.WebParts;
import dev.penstock.web.WebServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
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

  private final @Nullable WebServer server;
  private final Optional<String> host;
  private final Optional<NodeTls> tls;
  private final Optional<Path> tokenFile;
  private final Optional<String> obstacle;

  private NodeWeb(
      @Nullable WebServer server,
      Optional<String> host,
      Optional<NodeTls> tls,
      Optional<Path> tokenFile,
      Optional<String> obstacle) {
    this.server = server;
    this.host = host;
    this.tls = tls;
    this.tokenFile = tokenFile;
    this.obstacle = obstacle;
  }

  /** One that is not served, for this reason. */
  private static NodeWeb of(Optional<String> obstacle) {
    return new NodeWeb(null, Optional.empty(), Optional.empty(), Optional.empty(), obstacle);
  }

  /**
   * The parts of the node that it stands on.
   *
   * @param origin of the log, which is the name of the site
   * @param keys has the key of the site's authority
   * @param witness the witness that this node is for its neighbours
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
    try {
      Path token = Shredding.closedRoom(ground.folder()).resolve(TOKEN_FILE);
      WebParts parts = parts(AccessToken.open(token, ground.machine().random()), ground);
      return switch (options.get().way()) {
        case WebOptions.Way.Plain() ->
            new NodeWeb(
                WebServer.start(options.get(), parts),
                Optional.of(options.get().bind()),
                Optional.empty(),
                Optional.of(token),
                Optional.empty());
        case WebOptions.Way.Tls way -> overTls(options.get(), way, parts, ground, token);
      };
    } catch (IOException e) {
      return of(Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private static NodeWeb overTls(
      WebOptions options, WebOptions.Way.Tls way, WebParts parts, Ground ground, Path token)
      throws IOException {
    NodeTls tls = identity(options, way, ground);
    WebServer server = WebServer.start(options, parts, tls);
    tls.keepYoung(server);
    String host = way.hosts().isEmpty() ? "localhost" : way.hosts().getFirst();
    return new NodeWeb(
        server, Optional.of(host), Optional.of(tls), Optional.of(token), Optional.empty());
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
    return obstacle.or(() -> tls.flatMap(NodeTls::obstacle));
  }

  @Override
  public void close() {
    // Or the server would be told of a certificate while it ends.
    tls.ifPresent(NodeTls::close);
    if (server != null) {
      server.close();
    }
  }
}
