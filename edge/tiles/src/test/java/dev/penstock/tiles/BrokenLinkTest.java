package dev.penstock.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.merkle.mirror.Mirror;
import dev.penstock.merkle.mirror.MirrorOutcome;
import dev.penstock.merkle.mirror.MirrorProgress;
import dev.penstock.merkle.tile.TileResponse;
import dev.penstock.merkle.tile.TileStore;
import dev.penstock.merkle.tile.TileView;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log behind a link that breaks again and again, and a server that wants a token. */
class BrokenLinkTest {
  private static final int SIZE = 1_300;

  private final SignedTiles log = SignedTiles.of(SIZE);
  private final TileView view = new TileView(log);

  /** The link breaks when so many more bytes have gone over it. */
  private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);

  private volatile long breaksEvery = Long.MAX_VALUE;
  private volatile String token = "";
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var context = server.createContext("/log/", this::answer);
    assertThat(context.getPath()).isEqualTo("/log/");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring("/log/".length());
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      if (path.startsWith("tile/entries/") && !token.isEmpty() && !token.equals(shown)) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      TileResponse response = view.answer(path);
      byte[] body = response.body();
      exchange.sendResponseHeaders(response.status(), body.length);
      int through = (int) Math.min(body.length, bytesLeft.get());
      exchange.getResponseBody().write(body, 0, through);
      if (through < body.length) {
        bytesLeft.set(breaksEvery);
        exchange.getResponseBody().flush();
        throw new IOException("the link breaks here");
      }
      long _ = bytesLeft.addAndGet(-through);
    }
  }

  private HttpTiles tiles(Optional<String> shown, HttpTiles.Pace pace) {
    URI prefix = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/log");
    return HttpTiles.at(prefix, new HttpTiles.Access(shown, pace, Duration.ofMillis(1)));
  }

  private MirrorOutcome copy(HttpTiles from, SimDisk disk) throws IOException {
    return new Mirror(from, new FolderMirror(disk), SignedTiles.SIGNATURES, SignedTiles.POLICY, 0)
        .run(MirrorProgress.NONE);
  }

  @Test
  void aLinkThatBreaksAgainAndAgainStillEndsWithAnEqualCopy() throws IOException {
    var whole = SimDisk.calm();
    try (HttpTiles tiles = tiles(Optional.empty(), HttpTiles.Pace.FREE)) {
      assertThat(copy(tiles, whole)).isInstanceOf(MirrorOutcome.Advanced.class);
    }
    for (long every : new long[] {6_001, 7_777, 9_000}) {
      breaksEvery = every;
      bytesLeft.set(every);
      var disk = SimDisk.calm();
      try (HttpTiles tiles = tiles(Optional.empty(), HttpTiles.Pace.FREE)) {
        assertThat(copy(tiles, disk)).isInstanceOf(MirrorOutcome.Advanced.class);
        assertThat(tiles.retryCount()).isPositive();
      }
      sameFiles(disk, whole);
    }
  }

  /** Each answer is cut once, at any of its bytes, by a client that gives up at once. */
  @Test
  void aRunThatGaveUpAtAnyByteGoesOnFromWhatItHad() throws IOException {
    var whole = SimDisk.calm();
    long[] moved = new long[1];
    try (HttpTiles tiles = tiles(Optional.empty(), bytes -> moved[0] += bytes)) {
      assertThat(copy(tiles, whole)).isInstanceOf(MirrorOutcome.Advanced.class);
    }
    long step = moved[0] / 40;
    for (long at = 0; at < moved[0]; at += step) {
      var disk = SimDisk.calm();
      breaksEvery = 0;
      bytesLeft.set(at);
      try (HttpTiles tiles = tiles(Optional.empty(), HttpTiles.Pace.FREE)) {
        assertThatThrownBy(() -> copy(tiles, disk)).isInstanceOf(IOException.class);
        bytesLeft.set(Long.MAX_VALUE);
        assertThat(copy(tiles, disk))
            .as("cut at %d", at)
            .isInstanceOf(MirrorOutcome.Advanced.class);
      }
      sameFiles(disk, whole);
    }
  }

  private static void sameFiles(SimDisk disk, SimDisk whole) throws IOException {
    sameFiles(disk, whole, "");
  }

  private static void sameFiles(SimDisk disk, SimDisk whole, String folder) throws IOException {
    assertThat(disk.list(folder)).as(folder).isEqualTo(whole.list(folder));
    for (String name : whole.list(folder)) {
      String path = folder.isEmpty() ? name : folder + "/" + name;
      if (isFolder(whole, path)) {
        sameFiles(disk, whole, path);
      } else {
        assertThat(Arrays.equals(disk.contents(path), whole.contents(path))).as(path).isTrue();
      }
    }
  }

  private static boolean isFolder(SimDisk disk, String path) {
    try {
      return !disk.list(path).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aServerThatWantsATokenIsShownItAndNamedWhenItIsWrong() throws IOException {
    token = "Bearer good";
    var disk = SimDisk.calm();
    try (HttpTiles tiles = tiles(Optional.empty(), HttpTiles.Pace.FREE)) {
      assertThatThrownBy(() -> copy(tiles, disk)).hasMessageContaining("it wants a token");
    }
    try (HttpTiles tiles = tiles(Optional.of("bad"), HttpTiles.Pace.FREE)) {
      assertThatThrownBy(() -> copy(tiles, disk))
          .hasMessageContaining("the token is not accepted there")
          .hasMessageNotContaining("bad");
    }
    try (HttpTiles tiles = tiles(Optional.of("good"), HttpTiles.Pace.FREE)) {
      assertThat(copy(tiles, disk)).isInstanceOf(MirrorOutcome.Advanced.class);
    }
  }

  @Test
  void whatAServerSaysItDroppedIsCountedAsPruned() throws IOException {
    log.pruning = Optional.of(new TileStore.Pruning(600, "by policy old on 2026-03-03"));
    try (HttpTiles tiles = tiles(Optional.empty(), HttpTiles.Pace.FREE)) {
      assertThat(copy(tiles, SimDisk.calm()))
          .isInstanceOfSatisfying(
              MirrorOutcome.Advanced.class,
              advanced -> assertThat(advanced.counts().entriesPruned()).isEqualTo(512));
      assertThat(tiles.whyGone(1, 256).orElseThrow()).contains("pruned below entry 600");
      assertThat(tiles.whyGone(2, 256)).isEmpty();
    }
  }

  /** The pace is asked piece by piece, so a large answer does not come in one rush. */
  @Test
  void everyByteOfABodyIsCountedByThePace() throws IOException {
    long[] moved = new long[1];
    try (HttpTiles tiles = tiles(Optional.empty(), bytes -> moved[0] += bytes)) {
      int bytes = tiles.entries(0, 256).orElseThrow().length;
      assertThat(moved[0]).isEqualTo(bytes);
    }
  }
}
