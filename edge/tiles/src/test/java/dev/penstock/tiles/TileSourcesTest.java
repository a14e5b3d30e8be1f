package dev.penstock.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckFinding;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.merkle.tile.FsckReport;
import dev.penstock.merkle.tile.TileResponse;
import dev.penstock.merkle.tile.TileSource;
import dev.penstock.merkle.tile.TileStore;
import dev.penstock.merkle.tile.TileView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log goes out over HTTP and into a folder, and what comes back is the same log. */
class TileSourcesTest {
  private static final int SIZE = 70_000; // three levels of tiles, each with a partial one

  private static final HttpTiles.Access QUICK =
      new HttpTiles.Access(Optional.empty(), HttpTiles.Pace.FREE, Duration.ofMillis(1));

  @TempDir private Path folder;
  private final MemoryTiles log = new MemoryTiles();
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    log.grow(SIZE);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var view = new TileView(log);
    var context = server.createContext("/log/", exchange -> answer(view, exchange));
    assertThat(context.getPath()).isEqualTo("/log/");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(TileView view, HttpExchange exchange) throws IOException {
    try (exchange) {
      if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      String path = exchange.getRequestURI().getPath().substring("/log/".length());
      if (path.equals("moved")) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      TileResponse response = view.answer(path);
      exchange.getResponseHeaders().set("Cache-Control", response.cacheControl());
      exchange.sendResponseHeaders(response.status(), response.body().length);
      exchange.getResponseBody().write(response.body());
    }
  }

  private HttpTiles http() {
    URI prefix = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/log");
    return HttpTiles.at(prefix, QUICK);
  }

  private static FsckReport check(TileSource source) {
    return Fsck.of(source).run(FsckProgress.NONE);
  }

  @Test
  void aLogServedOverHttpIsFoundWhole() {
    try (HttpTiles tiles = http()) {
      FsckReport report = check(tiles);
      assertThat(report.findings()).isEmpty();
      assertThat(report.entriesChecked()).isEqualTo(SIZE);
      assertThat(tiles.retryCount()).isZero();
    }
  }

  @Test
  void aServerThatFailsForAMomentIsAskedAgain() throws IOException {
    failuresLeft.set(HttpTiles.TRIES_MAX - 1);
    try (HttpTiles tiles = http()) {
      assertThat(tiles.checkpoint()).isPresent();
      assertThat(tiles.retryCount()).isEqualTo(HttpTiles.TRIES_MAX - 1);
      failuresLeft.set(HttpTiles.TRIES_MAX);
      assertThatThrownBy(tiles::checkpoint)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("503")
          .hasMessageContaining("tried " + HttpTiles.TRIES_MAX);
    }
  }

  @Test
  void whatIsNotThereIsEmptyAndWhatIsForbiddenIsAnError() throws IOException {
    try (HttpTiles tiles = http()) {
      assertThat(tiles.hashes(0, 5_000, 256)).isEmpty();
      assertThatThrownBy(() -> tiles.get("moved", 10)).hasMessageContaining("status 403");
      assertThat(tiles.retryCount()).as("an answer that stays is not asked for again").isZero();
    }
  }

