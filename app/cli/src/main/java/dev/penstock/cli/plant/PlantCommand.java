package dev.penstock.cli.plant;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.conduit.site.PolicyDiff;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.control.LongCommand;
import dev.penstock.plant.Change;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import dev.penstock.plant.sheet.AssetSheet;
import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at files that describe a plant, and at the model of a running node. */
@Command(
    name = "plant",
    hidden = true,
    description = "Check the model of a plant in zones, or compare two.",
    footer = {
      "",
      "check [FILE]      what validations say; without a file, at the node of --data",
      "diff OLD NEW      each difference between two models",
      "format FILE       the model in the one form that all write it in",
      "import IN FILE    what a table (csv) or drawing (drawio) changes; --out writes",
      "export FILE       its assets as a table; --as yaml: the model as format does",
      "show, versions    the model in force at the node of --data, and all versions",
      "dryrun FILE       what it would have made of the last day there (--from, --to)",
      "propose FILE      hands it another model; docs/plant.md says who must agree",
      "Exit codes: 0 sound, the same; 1 not sound, open errors, other; 2 not usable."
    })
public final class PlantCommand implements Callable<Integer> {
  private static final String CHECK = "check";
  private static final String DIFF = "diff";
  private static final String FORMAT = "format";
  private static final String PROPOSE = "propose";
  private static final String IMPORT = "import";
  private static final String EXPORT = "export";
  private static final String SHOW = "show";
  private static final String VERSIONS = "versions";
  private static final String DRYRUN = "dryrun";
  private static final Set<String> KNOWN =
      Set.of(CHECK, DIFF, FORMAT, PROPOSE, IMPORT, EXPORT, SHOW, VERSIONS, DRYRUN);

  /** Without a file the node is asked, which knows what it observed. */
  private static final String CHECK_OF_NODE = "check of a node";

  /** With which the node begins where nothing would have been answered otherwise. */
  private static final String SAME = "same";

  /** With which it begins where all that was observed is known and no error is open. */
  private static final String KEPT = "kept";

