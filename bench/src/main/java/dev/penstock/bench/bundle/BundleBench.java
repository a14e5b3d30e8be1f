package dev.penstock.bench.bundle;

import dev.penstock.bench.evidence.Keys;
import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Crew;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.bench.hash.Blocks;
import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.signature.JcaService;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.verifier.Main;
import dev.penstock.verifier.Verification;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A bundle verified offline on all cores, beside its hashes and signatures alone; and once in a
 * process of its own with 64 MiB of heap.
 */
public final class BundleBench implements Bench {
  private static final Knob MEGABYTES = new Knob("megabytes", 1_024, "size of the bundle");
  private static final Knob RECORD_BYTES = new Knob("record_bytes", 128, "length of a record");
  private static final Knob BLOCK_RECORDS = new Knob("block_records", 4_096, "records in a block");
  private static final int SALT_BYTES = 16;
  private static final int BLOCK_EXTRA_BYTES = 700;

  private Optional<Path> bundle = Optional.empty();
  private Path trust = Path.of("trust");
  private Path copy = Path.of("copy");

  @Override
  public String name() {
    return "bundle";
  }

  @Override
  public String purpose() {
    return "bytes of a bundle verified, beside its hashes and signatures";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(MEGABYTES, RECORD_BYTES, BLOCK_RECORDS);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    int recordBytes = Math.toIntExact(settings.knob(RECORD_BYTES.name()));
    int blockRecords = Math.toIntExact(settings.knob(BLOCK_RECORDS.name()));
    long blockBytes = (long) blockRecords * (recordBytes + SALT_BYTES) + BLOCK_EXTRA_BYTES;
    int blocks = Math.toIntExact(settings.knob(MEGABYTES.name()) * 1_000_000 / blockBytes) + 1;
    try {
      CryptoProviders providers = CryptoProviders.choose();
      Signer signer = Keys.ed25519(providers);
      NoteSigner log = NoteSigner.ofLog(LargeBundle.origin(), Keys.ed25519(providers));
      var made = new LargeBundle(recordBytes, blockRecords, blocks, signer, log);
      Path file = settings.folder().resolve("large.zip");
      made.write(file);
      bundle = Optional.of(file);
      trust = Files.writeString(settings.folder().resolve("trust"), made.trust());
      copy = settings.folder().resolve("copy");
      JcaService service = providers.service(SignatureAlgorithm.ED25519);
      long perBlock = Files.size(file) / blocks;
      Side limit =
          new Crew(
              settings.threads(),
              () ->
                  new BundleLimit(
                      Blocks.random(SALT_BYTES + recordBytes, blockRecords, 1),
                      made.block(0),
                      signer.key(),
                      service,
                      perBlock));
      return List.of(
          new Contest("all_cores", "bytes/s", new Verified(file, trust, providers), limit));
    } catch (NoProviderException | SigningException e) {
      throw new IOException("no signatures on this machine", e);
    }
  }

  /** The product: the whole bundle again and again. */
  private record Verified(Path file, Path trust, CryptoProviders providers) implements Side {
    @Override
    public Work run(Budget budget) throws IOException {
      long bytes = 0;
      while (!budget.isSpent()) {
        var said = new StringWriter();
        var verification =
            new Verification(file, Optional.of(trust), List.of(), true, Optional.empty());
        int exitCode =
            verification.run(
                new PrintWriter(said), new PrintWriter(said), providers, InstantSource.system());
        if (exitCode != 0) {
          throw new IOException("a good bundle is not verified: " + said);
        }
        bytes += Files.size(file);
      }
      return new Work(bytes, bytes);
    }
  }

  @Override
  public Map<String, Object> conclude() throws IOException, InterruptedException {
    Path file = bundle.orElseThrow();
    Path _ = Files.createDirectories(copy);
    String java =
        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(
                java,
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                file.toString(),
                "--policy",
                trust.toString(),
                "--json")
            .redirectErrorStream(true)
            .redirectOutput(copy.resolve("said").toFile())
            .start();
    boolean isEnded = process.waitFor(1, TimeUnit.HOURS);
    if (!isEnded || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          "it is not verified in 64 MiB: " + Files.readString(copy.resolve("said")));
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("bundle_bytes", Files.size(file));
    figures.put("small_heap_mb", 64);
    figures.put("small_seconds", Math.round(seconds * 100) / 100.0);
    return figures;
  }
}
