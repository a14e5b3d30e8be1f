package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.node.BackupCheck;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.StoppedNode;
import dev.penstock.node.backup.Trees;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.yaml.Problem;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies a data folder as of one commit, beside the node or without it. */
@Command(
    name = "backup",
    description = "Copy a node's folder, while it runs, and check the copy.",
    footer = {
      "",
      "Asks the running node, or takes its place when none runs. The copy has no keys",
      "and no token; --keys writes the keys to a file of their own. docs/backup.md",
      "Exit codes: 0 written and whole, 1 written and not whole, 2 not written."
    })
public final class BackupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER",
      description = "The backup; must not be there yet.")
  private Path target = Path.of("backup");

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Where to put the keys; must not be there yet.")
  private @Nullable Path keys;

  /** Something about the command line that cannot be done; in one line. */
  private static final class NotDoneException extends Exception {
    private static final long serialVersionUID = 1L;

    NotDoneException(String why) {
      super(why);
    }
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try {
      return backUp();
    } catch (NotDoneException | StartException e) {
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int backUp() throws IOException, NotDoneException, StartException {
    Path to = target.toAbsolutePath().normalize();
    Optional<Path> keysTo = Optional.ofNullable(keys).map(k -> k.toAbsolutePath().normalize());
    requirePlaces(to, keysTo);
    Path unfinished = Trees.unfinished(to);
    BackupCheck.Result checked = write(unfinished, keysTo);
    if (!checked.findings().isEmpty()) {
      PrintWriter out = spec.commandLine().getOut();
      checked.findings().forEach(finding -> out.println("FINDING  " + finding));
      out.println(
          "verdict  NOT WHOLE: " + unfinished + " is no backup; look at it, then remove it");
      out.flush();
      return ExitCode.NO;
    }
    Trees.finish(unfinished, to);
    say(to, keysTo, checked);
    return ExitCode.OK;
  }

  private void requirePlaces(Path to, Optional<Path> keysTo) throws IOException, NotDoneException {
    Path data = folder.toAbsolutePath().normalize();
    if (!Files.isRegularFile(data.resolve("format"))) {
      throw new NotDoneException(folder + " is no data folder; name the folder of a node");
    }
    if (to.startsWith(data) || data.startsWith(to)) {
      throw new NotDoneException(target + " and " + folder + " lie in each other");
    }
    Path parent = to.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NotDoneException("there is no folder " + parent + " to put the backup in");
    }
    if (parent.toRealPath().startsWith(data.toRealPath())) {
      throw new NotDoneException(target + " lies in the folder that is to be backed up");
    }
    if (Files.exists(to)) {
      throw new NotDoneException(target + " is there already; nothing is overwritten");
    }
    if (Files.exists(Trees.unfinished(to))) {
      throw new NotDoneException(
          Trees.unfinished(to) + " is left from a backup that was cut off; remove it first");
    }
    if (keysTo.isPresent()) {
      requireKeysPlace(keysTo.get(), to, data);
    }
  }

  private static void requireKeysPlace(Path keysTo, Path to, Path data) throws NotDoneException {
    Path parent = keysTo.getParent();
    if (keysTo.startsWith(to) || keysTo.startsWith(data)) {
      throw new NotDoneException("the keys must not lie in the backup or in the data folder");
    }
    if (Files.exists(keysTo)) {
      throw new NotDoneException(keysTo + " is there already; nothing is overwritten");
    }
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NotDoneException("there is no folder " + parent + " to put the keys in");
    }
  }

  private BackupCheck.Result write(Path unfinished, Optional<Path> keysTo)
      throws IOException, NotDoneException, StartException {
    var progress = new Progress(spec.commandLine().getErr(), "backup");
    try {
      if (ControlClient.isListening(folder)) {
        List<String> words =
            keysTo
                .map(file -> List.of("backup", unfinished.toString(), file.toString()))
                .orElse(List.of("backup", unfinished.toString()));
        ControlAnswer answer = ControlClient.ask(folder, words, progress::at);
        if (answer instanceof ControlAnswer.Refused(var reason)) {
          throw new NotDoneException(reason);
        }
      } else {
        return StoppedNode.backUp(
            folder, settings(), unfinished, keysTo, Node.Machine.here(), progress::at);
      }
      return BackupCheck.run(unfinished, progress::at);
    } finally {
      progress.done();
    }
  }

  private NodeSettings settings() throws NotDoneException {
    return switch (SettingsFile.read(folder.resolve(UpCommand.SETTINGS), NodeSettings::of)) {
      case Reading.Valid<NodeSettings>(var settings) -> settings;
      case Reading.Faulty<NodeSettings>(var problems) ->
          throw new NotDoneException(
              problems.stream().map(Problem::text).findFirst().orElse("no settings"));
    };
  }

  private void say(Path to, Optional<Path> keysTo, BackupCheck.Result checked) {
    PrintWriter out = spec.commandLine().getOut();
    LedgerCheck log = checked.log();
    out.println("penstock: backed up " + folder);
    out.println("  to      " + to);
    out.printf("  bytes   %,d in %,d files%n", checked.bytes(), checked.files());
    out.println("  log     " + log.origin());
    out.println("  head    size " + log.size() + ", root " + log.root());
    out.println("  checked " + log.entriesChecked() + " blocks and both journals: whole");
    out.println(
        keysTo
            .map(file -> "  keys    " + file + "; keep it apart from the backup")
            .orElse("  keys    not in it; --keys FILE saves them, without them it cannot be used"));
    out.println(
        "  not in  vault/ (API token, keys of sealed values), files that penstock.yaml names");
    out.flush();
  }
}
