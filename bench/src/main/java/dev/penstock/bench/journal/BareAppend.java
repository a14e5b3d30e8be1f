package dev.penstock.bench.journal;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.flow.journal.FrameBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The limit: the same records appended to one file and synced after each batch, nothing else. */
public final class BareAppend implements Side {
  private final Path file;
  private final List<ByteBuffer> bodies;
  private final int perBatch;

  /** These batches, one after the other and again from the first. */
  public BareAppend(Path file, List<FrameBatch> batches) {
    this.file = file;
    this.bodies = batches.stream().map(BareAppend::direct).toList();
    this.perBatch = batches.getFirst().records();
  }

  private static ByteBuffer direct(FrameBatch batch) {
    return ByteBuffer.allocateDirect(batch.recordBytes())
        .put(batch.buffer(), 0, batch.recordBytes())
        .flip();
  }

  @Override
  public void reset() throws IOException {
    BenchFolder.delete(file);
  }

  @Override
  public Work run(Budget budget) throws IOException {
    BenchFolder.delete(file);
    long batches = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (!budget.isSpent()) {
        ByteBuffer body = bodies.get((int) (batches % bodies.size())).duplicate();
        while (body.hasRemaining()) {
          int _ = channel.write(body);
        }
        channel.force(false);
        batches++;
      }
      return new Work(batches * perBatch, channel.position());
    }
  }
}
