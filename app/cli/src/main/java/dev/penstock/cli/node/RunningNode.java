package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.control.LongCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The node that runs on a folder, as a command asks it: what it answers goes to the terminal. */
record RunningNode(Path folder, PrintWriter out, PrintWriter err) {
  /** On a folder, for a command. */
  static RunningNode on(Path folder, CommandSpec spec) {
    return new RunningNode(folder, spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  /** Asks what a node does unless it cannot: 0 done; 2 not done, or no node runs there. */
  int ask(List<String> words) {
    return ask(words, LongCommand.Progress.NONE);
  }

  /** The same, and tells how far the node is. */
  int ask(List<String> words, LongCommand.Progress progress) {
    return ask(words, progress, ExitCode.UNUSABLE);
  }

  /** Asks what a node may well refuse: 0 done; 1 refused; 2 no node runs there. */
  int put(List<String> words) {
    return ControlClient.isRunning(folder)
        ? ask(words, LongCommand.Progress.NONE, ExitCode.NO)
        : refuse("no node runs on " + folder);
  }

  private int ask(List<String> words, LongCommand.Progress progress, int refused) {
    try {
      return switch (ControlClient.ask(folder, words, progress)) {
        case ControlAnswer.Done(var lines) -> {
          lines.forEach(out::println);
          out.flush();
          yield ExitCode.OK;
        }
        case ControlAnswer.Refused(var why) -> {
          say(why);
          yield refused;
        }
      };
    } catch (IOException e) {
      return refuse("the node was not asked: " + e.getMessage());
    }
  }

  /** Says why the node is not even asked. */
  int refuse(String why) {
    say(why);
    return ExitCode.UNUSABLE;
  }

  private void say(String why) {
    err.println("penstock: " + why);
    err.flush();
  }
}
