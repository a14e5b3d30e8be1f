package dev.penstock.merkle.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TileViewTest {
  private final MemoryLog log = new MemoryLog(700);
  private final TileView view = new TileView(log);

  private int status(String path) throws IOException {
    return view.answer(path).status();
  }

  @Test
  void theCheckpointIsTextThatNobodyKeeps() throws IOException {
    TileResponse answer = view.answer("checkpoint");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.cacheControl()).isEqualTo("no-cache");
    assertThat(NoteKeys.value(Note.decode(answer.body())).text()).isEqualTo(log.head().text());
  }

  @Test
  void fullTilesAndBundlesAreKeptForEver() throws IOException {
    TileResponse tile = view.answer("tile/0/001");
    assertThat(tile.status()).isEqualTo(200);
    assertThat(tile.contentType()).isEqualTo("application/octet-stream");
    assertThat(tile.cacheControl()).isEqualTo("public, max-age=31536000, immutable");
    assertThat(tile.body()).hasSize(8_192);
    assertThat(log.tree.leafHash(256).isAt(tile.body(), 0)).isTrue();
    TileResponse bundle = view.answer("tile/entries/001");
    assertThat(bundle.status()).isEqualTo(200);
    assertThat(bundle.contentType()).isEqualTo("application/octet-stream");
    assertThat(bundle.cacheControl()).isEqualTo("private, max-age=31536000, immutable");
    assertThat(NoteKeys.value(EntryBundle.decode(bundle.body(), 256)).entry(0))
        .isEqualTo("entry 256".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void partialTilesOfEveryWidthReachedAreServed() throws IOException {
    TileResponse tile = view.answer("tile/0/002.p/188");
    assertThat(tile.body()).hasSize(188 * Digest.BYTES);
    assertThat(tile.cacheControl()).isEqualTo("public, max-age=86400, immutable");
    assertThat(view.answer("tile/1/000.p/2").body()).hasSize(64);
    assertThat(status("tile/0/002.p/1")).isEqualTo(200);
    assertThat(status("tile/0/001.p/255")).isEqualTo(200);
    assertThat(status("tile/entries/002.p/188")).isEqualTo(200);
  }

  @Test
  void whatIsNotThereYetIsNotFoundAndNotKept() throws IOException {
    for (String path :
        new String[] {
          "tile/0/002",
          "tile/0/002.p/189",
          "tile/0/003.p/1",
          "tile/1/000",
          "tile/1/000.p/3",
          "tile/2/000.p/1",
          "tile/63/000.p/1",
          "tile/entries/002",
          "tile/entries/003.p/1",
          "tile/entries/x999/x999/999",
          "nothing",
          "",
          "tile/0/x000/000"
        }) {
      assertThat(status(path)).as(path).isEqualTo(404);
      assertThat(view.answer(path).cacheControl()).as(path).isEqualTo("no-store");
    }
  }

  @Test
  void nothingBeyondThePublishedSizeIsServed() throws IOException {
    log.tree.append(new byte[68 * 32], 0, 68);
    assertThat(status("tile/0/002")).isEqualTo(404);
    log.publish();
    assertThat(status("tile/0/002")).isEqualTo(200);
  }

  @Test
  void whatWasPrunedIsGoneAndSaysWhy() throws IOException {
    log.pruning = Optional.of(new TileStore.Pruning(600, "plant data, 90 days"));
    for (String path : new String[] {"tile/entries/000", "tile/entries/001"}) {
      TileResponse answer = view.answer(path);
      assertThat(answer.status()).as(path).isEqualTo(410);
      assertThat(answer.cacheControl()).isEqualTo("no-store");
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .isEqualTo("pruned below entry 600: plant data, 90 days\n");
    }
    // Hashes outlive the entries.
    assertThat(status("tile/0/000")).isEqualTo(200);
    assertThat(status("tile/0/001.p/3")).isEqualTo(200);
    assertThat(status("tile/0/002.p/188")).isEqualTo(200);
    assertThat(status("tile/entries/002.p/188")).isEqualTo(200);
    assertThat(status("tile/1/000.p/2")).isEqualTo(200);
    assertThat(status("tile/entries/003.p/1")).isEqualTo(404);
  }

  @Test
  void aLogWithoutACheckpointHasNone() throws IOException {
    log.replaced.put("checkpoint", Optional.empty());
    assertThat(status("checkpoint")).isEqualTo(404);
  }

  @Test
  void aStoreThatCannotReadIsAServerError() {
    log.replaced.put("tile/0/000", null);
    assertThatThrownBy(() -> view.answer("tile/0/000")).isInstanceOf(IOException.class);
  }

  @Test
  void proofsCanBeMadeFromTilesAlone() throws IOException {
    var maker = new ProofMaker(log.hasher, new TileHashReader(log, 650));
    var old = new ProofMaker(log.hasher, log.tree);
    assertThat(
            new ProofChecker(log.hasher)
                .inclusion(maker.inclusion(300, 650), log.tree.leafHash(300), old.root(650)))
        .isEqualTo(new ProofCheck.Verified());
    log.replaced.put("tile/0/001", Optional.empty());
    assertThatThrownBy(() -> maker.inclusion(300, 650))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tile/0/001");
    log.replaced.put("tile/0/001", Optional.of(new byte[8_191]));
    assertThatThrownBy(() -> maker.inclusion(300, 650)).isInstanceOf(IOException.class);
  }
}