  @Test
  void anAnswerThatIsTooLongIsAnErrorAndNotHeld() {
    try (HttpTiles tiles = http()) {
      assertThatThrownBy(() -> tiles.get("tile/0/000", 100)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidWithItsAddress() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (HttpTiles tiles = HttpTiles.at(URI.create("http://127.0.0.1:" + port), QUICK)) {
      FsckReport report = check(tiles);
      assertThat(report.isWhole()).isFalse();
      assertThat(report.findings())
          .singleElement()
          .isInstanceOf(FsckFinding.Unreadable.class)
          .satisfies(finding -> assertThat(finding.text()).contains("127.0.0.1:" + port));
    }
  }

  @Test
  void onlyWebAddressesAreTaken() {
    for (String address : List.of("file:///log", "log", "http:///log", "ftp://example.com")) {
      assertThatThrownBy(() -> HttpTiles.at(URI.create(address)))
          .as(address)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anExportIsTheSameLogAndOneChangedByteInItIsFound() throws IOException {
    List<Long> heard = new ArrayList<>();
    long files = new StaticTiles(log, folder).write((done, size) -> heard.add(done)).files();
    assertThat(heard).hasSize(274).endsWith((long) SIZE);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize((int) files);
    }
    assertThat(FolderTiles.isOne(folder)).isTrue();
    assertThat(check(new FolderTiles(folder)).findings()).isEmpty();
    Path bundle = folder.resolve("tile/entries/123");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length - 1] ^= 1;
    var _ = Files.write(bundle, bytes);
    assertThat(check(new FolderTiles(folder)).findings())
        .first()
        .isInstanceOf(FsckFinding.LeafMismatch.class);
  }

  @Test
  void aLaterExportAddsOnlyWhatIsNew() throws IOException {
    var export = new StaticTiles(log, folder);
    long first = export.write((done, size) -> {}).files();
    assertThat(export.write((done, size) -> {}).files()).as("only the checkpoint").isEqualTo(1);
    log.grow(300);
    assertThat(export.write((done, size) -> {}).files()).isBetween(5L, 9L).isLessThan(first);
    assertThat(check(new FolderTiles(folder)).findings()).isEmpty();
  }

  @Test
  void aPartialTileThatIsGoneIsCutFromTheFullOne() throws IOException {
    var export = new StaticTiles(log, folder);
    long written = export.write((done, size) -> {}).files();
    assertThat(written).isPositive();
    var tiles = new FolderTiles(folder);
    assertThat(tiles.hashes(0, 7, 100)).contains(log.hashes(0, 7, 100).orElseThrow());
    assertThat(tiles.entries(7, 100)).contains(log.entries(7, 100).orElseThrow());
  }

  @Test
  void prunedEntriesAreLeftOutAndTheRestStillChecks() throws IOException {
    log.pruning = Optional.of(new TileStore.Pruning(1_000, "policy"));
    long written = new StaticTiles(log, folder).write((done, size) -> {}).files();
    assertThat(written).isPositive();
    assertThat(folder.resolve("tile/entries/002")).doesNotExist();
    assertThat(folder.resolve("tile/entries/003")).exists();
    FsckReport report = Fsck.of(new FolderTiles(folder)).prunedBelow(1_000).run(FsckProgress.NONE);
    assertThat(report.findings()).isEmpty();
    assertThat(check(new FolderTiles(folder)).findings())
        .first()
        .isInstanceOf(FsckFinding.EntriesMissing.class);
  }

  @Test
  void aLogThatPublishedNothingExportsNothing() throws IOException {
    assertThat(new StaticTiles(new MemoryTiles(), folder).write((done, size) -> {}).files())
        .isZero();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anExportNeverReplacesAnotherLogNorMoreOfThisOne() throws IOException {
    var small = new MemoryTiles();
    small.grow(300);
    long _ = new StaticTiles(log, folder).write((done, size) -> {}).files();
    byte[] before = Files.readAllBytes(folder.resolve("checkpoint"));
    assertThatThrownBy(() -> new StaticTiles(small, folder).write((done, size) -> {}))
        .isInstanceOf(OtherLogException.class)
        .hasMessageContaining("never shrinks");
    var _ = Files.writeString(folder.resolve("checkpoint"), "no note");
    assertThatThrownBy(() -> new StaticTiles(log, folder).write((done, size) -> {}))
        .isInstanceOf(OtherLogException.class)
        .hasMessageContaining("is no checkpoint");
    var _ = Files.write(folder.resolve("checkpoint"), before);
    assertThat(new StaticTiles(log, folder).write((done, size) -> {}).files()).isEqualTo(1);
  }

  @Test
  void aTileCutShortByAPowerCutIsWrittenAgain() throws IOException {
    var export = new StaticTiles(log, folder);
    long _ = export.write((done, size) -> {}).files();
    var _ = Files.write(folder.resolve("tile/0/003"), new byte[0]);
    var _ = Files.write(folder.resolve("tile/entries/004"), new byte[0]);
    assertThat(export.write((done, size) -> {}).files()).isEqualTo(3);
    assertThat(check(new FolderTiles(folder)).findings()).isEmpty();
  }
}
