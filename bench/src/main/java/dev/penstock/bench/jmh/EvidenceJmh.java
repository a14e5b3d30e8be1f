package dev.penstock.bench.jmh;

import dev.penstock.bench.evidence.DeviceBlocks;
import dev.penstock.bench.evidence.Keys;
import dev.penstock.bench.evidence.Messages;
import dev.penstock.bench.evidence.SealRecords;
import dev.penstock.bench.evidence.VerifyBlocks;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.signature.SigningException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One record sealed, one record verified, each with its share of its block: shows with {@code
 * --prof gc} that what is allocated belongs to blocks, not to records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class EvidenceJmh {
  private static final int RECORD_BYTES = 128;
  private static final int DEVICE_BLOCK = 256;

  private final SealRecords seal;
  private final VerifyBlocks verify;
  private final VerifyBlocks verifyFull;
  private final int blockCount;
  private final int fullCount;
  private int next;
  private int nextFull;

  public EvidenceJmh() {
    try {
      CryptoProviders providers = CryptoProviders.choose();
      seal =
          new SealRecords(
              new Messages(RECORD_BYTES, 1), RecordBatch.COUNT_MAX, Keys.ed25519(providers));
      var blocks = new DeviceBlocks(RECORD_BYTES, DEVICE_BLOCK, providers);
      var full = new DeviceBlocks(RECORD_BYTES, RecordBatch.COUNT_MAX, providers);
      verify = new VerifyBlocks(blocks, providers);
      verifyFull = new VerifyBlocks(full, providers);
      blockCount = blocks.count();
      fullCount = full.count();
    } catch (NoProviderException | SigningException e) {
      throw new IllegalStateException("no signatures on this machine", e);
    }
  }

  /** A record encoded, taken and sealed into a block of 4,096. */
  @Benchmark
  @OperationsPerInvocation(RecordBatch.COUNT_MAX)
  public long seal() throws SigningException {
    return seal.sealBlock();
  }

  /** A record checked with its block of 256. */
  @Benchmark
  @OperationsPerInvocation(DEVICE_BLOCK)
  public long verify() {
    next = (next + 1) % blockCount;
    return verify.check(next);
  }

  /** A record checked with its block of 4,096: what is left per record when blocks are large. */
  @Benchmark
  @OperationsPerInvocation(RecordBatch.COUNT_MAX)
  public long verifyFull() {
    nextFull = (nextFull + 1) % fullCount;
    return verifyFull.check(nextFull);
  }
}
