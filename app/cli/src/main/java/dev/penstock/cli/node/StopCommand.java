package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.node.control.ControlClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends a node from another terminal. */
@Command(
    name = "stop",
    description = "Tell the node on a folder to end in order, and wait.",
    footer = {
      "",
      "To be run by the user who runs the node. Exit codes: 0 ended, 2 no node runs",
      "there or it does not answer, 3 it had not ended after a minute."
    })
public final class StopCommand implements Callable<Integer> {
  private static final int LOOKS_MAX = 600;
  private static final int LOOK_MS = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Override
  public Integer call() throws InterruptedException {
    RunningNode node = RunningNode.on(folder, spec);
    int code = node.ask(List.of("stop"));
    return code == ExitCode.OK ? awaitEnd(node.out(), node.err()) : code;
  }

  /** Its socket goes when it has ended. */
  private int awaitEnd(PrintWriter out, PrintWriter err) throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < LOOKS_MAX; i++) {
      if (!ControlClient.isRunning(folder)) {
        out.println("it has ended");
        return ExitCode.OK;
      }
      boolean _ = never.await(LOOK_MS, TimeUnit.MILLISECONDS);
    }
    err.println("penstock: the node has not ended after a minute; it may still be at it");
    return ExitCode.BROKEN;
  }
}
