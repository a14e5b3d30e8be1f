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
      case TilePath.Hashes(var level, var number, var width) -> {
        Optional<TileResponse> refusal = refusal(level, number, width);
        yield refusal.isPresent()
            ? refusal.get()
            : answer(
                store.hashes(level, number, width),
                TileResponse.BYTES,
                width == TilePath.WIDTH ? CACHE_FULL : CACHE_PARTIAL);
      }
      case TilePath.Entries(var number, var width) -> {
        Optional<TileResponse> refusal = refusal(0, number, width);
        yield refusal.isPresent()
            ? refusal.get()
            : answer(store.entries(number, width), TileResponse.BYTES, CACHE_ENTRIES);
      }
    };
  }

  /** Why the tile is not served, or empty. */
  private Optional<TileResponse> refusal(int level, long number, int width) throws IOException {
    if (!TileLayout.isWithin(level, number, width, store.publishedSize())) {
      return Optional.of(TileResponse.refused(404, "not in the log yet"));
    }
    return store
        .pruning()
        .filter(pruning -> TileLayout.endsBy(level, number, pruning.minimumIndex()))
        .map(pruning -> TileResponse.refused(410, "pruned: " + pruning.reason()));
  }

  private static TileResponse answer(
      Optional<byte[]> body, String contentType, String cacheControl) {
    return body.map(bytes -> TileResponse.found(contentType, cacheControl, bytes))
        .orElseGet(() -> TileResponse.refused(404, "not there"));
  }
}
