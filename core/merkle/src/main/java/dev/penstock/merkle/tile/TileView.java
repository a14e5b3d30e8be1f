package dev.penstock.merkle.tile;

import dev.penstock.merkle.Decoded;
import java.io.IOException;
import java.util.Optional;

/**
 * The tiles of a log as any web server can mount them: path in, answer out (C2SP tlog-tiles). Who
 * may read entries is the server's business: {@link TilePath#decode} tells it what is asked for. As
 * safe for threads as its store.
 */
public final class TileView {
  /** A checkpoint is asked for again each time. */
  static final String CACHE_HEAD = "no-cache";

  /** A tile never changes. */
  static final String CACHE_FULL = "public, max-age=31536000, immutable";

  /** A partial tile never changes either, but nobody wants it once there is more. */
  static final String CACHE_PARTIAL = "public, max-age=86400, immutable";

  /** Entries are for readers with a role, so no shared cache may keep them. */
  static final String CACHE_ENTRIES = "private, max-age=31536000, immutable";

  private final TileStore store;

  public TileView(TileStore store) {
    this.store = store;
  }

  /**
   * Answers a GET.
   *
   * @param path what stands behind the log's prefix and its slash, as {@code checkpoint} or {@code
   *     tile/0/000}
   * @throws IOException when the store cannot read what it has: a server error
   */
  public TileResponse answer(String path) throws IOException {
    return switch (TilePath.decode(path)) {
      case Decoded.Malformed<TilePath>(var why) -> TileResponse.refused(404, why);
      case Decoded.Value<TilePath>(var resource) -> answer(resource);
    };
  }

  private TileResponse answer(TilePath resource) throws IOException {
    return switch (resource) {
      case TilePath.Head() -> answer(store.checkpoint(), TileResponse.TEXT, CACHE_HEAD);
      // Hashes outlive the entries: a witness that is far behind can still follow.
      case TilePath.Hashes(var level, var number, var width) ->
          TileLayout.isWithin(level, number, width, store.publishedSize())
              ? answer(
                  store.hashes(level, number, width),
                  TileResponse.BYTES,
                  width == TilePath.WIDTH ? CACHE_FULL : CACHE_PARTIAL)
              : notYet();
      case TilePath.Entries(var number, var width) -> {
        if (!TileLayout.isWithin(0, number, width, store.publishedSize())) {
          yield notYet();
        }
        Optional<TileResponse> gone = pruned(number);
        yield gone.isPresent()
            ? gone.get()
            : answer(store.entries(number, width), TileResponse.BYTES, CACHE_ENTRIES);
      }
    };
  }

  private static TileResponse notYet() {
    return TileResponse.refused(404, "not in the log yet");
  }

  /** The answer for a bundle that was pruned, or empty. */
  private Optional<TileResponse> pruned(long number) throws IOException {
    return store
        .pruning()
        .filter(pruning -> TileLayout.endsBy(0, number, pruning.minimumIndex()))
        .map(pruning ->
            TileResponse.refused(
                410, "pruned below entry " + pruning.minimumIndex() + ": " + pruning.reason()));
  }

  private static TileResponse answer(
      Optional<byte[]> body, String contentType, String cacheControl) {
    return body.map(bytes -> TileResponse.found(contentType, cacheControl, bytes))
        .orElseGet(() -> TileResponse.refused(404, "not there"));
  }
}
