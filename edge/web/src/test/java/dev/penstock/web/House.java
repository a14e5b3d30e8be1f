package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.audit.AuditForm;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.continuity.ContinuityFinding;
import dev.penstock.flow.continuity.ContinuityReport;
import dev.penstock.flow.continuity.Scope;
import dev.penstock.flow.continuity.Stretch;
import dev.penstock.flow.intake.BusiestTopics;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.flow.query.SealedContinuity;
import dev.penstock.flow.shred.ValueOpening;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.merkle.witness.Witness;
import dev.penstock.passkeys.HostFacts;
import dev.penstock.passkeys.HostJudge;
import dev.penstock.passkeys.HostVerdict;
import dev.penstock.testkit.FakeClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A server in front of fakes, and a client of another make: the JDK's. */
final class House implements AutoCloseable {
  static final WebLimits LIMITS =
      new WebLimits(
          256,
          4,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          64 * 1024,
          8 * 1024,
          256,
          Duration.ofSeconds(3),
          50,
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  /** A payload that is kept beside the records. */
  static final byte[] BLOB = {3, 1, 4, 1, 5};

  private static final ObjectMapper JSON = new ObjectMapper();

  final Archive archive = new Archive();
  final FakeIntake intake = new FakeIntake();
  final FakeContinuity continuity = new FakeContinuity();
  final FakeStatus status = new FakeStatus();
  final FakeAnchors anchors = new FakeAnchors();
  final FakeClock clock = FakeClock.at(Instant.parse("2026-02-01T00:00:00.123456789Z"));
  final ConcurrentLinkedQueue<Listening> listening = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<String> incidents = new ConcurrentLinkedQueue<>();
  final Path tokenFile;
  final String token;
  final WebServer server;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final List<WebParts> parts;
  final LiveBoard live = new LiveBoard();
  final Desk desk = new Desk(clock);
  final FakeDesks fakes = new FakeDesks();
  final ConcurrentLinkedQueue<String> tested = new ConcurrentLinkedQueue<>();
  private final Semaphore held = new Semaphore(0);
  private volatile CountDownLatch going = new CountDownLatch(0);

  House(Path folder) throws IOException {
    this(folder, LIMITS);
  }

  House(Path folder, WebLimits limits) throws IOException {
    this(folder, limits, Optional.empty(), Optional.empty());
  }

  House(Path folder, Witness witness) throws IOException {
    this(folder, LIMITS, Optional.of(witness), Optional.empty());
  }

  House(Path folder, OidcDoor oidc) throws IOException {
    this(folder, LIMITS, Optional.empty(), Optional.of(oidc));
  }

  /** What sealed values show. */
  volatile ValueOpening values = ValueOpening.NONE;

  private House(Path folder, WebLimits limits, Optional<Witness> witness, Optional<OidcDoor> oidc)
      throws IOException {
    archive.seal(
        archive.sample("pump1", "pressure", SampleValue.of(4.5)),
        archive.sample("pump1", "speed", SampleValue.of(Long.MIN_VALUE)),
        archive.sample("plant/valve ü", "state", SampleValue.of("open")));
    archive.seal(
        archive.sample(
            "pump1",
            "note",
            new SampleValue.Payload("text/plain", ByteString.of(new byte[] {'h', 'i', '\n'}), 3)));
    tokenFile = folder.resolve("http.token");
    var opened = AccessToken.open(tokenFile, new SecureRandom());
    token = Files.readString(tokenFile).strip();
    var all =
        new WebParts(
                opened,
                archive,
                continuity,
                intake,
                (_, _, state) -> listening.add(state),
                new TileView(archive),
                digest ->
                    digest.equals(Sha256.of(BLOB)) ? Optional.of(BLOB.clone()) : Optional.empty(),
                status,
                (number, request, why) -> incidents.add(number + " " + request + " " + why),
                anchors,
                this::prepare,
                clock)
            .opening(record -> values.see(record))
            .with(front(oidc))
            .with(fakes.desks());
    parts = List.of(all);
    server =
        WebServer.start(new WebOptions("127.0.0.1", 0, limits), witness.map(all::with).orElse(all));
  }

  /** A console of two files, and people. */
  private Front front(Optional<OidcDoor> oidc) {
    return new Front(
        live,
        path ->
            switch (path) {
              case "" -> Optional.of(page("<first>", "text/html; charset=utf-8", "t1", false));
              case "assets/app-1.js" -> Optional.of(page("1", "text/javascript", "t2", true));
              default -> Optional.empty();
            },
        Optional.of(desk.reception),
        Optional.of("localhost"),
        "",
        new Front.Notice("Private", "For those who may."),
        new AuditForm.Writer("0.0.0", "test"),
        "test",
        oidc,
        () ->
            List.of(
                new CertificateShown(
                    "server",
                    "CN=test",
                    "CN=site",
                    "0a",
                    Instant.EPOCH,
                    Instant.EPOCH.plusSeconds(60),
                    "00")),
        this::test);
  }

  /** What was typed is asked of nobody: the fake resolver knows every name but one. */
  private HostVerdict test(String typed) {
    tested.add(typed);
    String host = HostJudge.plain(typed);
    HostFacts.Lookup lookup =
        host.startsWith("unknown.")
            ? new HostFacts.Lookup.Unknown()
            : new HostFacts.Lookup.Known(
                List.of(new HostFacts.Address("127.0.0.1", true, true, true)));
    var facts =
        new HostFacts(
            false,
            "127.0.0.1",
            7640,
            List.of(),
            Optional.of("localhost"),
            List.of("192.0.2.7"),
            lookup,
            Optional.empty());
    return HostJudge.judge(host, facts, "http://" + host + ":7640/");
  }

  private static Pages.Page page(String text, String type, String tag, boolean isForEver) {
    return new Pages.Page(ByteString.of(text.getBytes(UTF_8)), type, tag, isForEver);
  }

  /** Of a source that has records there is a bundle of a few bytes. */
  private BundleView.Prepared prepare(
      long source, long from, long to, List<String> points, List<String> redacted) {
    return points.contains("none")
        ? new BundleView.Prepared.Impossible("pump1 has no point none.")
        : new BundleView.Prepared.Ready(out -> {
          held.release();
          await(going);
          out.write(("PK of " + source + points + redacted).getBytes(UTF_8));
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From now on no bundle is written on, until {@link #releaseBundles}. */
  void holdBundles() {
    int _ = held.drainPermits();
    going = new CountDownLatch(1);
  }

  void awaitHeldBundles(int count) throws InterruptedException {
    if (!held.tryAcquire(count, 60, TimeUnit.SECONDS)) {
      throw new AssertionError("no " + count + " bundles are being written");
    }
  }

  void releaseBundles() {
    going.countDown();
  }

  URI at(String address) {
    return URI.create("http://127.0.0.1:" + server.port() + address);
  }

  HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(at(address))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token);
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> get(String address) throws IOException, InterruptedException {
    return send(request(address).build());
  }

  HttpResponse<byte[]> getOpen(String address) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(at(address)).timeout(Duration.ofSeconds(30)).build());
  }

  HttpResponse<byte[]> post(String address, byte[] body) throws IOException, InterruptedException {
    return send(
        request(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  /** The JSON of an address that is there. */
  JsonNode json(String address) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = get(address);
    if (answer.statusCode() != 200) {
      throw new AssertionError(
          answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
    return JSON.readTree(answer.body());
  }

  static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    // In this order, or the server waits for connections that the client keeps open.
    client.close();
    server.close();
  }

  /** Takes everything, and says when it is durable; or as a test wants it. */
  static final class FakeIntake implements Intake {
    final ConcurrentLinkedQueue<Heard> heard = new ConcurrentLinkedQueue<>();
    volatile boolean isFull;
    volatile boolean isSilent;
    volatile Optional<String> refusal = Optional.empty();

    @Override
    public boolean offer(Heard one, Receipt receipt) {
      if (isFull) {
        return false;
      }
      heard.add(one);
      if (!isSilent) {
        // As the journal does it: by another thread.
        var _ =
            Thread.ofVirtual()
                .start(() -> refusal.ifPresentOrElse(receipt::refused, receipt::durable));
      }
      return true;
    }

    @Override
    public boolean offer(IntakeFinding finding, Receipt receipt) {
      throw new AssertionError("nothing here makes findings");
    }
  }

  /** States what a test wants to be stated. */
  static final class FakeContinuity implements SealedContinuity {
    volatile Optional<Scope> scope = Optional.of(Scope.mqtt(1));
    volatile Optional<String> impossible = Optional.empty();
    volatile long reportEnd = Long.MAX_VALUE;

    @Override
    public ContinuityReport report(long source, long from, long to) {
      long end = Math.min(to, reportEnd);
      long middle = from + (end - from) / 2;
      return new ContinuityReport(
          source,
          from,
          end,
          List.of(
              new Stretch.Heard(from, middle, 42),
              new Stretch.Deaf(middle, end - 1, middle, 0),
              new Stretch.Unknown(end - 1, end, new Stretch.Why.Pruned("30 days", middle))),
          List.of(
              new ContinuityFinding(
                  ContinuityFinding.Kind.GAP,
                  "DEAF",
                  null,
                  middle,
                  null,
                  middle,
                  null,
                  null,
                  null,
                  null)),
          0);
    }

    @Override
    public Optional<Scope> scope(long source, long from, long to) {
      return scope;
    }

    @Override
    public Certifying certify(long source, long from, long to) {
      return impossible.isPresent()
          ? new Certifying.Impossible(impossible.get())
          : new Certifying.Made(ByteString.of(new byte[] {(byte) 0xd2, 1, 2, 3}));
    }
  }

  /** A node that is well, unless a test says otherwise. */
  static final class FakeStatus implements NodeStatus {
    volatile boolean isReady = true;

    @Override
    public Facts facts() {
      return new Facts(
          "penstock 0.1.0",
          Instant.parse("2026-01-31T23:00:00Z"),
          Archive.LOG,
          "vkey",
          2,
          Optional.empty(),
          Optional.of(Instant.parse("2026-01-31T23:59:59Z")),
          2,
          List.of(new Lag("sealer", 3, "frames")),
          List.of(
              new Listener(
                  "line1", false, "refused: wrong password", Optional.of(Instant.EPOCH), 17)),
          List.of(new Listener("plant", true, "listening", Optional.of(Instant.EPOCH), 4)),
          List.of("no published head"));
    }

    @Override
    public List<Topics> topics() {
      var busy = new BusiestTopics.Busy("plant/flow", 17, 2, 51, Instant.EPOCH);
      return List.of(new Topics("line1", 30, 90, List.of(busy)));
    }

    @Override
    public String trust() {
      return "# whose word counts\nquorum none\n";
    }

    @Override
    public List<Check> checks() {
      return List.of(
          new Check("journal", true, "writes"), new Check("disk", isReady, "3 GiB are free"));
    }

    @Override
    public List<Figure> figures() {
      return List.of(
          new Figure(
              "penstock_cursor_lag",
              "Frames a cursor has\nnot read.",
              Figure.Kind.GAUGE,
              List.of(
                  new Figure.Value(Map.of("cursor", "sealer"), 3),
                  new Figure.Value(Map.of("cursor", "north \"A\"\\B"), Double.NaN))));
    }
  }

  /** Waits for something that another thread does. */
  static void await(java.util.function.BooleanSupplier what) throws InterruptedException {
    var never = new CountDownLatch(1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!what.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited a minute in vain");
      }
      boolean _ = never.await(5, TimeUnit.MILLISECONDS);
    }
  }
}
