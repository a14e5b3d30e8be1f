package dev.penstock.bench.ledger;

import dev.penstock.bench.evidence.Keys;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Publication;
import dev.penstock.ledger.FileLedger;
import dev.penstock.merkle.note.NoteSigner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Builds a large log in a process of its own with a small heap, publishes it, and ends that process
 * at once, without closing anything: what is measured afterwards is a log that was killed.
 */
public final class LargeLog {
  /** The heap that a log of any size must do with. */
  static final String HEAP = "-Xmx64m";

  private static final int BATCH = 60_000;
  private static final String KEY_FILE = "vkey";

  private LargeLog() {}

  /** What was built: the folder of the log, and the key that signed its checkpoint. */
  record Built(Path folder, String vkey) {}

  static Built build(Path folder, long leaves) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true",
                "-cp",
                System.getProperty("java.class.path"),
                LargeLog.class.getName(),
                folder.toString(),
                String.valueOf(leaves))
            .inheritIO()
            .start();
    try {
      int _ = process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Process _ = process.destroyForcibly();
      throw new IOException("interrupted while the log was built", e);
    }
    Path key = folder.resolve(KEY_FILE);
    if (!Files.exists(key)) {
      throw new IOException("the log was not built, see above");
    }
    return new Built(folder.resolve("log"), Files.readString(key));
  }

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    FileLedger ledger = BenchLog.create(folder.resolve("log"));
    fill(ledger, Long.parseLong(args[1]), 0, _ -> {});
    NoteSigner signer = NoteSigner.ofLog(BenchLog.ORIGIN, Keys.ed25519(CryptoProviders.choose()));
    if (!(ledger.publish(signer) instanceof Publication.Published)) {
      throw new IOException("the log was not published");
    }
    Path _ =
        Files.writeString(folder.resolve(KEY_FILE), signer.key().vkey(), StandardCharsets.US_ASCII);
    Runtime.getRuntime().halt(0);
  }

  /**
   * Brings a log of somebody else to this size, and closes it.
   *
   * @param progress is told the size now and then
   */
  public static void extend(Path log, long leaves, LongConsumer progress)
      throws IOException, InterruptedException {
    try (FileLedger ledger = BenchLog.open(log)) {
      fill(ledger, leaves, ledger.view().head().low(), progress);
    }
  }

  /** Synthetic entries of 8 bytes: only their hashes matter here. */
  private static void fill(FileLedger ledger, long leaves, long low, LongConsumer progress)
      throws IOException, InterruptedException {
    byte[] entry = new byte[Long.BYTES];
    long at = ledger.view().head().size();
    while (at < leaves) {
      var batch = new EntryBatch.Builder(BATCH * (Long.BYTES + EntryBatch.PREFIX_BYTES));
      int count = (int) Math.min(BATCH, leaves - at);
      for (int i = 0; i < count; i++) {
        ByteBuffer.wrap(entry).putLong(at + i);
        batch = batch.add(entry);
      }
      if (!(ledger.append(batch.build(), low) instanceof AppendOutcome.Appended)) {
        throw new IOException("the log took no more entries at " + at);
      }
      at += count;
      progress.accept(at);
    }
  }
}
