package dev.penstock.bench;

import dev.penstock.bench.bridge.BridgeBench;
import dev.penstock.bench.bundle.BundleBench;
import dev.penstock.bench.conduit.ConduitBench;
import dev.penstock.bench.evidence.OverheadBench;
import dev.penstock.bench.evidence.SealCoreBench;
import dev.penstock.bench.evidence.VerifyBlocksBench;
import dev.penstock.bench.gateway.GatewayBench;
import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.BenchCommand;
import dev.penstock.bench.harness.Stopwatch;
import dev.penstock.bench.hash.HashBench;
import dev.penstock.bench.journal.JournalBench;
import dev.penstock.bench.ledger.LogAppendBench;
import dev.penstock.bench.ledger.ProofBench;
import dev.penstock.bench.node.SealBench;
import dev.penstock.bench.node.StartBench;
import dev.penstock.bench.soak.SoakCommand;
import dev.penstock.bench.web.WebBench;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Where the benches are put together. A new bench is a line in the list. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    var command = new BenchCommand(benches(), Stopwatch.ofThisMachine(), Main::runJmh);
    System.exit(command.commandLine(new SoakCommand()).execute(args));
  }

  /** In the order the list shows them. */
  static List<Bench> benches() {
    return List.of(
        new HashBench(),
        new SealCoreBench(),
        new VerifyBlocksBench(),
        new OverheadBench(),
        new JournalBench(),
        new LogAppendBench(),
        new ProofBench(),
        new BundleBench(),
        new SealBench(),
        new ConduitBench(),
        new BridgeBench(),
        new GatewayBench(),
        new StartBench(),
        new WebBench());
  }

  private static void runJmh(String pattern, List<String> profilers) throws IOException {
    var options = new OptionsBuilder().include(pattern).shouldFailOnError(true);
    for (String profiler : profilers) {
      options.addProfiler(profiler);
    }
    try {
      var _ = new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new IOException("JMH failed: " + e.getMessage(), e);
    }
  }
}
