package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.StoppedNode;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the keys that auditors need, and changes the log's key. */
@Command(
    name = "keys",
    description = "Show a node's public keys, or rotate its log's key.",
    footer = {
      "",
      "show prints a trust file for verify-certificate; the node may run meanwhile.",
      "rotate wants the node stopped. It makes a new key; both sign that the log goes on under the new one, and",
      "the log keeps that as an entry. Auditors need nothing new: fsck follows it from",
      "the key they have. docs/keys.md says when to do it and what to save.",
      "Exit codes: 0 done, 2 the folder is in use, or cannot be used."
    })
public final class KeysCommand implements Callable<Integer> {
  private static final String ROTATE = "rotate";
  private static final String SHOW = "show";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "show|rotate", description = "What to do.")
  private String action = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Option(
      names = "--ml-dsa",
      description = "The log's second key, ML-DSA-44, instead of its Ed25519 key.")
  private boolean isMlDsa;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (!action.equals(ROTATE) && !action.equals(SHOW)) {
      err.println("penstock: keys cannot " + action + ", only " + SHOW + " and " + ROTATE);
      return ExitCode.UNUSABLE;
    }
    if (action.equals(SHOW)
        && ControlClient.isListening(folder)
        && ControlClient.ask(folder, List.of("trust")) instanceof ControlAnswer.Done(var lines)) {
      lines.forEach(spec.commandLine().getOut()::println);
      return ExitCode.OK;
    }
    Path file = folder.resolve(UpCommand.SETTINGS);
    if (!Files.exists(file)) {
      err.println("penstock: " + folder + " is no node's folder: it has no " + UpCommand.SETTINGS);
      return ExitCode.UNUSABLE;
    }
    return switch (SettingsFile.read(file, NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) ->
          action.equals(SHOW) ? show(settings) : rotate(settings);
      case Reading.Faulty<NodeSettings>(var problems) -> {
        problems.stream().map(Problem::text).forEach(line -> err.println("penstock: " + line));
        yield ExitCode.UNUSABLE;
      }
    };
  }

  private int show(NodeSettings settings) {
    try {
      PrintWriter out = spec.commandLine().getOut();
      out.print(StoppedNode.trust(folder, settings, Node.Machine.here()));
      out.flush();
      return ExitCode.OK;
    } catch (StartException e) {
      return refuse(e);
    }
  }

  private int refuse(StartException problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("penstock: " + problem.getMessage());
    err.flush();
    return ExitCode.UNUSABLE;
  }

  private int rotate(NodeSettings settings) throws InterruptedException {
    SignatureAlgorithm algorithm =
        isMlDsa ? SignatureAlgorithm.ML_DSA_44 : SignatureAlgorithm.ED25519;
    try {
      StoppedNode.Rotated rotated =
          StoppedNode.rotateLogKey(folder, settings, algorithm, Node.Machine.here());
      PrintWriter out = spec.commandLine().getOut();
      out.println("penstock: rotated the key of " + settings.origin());
      out.println("  old     " + rotated.before().vkey());
      out.println("          for sizes up to " + rotated.lastSize());
      out.println("  new     " + rotated.now().vkey());
      out.println("  next    back up " + folder.resolve("keys") + "; the old copy cannot sign");
      out.println("          give the new key to witnesses, and to new auditors");
      out.flush();
      return ExitCode.OK;
    } catch (StartException e) {
      return refuse(e);
    }
  }
}
