package dev.penstock.bench.jmh;

import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashSink;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One leaf, one node, one block: shows with {@code --prof gc} that none of them allocates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class HashJmh {
  private static final int RECORD_BYTES = 128;
  private static final int BLOCK_LEAVES = 256;
  private static final byte[] EMPTY_TREE = {};

  private final TreeHasher hasher = new TreeHasher();
  private final RightEdge edge = new RightEdge(hasher);
  private final byte[] record = new byte[RECORD_BYTES];
  private final byte[] leafHashes = new byte[BLOCK_LEAVES * Digest.BYTES];
  private final byte[] hash = new byte[Digest.BYTES];

  public HashJmh() {
    var random = new SplittableRandom(1);
    random.nextBytes(record);
    random.nextBytes(leafHashes);
  }

  @Benchmark
  public byte[] leaf() {
    hasher.leaf(record, 0, RECORD_BYTES, hash, 0);
    return hash;
  }

  @Benchmark
  public byte[] node() {
    hasher.node(leafHashes, 0, leafHashes, Digest.BYTES, hash, 0);
    return hash;
  }

  /** The tree of one block over leaf hashes that are there. */
  @Benchmark
  public byte[] tree() {
    edge.restore(0, EMPTY_TREE);
    edge.append(leafHashes, 0, BLOCK_LEAVES, HashSink.NONE);
    edge.root(hash, 0);
    return hash;
  }
}
