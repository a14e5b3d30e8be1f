package dev.penstock.cli.plant;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.PlantWriter;
import dev.penstock.plant.form.Reading;
import dev.penstock.plant.tree.Place;
import dev.penstock.yaml.YamlReader;
import dev.penstock.yaml.YamlWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
      "check FILE     tells whether the file keeps every rule, and the model's digest",
      "diff OLD NEW   tells each difference between two models",
      "format FILE    writes the model in the one form that all write it in",
      "show           writes the model in force at the node of --data",
      "versions       tells its versions, the newest first, and what waits",
      "propose FILE   hands it another model; docs/plant.md says who must agree",
      "Exit codes: 0 sound, or no difference; 1 not sound, or there are differences;",
      "            2 a file cannot be read, or to compare it is not sound."
    })
public final class PlantCommand implements Callable<Integer> {
  /** Room for the largest model there may be. */
  private static final int BYTES_MAX = 1 << 26;

  private static final String CHECK = "check";
  private static final String DIFF = "diff";
  private static final String FORMAT = "format";
  private static final String PROPOSE = "propose";

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

  /** Something that cannot be used; in one line. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  @Override
  public Integer call() {
    try {
      return switch (action) {
        case CHECK -> check(only());
        case FORMAT -> format(only());
        case DIFF -> diff();
        case "show", "versions" -> asked(List.of());
        case PROPOSE -> asked(List.of(only().toAbsolutePath().toString()));
        default ->
            throw new UnusableException(
                "plant cannot "
                    + action
                    + ", only check, diff, format, show, versions and propose");
      };
    } catch (UnusableException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  /** The running node is asked. */
  private int asked(List<String> more) throws UnusableException {
    List<String> words = new ArrayList<>(List.of("plant", action));
    words.addAll(more);
    try {
      return switch (ControlClient.ask(folder, words)) {
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

  private Path only() throws UnusableException {
    if (files.size() != 1) {
      throw new UnusableException("plant " + action + " takes one file, given are " + files.size());
    }
    return files.getFirst();
  }

  private int check(Path file) throws UnusableException {
    Checked checked = read(file);
    say(isJson ? PlantJson.of(file, checked) : PlantText.of(file, checked));
    return switch (checked) {
      case Checked.Sound _ -> ExitCode.OK;
      case Checked.Unsound _ -> ExitCode.NO;
    };
  }

  private int format(Path file) throws UnusableException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(YamlWriter.write(PlantWriter.write(sound(file))));
    out.flush();
    return ExitCode.OK;
  }

  private int diff() throws UnusableException {
    if (files.size() != 2) {
      throw new UnusableException("plant diff takes two files, given are " + files.size());
    }
    ModelDiff diff = ModelDiff.between(sound(files.getFirst()), sound(files.getLast()));
    say(isJson ? PlantJson.of(diff) : PlantText.of(diff));
    return diff.isEmpty() ? ExitCode.OK : ExitCode.NO;
  }

  private void say(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }

  private static Model sound(Path file) throws UnusableException {
    return switch (read(file)) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound unsound ->
          throw new UnusableException(PlantText.of(file, unsound.findings().getFirst()));
    };
  }

  private static Checked read(Path file) throws UnusableException {
    return switch (YamlReader.read(file, BYTES_MAX)) {
      case YamlReader.Parsed.Unreadable(var place, var why) ->
          throw new UnusableException(at(file, place) + why);
      case YamlReader.Parsed.Root(var tree) ->
          switch (PlantReader.read(tree)) {
            case Reading.NoPlant(var place, var why) ->
                throw new UnusableException(at(file, place) + "is no plant: " + why);
            case Reading.Plant(var checked) -> checked;
          };
    };
  }

  static String at(Path file, Place place) {
    String line = place.equals(Place.NONE) ? "" : ":" + place.line() + ":" + place.column();
    return file + line + ": ";
  }
}
