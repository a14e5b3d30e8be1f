package dev.penstock.web;

import dev.penstock.access.Bytes;
import dev.penstock.access.PersonId;
import dev.penstock.audit.AuditTrail;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.intake.Listening;
import dev.penstock.reception.Reception;
import dev.penstock.web.internal.call.Route;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of one node while it runs. {@link #start} opens the socket; {@link #close} lets
 * answers that are under way come to their end, and no new ones begin. A virtual thread serves each
 * request, and these threads belong to this.
 */
public final class WebServer implements Closeable {
  /** What events are heard by, in records and in continuity. */
  public static final String LISTENER = "http";

  /** What the dictionary says of a source that events bring. */
  public static final String PROTOCOL = Scope.HTTP;

  private static final String SUBSCRIPTION = "events";

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 128;

  private final WebParts parts;
  private final Javalin javalin;
  private final LiveAnswers live;
  private final int port;
  private final @Nullable TlsListener tls;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  // Held here, for the logging system forgets levels of loggers that nobody holds.
  private final List<Logger> quiet = quieten();

  private WebServer(
      WebOptions options,
      WebParts parts,
      Optional<TlsIdentity> identity,
      List<Route> more,
      ServerSocketChannel socket)
      throws IOException {
    this.parts = parts;
    this.tls = identity.isPresent() ? new TlsListener(identity.get()) : null;
    this.port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
    var traffic = new Traffic();
    var gate = new QueryGate(options.limits());
    var rates = new OriginRates(options.limits().rates(), System::nanoTime);
    var doorkeeper = new Doorkeeper(parts.token(), options, port, rates, identity);
    var admission = new Admission(doorkeeper, parts.front().reception(), parts.desks().plant());
    this.live = new LiveAnswers(parts);
    List<Route> routes = new ArrayList<>(routes(parts, options.limits(), gate, traffic, live));
    routes.addAll(more);
    var dispatch =
        new Dispatch(
            routes,
            doorkeeper,
            admission,
            gate,
            traffic,
            parts.incidents(),
            options.limits().idleTime());
    this.javalin =
        Javalin.create(config -> {
          configure(config, options.limits(), tls, socket, traffic);
          dispatch.register(config.routes);
        });
  }

  /**
   * Opens the socket and serves plain HTTP.
   *
   * @throws IOException when the address is taken or the socket cannot be opened, with one line
   *     that names it
   */
  public static WebServer start(WebOptions options, WebParts parts) throws IOException {
    if (!(options.way() instanceof WebOptions.Way.Plain)) {
      throw new IllegalArgumentException("TLS needs somebody to be");
    }
    return start(options, parts, Optional.empty(), List.of());
  }

  /**
   * Opens the socket and serves over TLS.
   *
   * @throws IOException as above, and when the certificate cannot be shown
   */
  public static WebServer start(WebOptions options, WebParts parts, TlsIdentity identity)
      throws IOException {
    if (!(options.way() instanceof WebOptions.Way.Tls)) {
      throw new IllegalArgumentException("plain HTTP shows no certificate");
    }
    return start(options, parts, Optional.of(identity), List.of());
  }

  /**
   * As above.
   *
   * @param more addresses besides those of the API
   */
  static WebServer start(
      WebOptions options, WebParts parts, Optional<TlsIdentity> identity, List<Route> more)
      throws IOException {
    // Opened here, so that the port is known before the first request is judged by it.
    ServerSocketChannel socket = ServerSocketChannel.open();
    boolean isStarted = false;
    try {
      bind(socket, options);
      var server = new WebServer(options, parts, identity, more, socket);
      var _ = server.javalin.start();
      parts
          .listening()
          .changed(LISTENER, SUBSCRIPTION, Listening.Up.socket(parts.clock().instant()));
      isStarted = true;
      return server;
    } finally {
      if (!isStarted) {
        socket.close();
      }
    }
  }

  /**
   * Lets the libraries behind this make themselves ready, and opens nothing. A start is shorter
   * where this is done meanwhile by a thread that has nothing else to do.
   */
  public static void prepare() {
    List<Logger> quiet = quieten();
    try {
      var _ = Javalin.create(config -> config.startup.showJavalinBanner = false);
      var _ = new Server();
    } finally {
      Reference.reachabilityFence(quiet);
    }
  }

  private static void bind(ServerSocketChannel socket, WebOptions options) throws IOException {
    try {
      var _ = socket.bind(new InetSocketAddress(options.bind(), options.port()), BACKLOG);
    } catch (IOException e) {
      throw new IOException(
          "the HTTP API cannot listen on "
              + options.bind()
              + " port "
              + options.port()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** All addresses of the API, in the order in which they are tried. */
  static List<Route> routes(
      WebParts parts, WebLimits limits, QueryGate gate, Traffic traffic, LiveAnswers live) {
    var events = new EventAnswers(parts, limits);
    var routes = new ArrayList<Route>();
    routes.addAll(new SourceAnswers(parts, limits).routes());
    routes.addAll(new RecordAnswers(parts, limits).routes());
    routes.addAll(new BlobAnswers(parts).routes());
    routes.addAll(new AnchorAnswers(parts).routes());
    routes.addAll(new ContinuityAnswers(parts).routes());
    routes.addAll(new BundleAnswers(parts).routes());
    routes.addAll(events.routes());
    routes.addAll(new LogAnswers(parts).routes());
    routes.addAll(new WitnessAnswers(parts).routes());
    routes.addAll(
        new NodeAnswers(parts, () -> traffic.figures(gate.underWay(), events.taken())).routes());
    routes.addAll(live.routes());
    routes.addAll(new ConsoleAnswers(parts).routes());
    routes.addAll(new HealthAnswers(parts).routes());
    routes.addAll(new CertificateAnswers(parts).routes());
    var plant =
        new VersionAnswers(PlantAnswers.KIND, parts.desks().plant(), parts.front().reception());
    routes.addAll(new PlantAnswers(parts, plant).routes());
    routes.addAll(plant.routes());
    routes.addAll(new DryRunAnswers(parts).routes());
    routes.addAll(new ConnectionsAnswers(parts).routes());
    routes.addAll(new MapAnswers(parts).routes());
    parts.front().reception().ifPresent(desk -> routes.addAll(peopleRoutes(parts, desk, gate)));
    return List.copyOf(routes);
  }

  /** All addresses of people: a node where nobody can sign in has none of them. */
  private static List<Route> peopleRoutes(WebParts parts, Reception desk, QueryGate gate) {
    Front front = parts.front();
    var trail =
        new AuditTrail(parts.records(), id -> desk.displayName(new PersonId(Bytes.of(id.bytes()))));
    var routes = new ArrayList<Route>();
    routes.addAll(new SessionAnswers(front, desk.signIns()).routes());
    routes.addAll(new OidcAnswers(front).routes());
    routes.addAll(new AccountAnswers(front, desk.account()).routes());
    routes.addAll(new PeopleAnswers(desk.people(), desk.approvals().grades()).routes());
    routes.addAll(new AdmittedAnswers(desk.sessions(), desk.tokens()).routes());
    routes.addAll(new ApprovalAnswers(desk.approvals()).routes());
    routes.addAll(new AuditAnswers(trail, front.writer()).routes());
    routes.addAll(new VersionWishes(PlantAnswers.KIND, parts.desks().plant(), desk).routes());
    routes.addAll(new ConnectionsAnswers(parts).routes(desk));
    routes.addAll(new DraftAnswers(parts, gate).routes());
    routes.addAll(new OnceAnswers(parts, desk).routes());
    routes.addAll(new CertificateAnswers(parts).routes(desk));
    routes.addAll(new ShredAnswers(parts, desk, gate).routes());
    routes.addAll(new NoticeAnswers(parts, desk).routes());
    routes.addAll(new CommandAnswers(parts, desk).routes());
    return routes;
  }

  private static void configure(
      JavalinConfig config,
      WebLimits limits,
      @Nullable TlsListener tls,
      ServerSocketChannel socket,
      Traffic traffic) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    config.jetty.addConnector((server, http) -> connector(server, http, limits, tls, socket));
    config.jetty.modifyServer(server -> {
      server.setStopTimeout(limits.stopTime().toMillis());
      server.setHandler(new GracefulHandler());
      server.setErrorHandler(new ServerErrors(traffic));
    });
  }

  private static ServerConnector connector(
      Server server,
      HttpConfiguration http,
      WebLimits limits,
      @Nullable TlsListener tls,
      ServerSocketChannel socket) {
    http.setRequestHeaderSize(WebLimits.HEADER_BYTES);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setSendDateHeader(true);
    http.setRelativeRedirectAllowed(false);
    ServerConnector connector =
        tls == null
            ? new ServerConnector(server, new HttpConnectionFactory(http))
            : new ServerConnector(server, tls.speakers(http, limits));
    connector.setIdleTimeout(limits.idleTime().toMillis());
    boolean _ = server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
    try {
      connector.open(socket);
    } catch (IOException e) {
      throw new IllegalStateException("a bound socket was refused", e);
    }
    return connector;
  }

  private static List<Logger> quieten() {
    List<Logger> loggers =
        List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("io.javalin"));
    loggers.forEach(logger -> logger.setLevel(Level.WARNING));
    return loggers;
  }

  /** The port that is listened on. */
  public int port() {
    return port;
  }

  /**
   * Shows new connections what the identity has now; nothing else changes.
   *
   * @throws IOException when that cannot be shown; what was shown before is shown on
   */
  public void reloadTls() throws IOException {
    if (tls == null) {
      throw new IllegalStateException("plain HTTP shows no certificate");
    }
    tls.reload();
  }

  /** The port is closed, what is under way comes to its end, and then all threads are gone. */
  @Override
  public void close() {
    if (isClosed.getAndSet(true)) {
      return;
    }
    var reason = "the HTTP API ended";
    parts
        .listening()
        .changed(LISTENER, SUBSCRIPTION, new Listening.Deaf(parts.clock().instant(), reason, null));
    live.end();
    var _ = javalin.stop();
    quiet.forEach(logger -> logger.setLevel(null));
  }
}