  /** Which actions an option means something to. */
  private static final Map<String, Set<String>> TAKERS =
      Map.of(
          "--json", Set.of(CHECK, DIFF, IMPORT, DRYRUN),
          "--data", Set.of(SHOW, VERSIONS, PROPOSE, DRYRUN, CHECK_OF_NODE),
          "--from", Set.of(DRYRUN),
          "--to", Set.of(DRYRUN),
          "--on", Set.of(CHECK),
          "--as", Set.of(EXPORT),
          "--out", Set.of(IMPORT, EXPORT, FORMAT),
          "--map", Set.of(IMPORT),
          "--zone", Set.of(IMPORT));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "WHAT", description = "What to do, see below.")
  private String action = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "FILE", description = "As plant.yaml.")
  private List<Path> files = List.of();

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean isJson;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "The day that validations look at (default: today).")
  private @Nullable LocalDate day;

  @Option(names = "--as", paramLabel = "FORM", description = "csv (default) or yaml.")
  private String form = "csv";

  @Option(names = "--out", paramLabel = "FILE", description = "A new file for what comes of it.")
  private @Nullable Path out;

  @Option(
      names = "--map",
      paramLabel = "FIELD=COLUMN",
      description = "How the table calls a column.")
  private Map<String, String> columns = Map.of();

  // Hidden for room on the screen: the line about dryrun names both.
  @Option(names = "--from", hidden = true, description = "As 2026-03-03T10:00:00Z.")
  private String from = "-";

  @Option(names = "--to", hidden = true, description = "Likewise; at most 7 days later.")
  private String to = "-";

  @Option(names = "--zone", paramLabel = "ID", description = "For assets that name none.")
  private @Nullable String zone;

  @Override
  public Integer call() {
    try {
      mustTakeWhatIsGiven();
      return switch (action) {
        case CHECK -> files.isEmpty() ? checkOfNode() : check(only());
        case FORMAT -> format(only());
        case DIFF -> diff();
        case IMPORT -> imported();
        case EXPORT -> export(only());
        case SHOW, VERSIONS -> asked(none());
        case PROPOSE -> asked(List.of(only().toAbsolutePath().toString()));
        case DRYRUN -> dryRun(only());
        default ->
            throw new UnusableException(
                "plant cannot "
                    + action
                    + ", only check, diff, format, import, export, show, versions, dryrun,"
                    + " propose");
      };
    } catch (UnusableException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  /** What is given and means nothing to the action is refused: else it seems to be done. */
  private void mustTakeWhatIsGiven() throws UnusableException {
    String asked = action.equals(CHECK) && files.isEmpty() ? CHECK_OF_NODE : action;
    for (OptionSpec each : spec.commandLine().getParseResult().matchedOptions()) {
      Set<String> takers = TAKERS.get(each.longestName());
      if (takers != null && KNOWN.contains(action) && !takers.contains(asked)) {
        throw new UnusableException("plant " + asked + " takes no " + each.longestName());
      }
    }
  }

  /** The running node is asked. */
  private int asked(List<String> more) throws UnusableException {
    say(answer(more, LongCommand.Progress.NONE));
    return ExitCode.OK;
  }

  /** What its answer begins with says whether it is known that no error is open. */
  private int checkOfNode() throws UnusableException {
    List<String> lines = answer(List.of(), LongCommand.Progress.NONE);
    say(lines.subList(Math.min(1, lines.size()), lines.size()));
    return lines.getFirst().equals(KEPT) ? ExitCode.OK : ExitCode.NO;
  }

  /** What its answer begins with says whether anything would have been answered otherwise. */
  private int dryRun(Path file) throws UnusableException {
    var progress = new Progress(spec.commandLine().getErr(), "seconds of records");
    List<String> more =
        List.of(file.toAbsolutePath().toString(), from, to, isJson ? "json" : "text");
    List<String> lines;
    try {
      lines = answer(more, progress::at);
    } finally {
      progress.done();
    }
    say(lines.subList(Math.min(1, lines.size()), lines.size()));
    return lines.getFirst().equals(SAME) ? ExitCode.OK : ExitCode.NO;
  }

  private List<String> answer(List<String> more, LongCommand.Progress progress)
      throws UnusableException {
    List<String> words = new ArrayList<>(List.of("plant", action));
    words.addAll(more);
    try {
      return switch (ControlClient.ask(folder, words, progress)) {
        case ControlAnswer.Done(var lines) -> lines;
        case ControlAnswer.Refused(var why) -> throw new UnusableException(why);
      };
    } catch (IOException e) {
      throw new UnusableException("the node was not asked: " + e.getMessage());
    }
  }

  private List<String> none() throws UnusableException {
    if (!files.isEmpty()) {
      throw new UnusableException("plant " + action + " takes no file");
    }
    return List.of();
  }

  private Path only() throws UnusableException {
    if (files.size() != 1) {
      throw new UnusableException("plant " + action + " takes one file, given are " + files.size());
    }
    return files.getFirst();
  }

  private int check(Path file) throws UnusableException {
    PlantFile read = PlantFile.read(file);
    LocalDate today = day == null ? LocalDate.now(ZoneOffset.UTC) : day;
    Optional<Review> review = read.review(today);
    say(isJson ? PlantJson.of(read, review) : PlantText.of(read, review));
    return review.filter(each -> each.openCount(Severity.ERROR) == 0).isPresent()
            && read.policyFindings().isEmpty()
        ? ExitCode.OK
        : ExitCode.NO;
  }

  private int format(Path file) throws UnusableException {
    PlantFile read = PlantFile.read(file);
    return put(PlantExchange.yaml(read.soundSite().inNewestFormat()));
  }

  private int export(Path file) throws UnusableException {
    return switch (form) {
      case "yaml" -> format(file);
      case "csv" -> put(AssetSheet.write(PlantFile.read(file).sound()));
      default -> throw new UnusableException("--as is csv or yaml, not " + form);
    };
  }

  private int imported() throws UnusableException {
    if (files.size() != 2) {
      throw new UnusableException("plant import takes a table and a file, not " + files.size());
    }
    if (PlantExchange.isDrawing(files.getFirst()) && (!columns.isEmpty() || zone != null)) {
      String option = zone == null ? "--map" : "--zone";
      throw new UnusableException("plant import of a drawing takes no " + option);
    }
    PlantFile into = PlantFile.read(files.getLast());
    SiteModel site = into.soundSite();
    Model before = site.plant();
    var exchange = new PlantExchange(columns, Optional.ofNullable(zone));
    Model after = exchange.read(files.getFirst(), before, warnings());
    ModelDiff diff = ModelDiff.between(before, after);
    if (out == null) {
      say(isJson ? PlantJson.of(diff.changes()) : PlantText.of(diff.changes()));
      return diff.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }
    PlantExchange.write(out, PlantExchange.yaml(new SiteModel(after, site.policy())));
    say(List.of(out + ": " + after, "  changes       " + diff.changes().size()));
    return ExitCode.OK;
  }

  private int diff() throws UnusableException {
    if (files.size() != 2) {
      throw new UnusableException("plant diff takes two files, given are " + files.size());
    }
    SiteModel old = PlantFile.read(files.getFirst()).soundSite();
    SiteModel now = PlantFile.read(files.getLast()).soundSite();
    List<Change> diff = new ArrayList<>(ModelDiff.between(old.plant(), now.plant()).changes());
    diff.addAll(PolicyDiff.between(old.policy(), now.policy()));
    say(isJson ? PlantJson.of(diff) : PlantText.of(diff));
    return diff.isEmpty() ? ExitCode.OK : ExitCode.NO;
  }

  private int put(String text) throws UnusableException {
    if (out != null) {
      PlantExchange.write(out, text);
      return ExitCode.OK;
    }
    PrintWriter answer = spec.commandLine().getOut();
    answer.print(text);
    answer.flush();
    return ExitCode.OK;
  }

  private Consumer<String> warnings() {
    PrintWriter err = spec.commandLine().getErr();
    return line -> {
      err.println("penstock: " + line);
      err.flush();
    };
  }

  private void say(List<String> lines) {
    PrintWriter answer = spec.commandLine().getOut();
    lines.forEach(answer::println);
    answer.flush();
  }
}
