package dev.penstock.node;

import dev.penstock.bundle.BundleBytes;
import dev.penstock.bundle.BundleChecker;
import dev.penstock.bundle.BundleTrust;
import dev.penstock.bundle.RecordSink;
import dev.penstock.bundle.Verdict;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Hands;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.control.LongCommand;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a node for bundles, and checks them by the keys that it names. */
final class Auditor {
  private static final long DAY = 86_400_000_000_000L;

  private Auditor() {}

  static BundleRequest request(String source) {
    long now = System.currentTimeMillis() * 1_000_000L;
    return new BundleRequest(source, now - DAY, now + DAY, Optional.empty(), List.of());
  }

  static ControlAnswer ask(Path data, Path file, BundleRequest request)
      throws IOException, InterruptedException {
    ControlAnswer answer = new ControlAnswer.Refused("never asked");
    for (int i = 0; i < 600; i++) {
      answer =
          ControlClient.ask(data, BundleCommand.words(file, request), LongCommand.Progress.NONE);
      boolean isTooEarly =
          answer instanceof ControlAnswer.Refused(var why)
              && (why.contains("in a moment")
                  || why.contains("No source")
                  || why.contains("No record"));
      if (!isTooEarly) {
        return answer;
      }
      boolean _ = new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
    }
    return answer;
  }

  static BundleTrust trust(Path data) throws IOException {
    ControlAnswer answer = ControlClient.ask(data, List.of("trust"), LongCommand.Progress.NONE);
    return read(String.join("\n", ((ControlAnswer.Done) answer).lines()) + "\n");
  }

  static BundleTrust read(String text) {
    return ((Decoded.Value<BundleTrust>) BundleTrust.decode(text.getBytes(StandardCharsets.UTF_8)))
        .value();
  }

  static Verdict verdict(Path file, BundleTrust trust, RecordSink sink) throws IOException {
    long now = System.currentTimeMillis() * 1_000_000L;
    var asked = new BundleChecker.Asked(Optional.of(trust), List.of(), now, sink);
    return new BundleChecker(new JdkSignatures(), Hands.ONE, asked)
        .check(BundleBytes.of(Files.readAllBytes(file)));
  }
}
