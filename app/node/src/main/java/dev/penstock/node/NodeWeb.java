package dev.penstock.node;

import dev.penstock.flow.blob.PayloadStore;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.web.AccessToken;
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
  static final NodeWeb NONE = new NodeWeb(null, Optional.empty(), Optional.empty());

  private static final String TOKEN_FILE = "api-token";

  private final @Nullable WebServer server;
  private final Optional<Path> tokenFile;
  private final Optional<String> obstacle;

  private NodeWeb(
      @Nullable WebServer server, Optional<Path> tokenFile, Optional<String> obstacle) {
    this.server = server;
    this.tokenFile = tokenFile;
    this.obstacle = obstacle;
  }

  /**
   * The parts of the node that it stands on.
   *
   * @param witness the witness that this node is for its neighbours
   */
  record Ground(
      DataFolder folder,
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
      return new NodeWeb(
          WebServer.start(options.get(), parts), Optional.of(token), Optional.empty());
    } catch (IOException e) {
      return new NodeWeb(null, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
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

  /** Why it is not served although it should be. */
  Optional<String> obstacle() {
    return obstacle;
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
