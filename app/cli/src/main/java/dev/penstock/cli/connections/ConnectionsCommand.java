package dev.penstock.cli.connections;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.form.ConnectionsWriter;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.form.Findings;
import dev.penstock.connections.form.InstanceFit;
import dev.penstock.connections.form.PlantFit;
import dev.penstock.connections.form.Reading;
import dev.penstock.connections.form.ServedFit;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.yaml.YamlWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at files that say what is connected: devices, points, destinations, ports. */
@Command(
    name = "connections",
    hidden = true,
    description = "Check what is connected, compare it, exchange its points.",
    footer = {
      "",
      "check FILE             whether the file keeps every rule; --plant: and fits it",
      "diff OLD NEW           what differs, device by device",
      "format FILE            the same in the one form that all write it in",
      "points export FILE DEVICE   the points of a device as a table",
      "points import TABLE FILE DEVICE   what a table changes; --out writes it",
      "show, versions, links  what is in force at the node of --data, and how it stands",
      "propose FILE           hands it other connections; docs/connections.md",
      "Exit codes: 0 sound, no difference; 1 not sound, or differences;",
      "            2 a file cannot be read, or to compare it is not sound."
    })
public final class ConnectionsCommand implements Callable<Integer> {
  private static final String CHECK = "check";
  private static final String DIFF = "diff";
  private static final String FORMAT = "format";
  private static final String EXPORT = "points export";
  private static final String IMPORT = "points import";
  private static final String SHOW = "show";
  private static final String VERSIONS = "versions";
  private static final String LINKS = "links";
  private static final String PROPOSE = "propose";

