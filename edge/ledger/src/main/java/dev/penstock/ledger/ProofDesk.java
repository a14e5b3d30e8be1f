package dev.penstock.ledger;

import dev.penstock.merkle.HashReader;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TileCache;
import dev.penstock.merkle.TreeHasher;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the proofs about one log, for all its views: they share the tiles that were read
 * before, and makers are used again because each holds some 20 KiB of buffers. Safe for use by
 * several threads.
 *
 * <p>Only full tiles are kept: a maker asks the cache for a tile only when the tree it was asked
 * about fills it, and no view reaches beyond what is committed. So what is kept never changes.
 */
final class ProofDesk {
  /**
   * A log of 100 M leaves has 1,531 full tiles above its leaf hashes; at 16 KiB each this many are
   * 32 MiB, which leaves half of a heap of 64 MiB to all others.
   */
  static final int TILES_MAX = 2048;

  /** More threads than this rarely make proofs at once; those beyond make their own tools. */
  private static final int IDLE_MAX = 16;

  private final HashReader hashes;
  private final TileCache cache = new TileCache(TILES_MAX);
  private final BlockingQueue<Tools> idle = new ArrayBlockingQueue<>(IDLE_MAX);

  /** What one thread at a time works with. */
  record Tools(ProofMaker maker, ProofChecker checker) {}

  /** Makes a proof, or a root. */
  interface Use<T> {
    T with(Tools tools) throws IOException;
  }

  ProofDesk(HashReader hashes) {
    this.hashes = hashes;
  }

  /** Lends tools. After a failure they are not lent again. */
  <T> T use(Use<T> use) throws IOException {
    @Nullable Tools lent = idle.poll();
    Tools tools = lent == null ? newTools() : lent;
    T made = use.with(tools);
    boolean _ = idle.offer(tools);
    return made;
  }

  private Tools newTools() {
    var hasher = new TreeHasher();
    return new Tools(new ProofMaker(hasher, hashes, cache), new ProofChecker(hasher));
  }
}
