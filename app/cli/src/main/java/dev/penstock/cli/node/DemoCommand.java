package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.demo.Demo;
import dev.penstock.node.StartException;
import dev.penstock.pump.SealerFigures;
import dev.penstock.web.WebOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs a simulated plant with its broker and a node, until told to stop; or attacks one, and ends.
 */
@Command(
    name = "demo",
    description = "Run a simulated plant, its broker and a node.",
    footer = {
      "",
      "Everything stays on this machine: the broker listens on loopback alone. The",
      "folder is kept at the end, and 'penstock up --data DIR' goes on with it.",
      "Some seconds after the start, once, somebody reaches for a controller.",
      "--attack takes about a minute, makes a folder of its own and removes it.",
      "Exit codes: 0 ended in order, or each attack was caught, 1 an attack was not,",
      "            2 the folder or port cannot be used, 3 not in order."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int PORT_DEFAULT = 18_830;

  /** Another one, so that it can be run beside a demo. */
  private static final int PORT_ATTACK = 18_832;

  private final UpCommand.Stop stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The node's folder (default: a new temporary one).")
  private @Nullable Path folder;

  @Option(names = "--attack", description = "Attack a demo of its own, and show what is caught.")
  private boolean isAttack;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the broker (default: 18830; --attack 18832).")
  private int port = PORT_DEFAULT;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "Port of the HTTP API (default: ${DEFAULT-VALUE}).")
  private int webPort = WebOptions.PORT_DEFAULT;

  public DemoCommand(UpCommand.Stop stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean isPortGiven = spec.commandLine().getParseResult().hasMatchedOption("--port");
    int used = isPortGiven ? port : isAttack ? PORT_ATTACK : PORT_DEFAULT;
    if (!isPort("--port", used, err) || !isPort("--http-port", webPort, err)) {
      return ExitCode.UNUSABLE;
    }
    if (isAttack) {
      if (folder != null) {
        err.println(
            "penstock: --attack makes a folder of its own, so --data has no place beside it");
        return ExitCode.UNUSABLE;
      }
      return new AttackRun(used, out, err).run();
    }
    Path data = folder == null ? Files.createTempDirectory("penstock-demo-") : folder;
    int code = run(data, used, out, err);
    out.println("penstock: everything it sealed is in " + data.toAbsolutePath());
    out.flush();
    return code;
  }

  private static boolean isPort(String option, int value, PrintWriter err) {
    if (value < 1 || value > 65_535) {
      err.println("penstock: " + option + " is " + value + ", must be 1..65535");
      return false;
    }
    return true;
  }

  private int run(Path data, int port, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    Demo demo;
    try {
      demo = Demo.start(data, port, webPort);
    } catch (StartException | IOException e) {
      err.println("penstock: " + e.getMessage());
      return ExitCode.UNUSABLE;
    }
    try (demo) {
      greet(demo, data.toAbsolutePath(), out);
      Optional<String> said = Optional.empty();
      boolean isPlayed = false;
      while (!stop.await(LOOK) && !demo.node().isStopWanted()) {
        if (!isPlayed) {
          new ConduitShow(demo, data.toAbsolutePath(), out).play();
          isPlayed = true;
        }
        say(demo, out);
        if (demo.obstacle().isPresent() && !demo.obstacle().equals(said)) {
          out.println("penstock: trouble: " + demo.obstacle().get());
        }
        said = demo.obstacle();
        out.flush();
      }
      out.println("penstock: stopping");
      out.flush();
    } catch (IOException e) {
      err.println("penstock: " + e.getMessage());
      for (Throwable each : e.getSuppressed()) {
        err.println("  " + each);
      }
      return ExitCode.BROKEN;
    }
    return ExitCode.OK;
  }

  private static void greet(Demo demo, Path data, PrintWriter out) {
    out.println(
        "penstock: a water works with "
            + demo.tagCount()
            + " tags over MQTT and three controllers on Modbus is running");
    out.println("  key     " + demo.node().logKey().vkey());
    out.println("  where to look:");
    demo.whereToLook(data).forEach(line -> out.println("    " + line));
    demo.node().webAddress().ifPresent(address -> out.println("  console " + address + "/"));
    demo.node()
        .setUpCode()
        .ifPresent(code -> out.println("  set-up  " + code + " (opens the console once)"));
    out.println("  Ctrl-C ends it");
    out.flush();
  }

  private static void say(Demo demo, PrintWriter out) {
    SealerFigures sealed = demo.node().sealer().figures();
    out.printf(
        Locale.ROOT,
        "  %,d published, %,d records sealed in %,d blocks, log size %,d, %,d to seal%n",
        demo.publishedCount(),
        sealed.records(),
        sealed.blocks(),
        demo.node().ledger().view().head().size(),
        sealed.lag());
  }
}
