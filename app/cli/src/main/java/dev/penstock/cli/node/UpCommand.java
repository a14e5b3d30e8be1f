package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.config.Logging;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.NodeLog;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a node until it is told to stop. */
@Command(
    name = "up",
    description = "Run the node: take in, seal, publish checkpoints.",
    footer = {
      "",
      "Ends in order on Ctrl-C or SIGTERM. The settings are DIR/penstock.yaml; docs/node.md",
      "lists them. Exit codes: 0 ended in order, 2 the settings or the folder cannot be used,",
      "3 it could not bring everything to disk at the end."
    })
public final class UpCommand implements Callable<Integer> {
  public static final String SETTINGS = "penstock.yaml";
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Waits for the word to stop. */
  public interface Stop {
    /** True when it is time to stop; false after this long without. */
    boolean await(Duration time) throws InterruptedException;
  }

  private final Stop stop;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      defaultValue = "",
      description = "First start: the log's name for ever, as plant7.example/log.")
  private String origin = "";

  public UpCommand(Stop stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path file = folder.resolve(SETTINGS);
    if (!Files.exists(file) && !origin.isEmpty()) {
      writeSettings(file);
      out.println("penstock: wrote " + file);
    }
    return switch (SettingsFile.read(file, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> run(settings, out, err);
      case Reading.Faulty<NodeSettings>(var problems) -> {
        problems.stream().map(Problem::text).forEach(line -> err.println("penstock: " + line));
        if (!Files.exists(file)) {
          err.println("penstock: for the first start name the log, as in");
          err.println("  penstock up --data " + folder + " --origin plant7.example/log");
        }
        yield ExitCode.UNUSABLE;
      }
    };
  }

  private void writeSettings(Path file) throws IOException {
    Path _ = Files.createDirectories(folder);
    Path _ =
        Files.writeString(
            file,
            "# The settings of this node; docs/node.md lists them all.\n"
                + "version: 1\n"
                + "# The log's name. It cannot be changed.\n"
                + "origin: "
                + origin
                + "\n",
            StandardOpenOption.CREATE_NEW);
  }

  private int run(NodeSettings settings, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    if (!origin.isEmpty() && !origin.equals(settings.origin())) {
      err.println(
          "penstock: --origin is "
              + origin
              + ", the settings say "
              + settings.origin()
              + "; a log keeps its origin for ever");
      return ExitCode.UNUSABLE;
    }
    long began = System.nanoTime();
    Optional<NodeLog> log = log(settings.logging(), err);
    try (Node node = Node.start(folder, settings, Node.Machine.here(), log.orElse(NodeLog.NONE))) {
      double seconds = (System.nanoTime() - began) / 1e9;
      out.printf(Locale.ROOT, "penstock: ready in %.2f s%n", seconds);
      out.println("  log     " + settings.origin());
      out.println("  key     " + node.logKey().vkey());
      out.println("  folder  " + folder.toAbsolutePath());
      node.webAddress().ifPresent(address -> out.println("  console " + address + "/"));
      node.setUpCode()
          .ifPresent(code -> out.println("  set-up  " + code + " (once; docs/people.md)"));
      node.authorityFingerprint()
          .ifPresent(digest -> out.println("  site ca SHA-256 " + digest + " (docs/tls.md)"));
      node.tokenFile().ifPresent(file -> out.println("  token   " + file.toAbsolutePath()));
      node.remarks().forEach(remark -> out.println("  note    " + remark));
      out.flush();
      watch(node, log.isPresent() ? Optional.empty() : Optional.of(out));
      out.println("penstock: stopping");
      out.flush();
    } catch (StartException e) {
      err.println("penstock: " + e.getMessage());
      return ExitCode.UNUSABLE;
    } catch (IOException e) {
      err.println("penstock: " + e.getMessage());
      for (Throwable each : e.getSuppressed()) {
        err.println("  " + each);
      }
      return ExitCode.BROKEN;
    }
    out.println("penstock: stopped in order");
    return ExitCode.OK;
  }

  /** Where to: a person at a terminal is told in other words, unless the settings name a form. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again where nobody is at a terminal.
  private static Optional<NodeLog> log(Logging wanted, PrintWriter err) {
    Console console = System.console();
    boolean isTerminal = console != null && console.isTerminal();
    if (wanted.form().isEmpty() && isTerminal) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeLog(
            wanted.form().orElse(LogForm.TEXT),
            wanted.least(),
            InstantSource.system(),
            line -> {
              err.println(line);
              err.flush();
            }));
  }

  /** Says what goes wrong, and when it is over, once each, where no log says it. */
  private void watch(Node node, Optional<PrintWriter> terminal) throws InterruptedException {
    while (terminal.isEmpty() && !stop.await(LOOK) && !node.isStopWanted()) {
      // The log says what happens.
    }
    if (terminal.isPresent()) {
      tell(node, terminal.get());
    }
  }

  private void tell(Node node, PrintWriter out) throws InterruptedException {
    List<String> said = List.of();
    while (!stop.await(LOOK) && !node.isStopWanted()) {
      List<String> now = node.obstacles();
      for (String obstacle : now) {
        if (!said.contains(obstacle)) {
          out.println("penstock: trouble: " + obstacle);
        }
      }
      for (String obstacle : said) {
        if (!now.contains(obstacle)) {
          out.println("penstock: over: " + obstacle);
        }
      }
      out.flush();
      said = now;
    }
  }
}
