package dev.penstock.anchors.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.flow.anchoring.AnchorMemory;
import dev.penstock.flow.anchoring.Growth;
import dev.penstock.flow.anchoring.Vouching;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.witness.CosignatureCheck;
import dev.penstock.merkle.witness.CosignatureChecker;
import dev.penstock.merkle.witness.CosigningWitness;
import dev.penstock.merkle.witness.WitnessAnswer;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against our own witness, and against servers that are none. */
class WitnessAnchorTest {
  private static final NoteSigner WITNESS = TestLog.newWitness("w.example/1");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final TestLog log = TestLog.ofSize(40);
  private final Memory memory = new Memory();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CosigningWitness witness =
      new CosigningWitness(
          log.rules(),
          List.of(WITNESS),
          new FileHeads(SimDisk.calm()),
          FakeClock.at(Instant.parse("2026-11-21T10:00:00Z")),
          _ -> {});
  private HttpServer server;

  /** What an anchor remembers. */
  private static final class Memory implements AnchorMemory {
    private byte[] bytes = new byte[0];

    @Override
    public byte[] load() {
      return bytes.clone();
    }

    @Override
    public void store(byte[] more) {
      bytes = more.clone();
    }
  }

  /** Answers one exchange. */
  private interface Handler {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    serve("/w/add-checkpoint", this::add);
    serve("/w/", this::show);
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
    threads.close();
  }