  /** Which actions an option means something to. */
  private static final Map<String, Set<String>> TAKERS =
      Map.of(
          "--json", Set.of(CHECK, DIFF, IMPORT),
          "--plant", Set.of(CHECK),
          "--data", Set.of(SHOW, VERSIONS, LINKS, PROPOSE),
          "--replace", Set.of(IMPORT),
          "--out", Set.of(FORMAT, EXPORT, IMPORT));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0..*", arity = "1..*", paramLabel = "WHAT", description = "See below.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "Answer in JSON.")
  private boolean isJson;

  @Option(names = "--plant", paramLabel = "FILE", description = "The plant that it must fit.")
  private @Nullable Path plant;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Option(names = "--replace", description = "Points that the table does not name go.")
  private boolean isReplacing;

  @Option(names = "--out", paramLabel = "FILE", description = "A new file for what comes of it.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    try {
      boolean isOfPoints = words.getFirst().equals("points") && words.size() > 1;
      String action = isOfPoints ? "points " + words.get(1) : words.getFirst();
      List<String> given = words.subList(isOfPoints ? 2 : 1, words.size());
      mustTakeWhatIsGiven(action);
      return switch (action) {
        case CHECK -> check(Path.of(exactly(action, given, 1).getFirst()));
        case DIFF -> diff(exactly(action, given, 2));
        case FORMAT -> format(Path.of(exactly(action, given, 1).getFirst()));
        case EXPORT -> export(exactly(action, given, 2));
        case IMPORT -> imported(exactly(action, given, 3));
        case SHOW, VERSIONS -> asked(List.of("connections", action), exactly(action, given, 0));
        case LINKS -> asked(List.of(LINKS), exactly(action, given, 0));
        case PROPOSE -> {
          Path file = Path.of(exactly(action, given, 1).getFirst()).toAbsolutePath();
          yield asked(List.of("connections", action), List.of(file.toString()));
        }
        default ->
            throw new UnusableException(
                "connections cannot "
                    + action
                    + ", only check, diff, format, points export, points import, show, versions,"
                    + " links, propose");
      };
    } catch (UnusableException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  /** What is given and means nothing to the action is refused: else it seems to be done. */
  private void mustTakeWhatIsGiven(String action) throws UnusableException {
    for (OptionSpec each : spec.commandLine().getParseResult().matchedOptions()) {
      Set<String> takers = TAKERS.get(each.longestName());
      if (takers != null && !takers.contains(action)) {
        throw new UnusableException("connections " + action + " takes no " + each.longestName());
      }
    }
  }

  /** The running node is asked. */
  private int asked(List<String> words, List<String> more) throws UnusableException {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    try {
      return switch (ControlClient.ask(folder, all)) {
        case ControlAnswer.Done(var lines) -> {
          say(lines);
          yield ExitCode.OK;
        }
        case ControlAnswer.Refused(var why) -> throw new UnusableException(why);
      };
    } catch (IOException e) {
      throw new UnusableException("the node was not asked: " + e.getMessage());
    }
  }

  private static List<String> exactly(String action, List<String> given, int count)
      throws UnusableException {
    if (given.size() != count) {
      throw new UnusableException(
          "connections " + action + " takes " + count + " of its words, given are " + given.size());
    }
    return given;
  }

  private int check(Path file) throws UnusableException {
    return switch (ConnectionsFile.read(file)) {
      case Reading.NoConnections(var place, var why) ->
          throw new UnusableException(ConnectionsFile.at(file, place) + why);
      case Reading.Unsound(var findings, var leftOut) -> unsound(file, findings, leftOut);
      case Reading.Sound(var connections, var places) -> {
        List<Finding> findings =
            plant == null
                ? List.of()
                : PlantFit.findings(connections, places, ConnectionsFile.plant(plant));
        if (!findings.isEmpty()) {
          yield unsound(file, findings, 0);
        }
        say(
            isJson
                ? ConnectionsText.soundJson(file, connections)
                : ConnectionsText.sound(file, connections));
        yield ExitCode.OK;
      }
    };
  }

  private int unsound(Path file, List<Finding> findings, long leftOut) {
    say(
        isJson
            ? ConnectionsText.findingsJson(file, findings, leftOut)
            : ConnectionsText.findings(file, findings, leftOut));
    return ExitCode.NO;
  }

  private int diff(List<String> files) throws UnusableException {
    Connections old = ConnectionsFile.sound(Path.of(files.getFirst())).connections();
    Connections now = ConnectionsFile.sound(Path.of(files.getLast())).connections();
    return told(ConnectionsDiff.between(old, now));
  }

  private int told(ConnectionsDiff diff) {
    say(isJson ? ConnectionsText.json(diff) : ConnectionsText.of(diff));
    return diff.isEmpty() ? ExitCode.OK : ExitCode.NO;
  }

  private int format(Path file) throws UnusableException {
    return put(yaml(ConnectionsFile.sound(file).connections()));
  }

  private static String yaml(Connections connections) {
    return YamlWriter.write(ConnectionsWriter.write(connections));
  }

  private int export(List<String> given) throws UnusableException {
    Connections connections = ConnectionsFile.sound(Path.of(given.getFirst())).connections();
    return put(PointSheet.write(device(connections, given.getLast())));
  }

  private static Device device(Connections connections, String id) throws UnusableException {
    return connections
        .device(id)
        .orElseThrow(() -> new UnusableException("there is no device '" + id + "' in the file"));
  }

  private int imported(List<String> given) throws UnusableException {
    Path table = Path.of(given.getFirst());
    Connections before = ConnectionsFile.sound(Path.of(given.get(1))).connections();
    Device device = device(before, given.getLast());
    PointSheet.Mode mode = isReplacing ? PointSheet.Mode.REPLACE : PointSheet.Mode.MERGE;
    return switch (PointSheet.read(
        device, ConnectionsFile.table(table), mode, ConnectionsFile.PROTOCOLS)) {
      case PointSheet.Imported.Refused(var findings, var leftOut) ->
          unsound(table, findings, leftOut);
      case PointSheet.Imported.Merged(var merged, var diff, var notTaken) -> {
        Connections after = before.with(merged);
        Findings unserved = ServedFit.findings(after);
        if (unserved.count() > 0) {
          yield unsound(table, unserved.list(), unserved.leftOut());
        }
        List<Finding> unfit = InstanceFit.findings(after, ConnectionsFile.PROTOCOLS);
        if (!unfit.isEmpty()) {
          yield unsound(table, unfit, 0);
        }
        if (!notTaken.isEmpty()) {
          PrintWriter err = spec.commandLine().getErr();
          err.println(
              "penstock: "
                  + table
                  + ": these columns mean nothing here: "
                  + String.join(", ", notTaken));
          err.flush();
        }
        if (out == null) {
          yield told(diff);
        }
        ConnectionsFile.write(out, yaml(after));
        say(ConnectionsText.of(diff));
        yield ExitCode.OK;
      }
    };
  }

  private int put(String text) throws UnusableException {
    if (out != null) {
      ConnectionsFile.write(out, text);
      return ExitCode.OK;
    }
    PrintWriter answer = spec.commandLine().getOut();
    answer.print(text);
    answer.flush();
    return ExitCode.OK;
  }

  private void say(List<String> lines) {
    PrintWriter answer = spec.commandLine().getOut();
    lines.forEach(answer::println);
    answer.flush();
  }
}
