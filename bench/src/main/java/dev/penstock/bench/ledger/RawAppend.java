package dev.penstock.bench.ledger;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.flow.EntryBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The limit: the same bytes appended to one file and synced after each batch, nothing else. */
final class RawAppend implements Side {
  private final Path file;
  private final List<ByteBuffer> bodies;
  private final int perBatch;

  RawAppend(Path file, List<EntryBatch> batches) {
    this.file = file;
    this.bodies = batches.stream().map(RawAppend::direct).toList();
    this.perBatch = batches.getFirst().count();
  }

  private static ByteBuffer direct(EntryBatch batch) {
    ByteBuffer body = ByteBuffer.allocateDirect(batch.bodyBytes());
    batch.copyTo(body);
    return body.flip();
  }

  @Override
  public void reset() throws IOException {
    BenchLog.delete(file);
  }

  @Override
  public Work run(Budget budget) throws IOException {
    BenchLog.delete(file);
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