  private void serve(String path, Handler handler) {
    try {
      server.removeContext(path);
    } catch (IllegalArgumentException _) {
      // It was not there.
    }
    var _ =
        server.createContext(
            path,
            exchange -> {
              try (exchange) {
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                handler.handle(exchange);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void add(HttpExchange exchange) throws IOException {
    switch (witness.add(exchange.getRequestBody().readAllBytes())) {
      case WitnessAnswer.Cosigned cosigned -> send(exchange, 200, cosigned.body());
      case WitnessAnswer.OtherSize other -> {
        exchange.getResponseHeaders().add("Content-Type", WitnessAnswer.SIZE_CONTENT_TYPE);
        send(exchange, 409, other.body());
      }
      case WitnessAnswer.Refused(var refusal, var _) ->
          send(exchange, refusal.status(), new byte[0]);
    }
  }

  private void show(HttpExchange exchange) throws IOException {
    String hex = exchange.getRequestURI().getPath().split("/", -1)[2];
    Optional<byte[]> note = witness.head(Digest.of(HexFormat.of().parseHex(hex)));
    send(exchange, note.isPresent() ? 200 : 404, note.orElse(new byte[0]));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private WitnessAnchor anchor(Growth growth) {
    return anchor(growth, List.of(WITNESS.key()), TIMEOUT);
  }

  private WitnessAnchor anchor(Growth growth, List<NoteKey> keys, Duration timeout) {
    URI prefix = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w/");
    var peer = new WitnessPeer("neighbour", prefix, prefix, keys, timeout);
    return new WitnessAnchor(peer, log.checker(), growth, TestLog.SIGNATURES, client);
  }

  private Vouching vouch(TestLog of, long size) throws InterruptedException {
    try {
      return anchor(of).vouch(of.head(size), memory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCosignatureIsGivenWithItsLinesAsTheProof() throws Exception {
    Vouching vouching = vouch(log, 7);
    assertThat(vouching).isInstanceOf(Vouching.Given.class);
    var given = (Vouching.Given) vouching;
    var checker = new CosignatureChecker(TestLog.SIGNATURES, List.of(WITNESS.key()));
    assertThat(given.at())
        .isEqualTo(Instant.parse("2026-11-21T10:00:00Z").getEpochSecond() * 1_000_000_000L);
    assertThat(checker.check(log.checkpoint(7), given.proof().bytes()))
        .isInstanceOf(CosignatureCheck.Good.class);
    assertThat(anchor(log).kind()).isEqualTo(AnchorResults.Kind.WITNESS);
    assertThat(anchor(log).name()).isEqualTo("neighbour");
  }

  @Test
  void aGrownLogIsAskedForOnceForItStartsWhereTheWitnessIs() throws Exception {
    assertThat(vouch(log, 7)).isInstanceOf(Vouching.Given.class);
    asked.clear();
    assertThat(vouch(log, 19)).isInstanceOf(Vouching.Given.class);
    assertThat(vouch(log, 19)).as("the same head again").isInstanceOf(Vouching.Given.class);
    assertThat(asked).containsExactly("POST /w/add-checkpoint", "POST /w/add-checkpoint");
  }

  @Test
  void aLostMemoryCostsOneMoreRequest() throws Exception {
    assertThat(vouch(log, 7)).isInstanceOf(Vouching.Given.class);
    memory.store(new byte[] {9, 9, 9});
    asked.clear();
    assertThat(vouch(log, 19)).isInstanceOf(Vouching.Given.class);
    assertThat(asked).hasSize(2);
  }

  /** The folder was put back to an older state: the witness is the one who knows. */
  @Test
  void aRollbackIsShownByTheNoteOfTheWitness() throws Exception {
    assertThat(vouch(log, 19)).isInstanceOf(Vouching.Given.class);
    TestLog back = log.fork(10, 10);
    for (boolean isMemoryLost : new boolean[] {false, true}) {
      if (isMemoryLost) {
        memory.store(new byte[0]);
      }
      assertThat(vouch(back, 10))
          .isInstanceOfSatisfying(
              Vouching.Contradicted.class,
              found -> {
                assertThat(found.why()).contains("put back to an older state");
                assertThat(new String(found.known().bytes(), StandardCharsets.UTF_8))
                    .startsWith(log.checkpoint(19).text());
              });
    }
  }

  @Test
  void anotherRootForTheSameSizeIsShown() throws Exception {
    assertThat(vouch(log, 19)).isInstanceOf(Vouching.Given.class);
    TestLog other = log.fork(10, 30);
    for (byte[] remembered : List.of(memory.load(), new byte[0])) {
      memory.store(remembered);
      assertThat(vouch(other, 19))
          .isInstanceOfSatisfying(
              Vouching.Contradicted.class,
              found -> assertThat(found.why()).contains("two different roots for one size"));
    }
  }

  @Test
  void aRewrittenLogThatGrewIsShown() throws Exception {
    assertThat(vouch(log, 19)).isInstanceOf(Vouching.Given.class);
    TestLog other = log.fork(10, 30);
    for (long size : new long[] {19, 25, 30}) {
      assertThat(vouch(other, size)).isInstanceOf(Vouching.Contradicted.class);
    }
    assertThat(vouch(log.fork(10, 15), 15)).isInstanceOf(Vouching.Contradicted.class);
  }

  /** Somebody else may have handed in a newer head of ours: that is no contradiction. */
  @Test
  void aWitnessThatKnowsANewerHeadOfOursIsNoAlarm() throws Exception {
    assertThat(witness.add(log.request(0, 30))).isInstanceOf(WitnessAnswer.Cosigned.class);
    assertThat(vouch(log, 19))
        .isInstanceOfSatisfying(
            Vouching.Refused.class,
            refused -> assertThat(refused.why()).contains("ask again with a newer head"));
    assertThat(vouch(log, 35)).isInstanceOf(Vouching.Given.class);
  }

  @Test
  void aWitnessThatFollowsAnotherLogRefuses() throws Exception {
    serve("/w/add-checkpoint", exchange -> send(exchange, 404, new byte[0]));
    assertThat(vouch(log, 7))
        .isInstanceOfSatisfying(
            Vouching.Refused.class,
            refused -> assertThat(refused.why()).contains("follows no log of this origin"));
  }

  /** A size that is made up, without a note that our key signed, accuses nobody. */
  @Test
  void aWitnessThatLiesAboutOurSizeRaisesNoAlarm() throws Exception {
    serve(
        "/w/add-checkpoint",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", WitnessAnswer.SIZE_CONTENT_TYPE);
          send(exchange, 409, "1000\n".getBytes(StandardCharsets.US_ASCII));
        });
    assertThat(vouch(log, 7)).isInstanceOf(Vouching.Refused.class);
    serve("/w/", exchange -> send(exchange, 200, TestLog.ofSize(99).note(50).encode()));
    assertThat(vouch(log, 7))
        .as("a note under another key")
        .isInstanceOfSatisfying(
            Vouching.Refused.class,
            refused -> assertThat(refused.why()).contains("no head that this log signed"));
    serve("/w/", exchange -> send(exchange, 200, log.note(5).encode()));
    assertThat(vouch(log, 7)).as("a head of ours").isInstanceOf(Vouching.Refused.class);
  }

  @Test
  void aWitnessThatMovesEachTimeIsAskedTwiceAndNoMore() throws Exception {
    serve(
        "/w/add-checkpoint",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", WitnessAnswer.SIZE_CONTENT_TYPE);
          String size = asked.size() + "\n";
          send(exchange, 409, size.getBytes(StandardCharsets.US_ASCII));
        });
    assertThat(vouch(log, 19)).isInstanceOf(Vouching.Refused.class);
    assertThat(asked.stream().filter(one -> one.startsWith("POST"))).hasSize(2);
  }

  @Test
  void whatIsNoCosignatureIsRefused() throws Exception {
    String other = new String(log.note(8).encode(), StandardCharsets.UTF_8);
    for (String body :
        List.of("", "OK", "\u2014 w.example/1 AAAA\n", other, "x".repeat(50_000), "\n\n")) {
      serve(
          "/w/add-checkpoint",
          exchange -> send(exchange, 200, body.getBytes(StandardCharsets.UTF_8)));
      assertThat(vouch(log, 7)).as(body).isInstanceOf(Vouching.Refused.class);
    }
    assertThat(memory.load()).isEmpty();
  }

  @Test
  void aCosignatureUnderAnotherKeyIsRefused() throws Exception {
    WitnessAnchor trusting = anchor(log, List.of(TestLog.newWitness("w.example/1").key()), TIMEOUT);
    assertThat(trusting.vouch(log.head(7), memory))
        .isInstanceOfSatisfying(
            Vouching.Refused.class,
            refused -> assertThat(refused.why()).contains("is no cosignature"));
  }

  @Test
  void aTimeThatNoClockReachesIsRefused() throws Exception {
    byte[] line =
        WITNESS.sign(log.checkpoint(7), Long.MAX_VALUE).line().getBytes(StandardCharsets.UTF_8);
    serve("/w/add-checkpoint", exchange -> send(exchange, 200, line));
    assertThat(vouch(log, 7))
        .isInstanceOfSatisfying(
            Vouching.Refused.class, refused -> assertThat(refused.why()).contains("2262"));
  }

  @Test
  void nobodyThereIsToldFromSomebodyWhoRefuses() {
    serve("/w/add-checkpoint", exchange -> send(exchange, 503, new byte[0]));
    assertThatThrownBy(() -> anchor(log).vouch(log.head(7), memory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503");
    server.stop(0);
    assertThatThrownBy(() -> anchor(log).vouch(log.head(7), memory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer from http://127.0.0.1:");
  }

  @Test
  void aTrickleEndsInTimeAndAFloodAtItsLimit() {
    var over = new CountDownLatch(1);
    serve(
        "/w/add-checkpoint",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          over.await();
        });
    assertThatThrownBy(() ->
            anchor(log, List.of(WITNESS.key()), Duration.ofMillis(300)).vouch(log.head(7), memory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in 300 ms");
    over.countDown();
    serve("/w/add-checkpoint", exchange -> send(exchange, 200, new byte[1_000_000]));
    assertThatThrownBy(() -> anchor(log).vouch(log.head(7), memory))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    serve(
        "/w/add-checkpoint",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          send(exchange, 307, new byte[0]);
        });
    assertThat(vouch(log, 7))
        .isInstanceOfSatisfying(
            Vouching.Refused.class, refused -> assertThat(refused.why()).contains("307"));
    assertThat(asked).containsExactly("POST /w/add-checkpoint");
  }

  @Test
  void settingsThatMakeNoWitnessAreToldInWords() {
    URI good = URI.create("https://w.example");
    var own = TestLog.newKey(SignatureAlgorithm.ML_DSA_44);
    NoteKey posing = NoteSigner.ofCosigner("w.example/2", own).key();
    assertThat(flaw(good, List.of(WITNESS.key()))).isEmpty();
    assertThat(
            WitnessPeer.flaw(
                good, good, List.of(posing), TIMEOUT, TestLog.ORIGIN, Set.of(own.key())))
        .hasValueSatisfying(why -> assertThat(why).contains("one of this node's own"));
    assertThat(flaw(good, List.of(log.signer.key())).orElseThrow()).contains("0x04 or 0x06");
    assertThat(flaw(good, List.of()).orElseThrow()).contains("must be 1..4");
    for (String bad :
        List.of(
            "ftp://w.example",
            "w.example",
            "https:///x",
            "https://u:p@w.example",
            "https://w.example?x",
            "https://w.example#x",
            "mailto:a@b")) {
      assertThat(flaw(URI.create(bad), List.of(WITNESS.key()))).as(bad).isPresent();
    }
  }

  private static Optional<String> flaw(URI url, List<NoteKey> keys) {
    return WitnessPeer.flaw(url, url, keys, TIMEOUT, TestLog.ORIGIN, Set.of());
  }
}
