package dev.penstock.cli.node;

import dev.penstock.cli.progress.Progress;
import dev.penstock.node.ShredCommand.Request;
import dev.penstock.node.control.ControlClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Destroys the keys of sealed values, or says what that would take. */
@Command(
    name = "shred",
    hidden = true,
    description = "Make a source's sealed values unreadable; every proof stays.",
    footer = {
      "",
      "Asks the running node. Without --yes it only says what would go, what would",
      "stay, and where copies may remain. docs/shredding.md",
      "Exit codes: 0 done, or shown; 2 not done."
    })
public final class ShredCommand implements Callable<Integer> {
  private static final String EXAMPLE = "as 2026-03-03T00:00:00Z";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Option(
      names = "--source",
      required = true,
      paramLabel = "NAME",
      description = "Whose values, by the name in records.")
  private String source = "";

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "Of records received from here on.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      description = "And before this, " + EXAMPLE + ".")
  private String to = "";

  @Option(
      names = "--by",
      required = true,
      paramLabel = "WHO",
      description = "Who wants it; stays in the ledger.")
  private String by = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; stays in the ledger.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Only say what would go, as without --yes.")
  private boolean isDryRun;

  @Option(names = "--yes", description = "Do it.")
  private boolean isMeant;

  @Override
  public Integer call() {
    OptionalLong fromNanos = nanos(from);
    OptionalLong toNanos = nanos(to);
    if (fromNanos.isEmpty() || toNanos.isEmpty()) {
      String which = fromNanos.isEmpty() ? "--from " + from : "--to " + to;
      return refuse(which + " is no time, " + EXAMPLE);
    }
    if (isDryRun && isMeant) {
      return refuse("--dry-run and --yes contradict each other; give one of them");
    }
    var request =
        new Request(source, fromNanos.getAsLong(), toNanos.getAsLong(), by, reason, isMeant);
    Optional<String> flaw = request.flaw();
    if (flaw.isPresent()) {
      return refuse(flaw.get());
    }
    if (!Files.isRegularFile(folder.resolve("format"))) {
      return refuse(folder + " is no data folder; name the folder of a node");
    }
    return ask(request);
  }

  private int ask(Request request) {
    var progress = new Progress(spec.commandLine().getErr(), "shred");
    try {
      if (!ControlClient.isListening(folder)) {
        return refuse(
            "no node runs on " + folder + "; the ledger must hear of a shred, so start it first");
      }
      return RunningNode.on(folder, spec)
          .ask(dev.penstock.node.ShredCommand.words(request), progress::at);
    } finally {
      progress.done();
    }
  }

  private static OptionalLong nanos(String typed) {
    try {
      Instant time = Instant.parse(typed);
      return OptionalLong.of(
          Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
    } catch (DateTimeParseException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  private int refuse(String why) {
    return RunningNode.on(folder, spec).refuse(why);
  }
}
