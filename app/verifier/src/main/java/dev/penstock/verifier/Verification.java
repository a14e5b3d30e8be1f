package dev.penstock.verifier;

import dev.penstock.bundle.BundleChecker;
import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Requirement;
import dev.penstock.bundle.Verdict;
import dev.penstock.bundle.VerdictJson;
import dev.penstock.bundle.VerdictText;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Hands;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One bundle, whom the auditor trusts, and what the auditor asks for.
 *
 * @param file the bundle
 * @param policy the auditor's trust file; absent for a look at whether the bundle agrees with
 *     itself
 * @param isJson answer as JSON
 * @param list where to write the records that are shown, as CSV
 */
public record Verification(
    Path file,
    Optional<Path> policy,
    List<Requirement> requirements,
    boolean isJson,
    Optional<Path> list) {
  /** Exit code for what cannot be read, or is no bundle. */
  public static final int UNUSABLE = 2;

  /** A block, its hashes and what is decoded of it, with room for the rest of the program. */
  private static final long HAND_BYTES = 16L << 20;

  /** What could move the cursor or turn the direction of writing on a terminal. */
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cntrl}\\u0080-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]");

  public Verification {
    requirements = List.copyOf(requirements);
  }

  /** Something about the command that cannot be done; in one line. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  /** Checks it and says what came of it; answers the exit code. */
  public int run(PrintWriter out, PrintWriter err, Signatures signatures, InstantSource clock) {
    try {
      Verdict verdict = verdict(signatures, clock);
      if (isJson) {
        out.println(VerdictJson.of(verdict));
      } else {
        VerdictText.of(verdict).forEach(line -> out.println(HARMFUL.matcher(line).replaceAll("?")));
      }
      out.flush();
      return verdict.outcome().exitCode();
    } catch (UnusableException e) {
      err.println("penstock: " + e.getMessage());
      err.flush();
      return UNUSABLE;
    }
  }

  private Verdict verdict(Signatures signatures, InstantSource clock) throws UnusableException {
    Optional<BundleTrust> trust = Optional.empty();
    if (policy.isPresent()) {
      trust = Optional.of(trust(policy.get()));
    }
    long now = nanos(clock.instant());
    try (FileBytes bytes = FileBytes.open(file)) {
      if (list.isPresent()) {
        return listed(bytes, trust, list.get(), signatures, now);
      }
      try (var workers = new Workers(hands())) {
        var asked = new BundleChecker.Asked(trust, requirements, now, RecordSink.NONE);
        return new BundleChecker(signatures, workers, asked).check(bytes);
      }
    } catch (IOException e) {
      throw new UnusableException(file + " cannot be read: " + e);
    }
  }

  /** As many as there are cores, and as many as the memory has room for. */
  private static int hands() {
    Runtime machine = Runtime.getRuntime();
    long fitting = machine.maxMemory() / HAND_BYTES;
    return (int) Math.max(1, Math.min(machine.availableProcessors(), fitting));
  }

  private Verdict listed(
      FileBytes bytes, Optional<BundleTrust> trust, Path to, Signatures signatures, long now)
      throws IOException, UnusableException {
    try (var written = RecordList.create(to)) {
      var asked = new BundleChecker.Asked(trust, requirements, now, written);
      Verdict verdict = new BundleChecker(signatures, Hands.ONE, asked).check(bytes);
      written.end(verdict.outcome());
      return verdict;
    } catch (FileAlreadyExistsException e) {
      throw new UnusableException(to + " is there already; nothing is overwritten");
    } catch (UncheckedIOException e) {
      throw new UnusableException("the list " + to + " was not written: " + e.getCause());
    }
  }

  private static BundleTrust trust(Path policy) throws UnusableException {
    try {
      if (Files.size(policy) > TrustFile.BYTES_MAX) {
        throw new UnusableException(
            "trust file "
                + policy
                + " has "
                + Files.size(policy)
                + " bytes, it may have "
                + TrustFile.BYTES_MAX);
      }
      return switch (BundleTrust.decode(Files.readAllBytes(policy))) {
        case Decoded.Value<BundleTrust>(var trust) -> trust;
        case Decoded.Malformed<BundleTrust>(var why) ->
            throw new UnusableException("trust file " + policy + ": " + why);
      };
    } catch (IOException e) {
      throw new UnusableException("trust file " + policy + " cannot be read: " + e);
    }
  }

  private static long nanos(Instant time) {
    return Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L) + time.getNano();
  }
}
