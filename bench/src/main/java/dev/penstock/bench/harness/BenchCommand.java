package dev.penstock.bench.harness;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one bench, lists them all, or hands a pattern to JMH. */
@Command(
    name = "penstock bench",
    description = {
      "Measure the product against the limit of the machine: both in turns, medians,",
      "processor time, and one JSON object as the last line. A spread over 20 %% gives",
      "null and the reason. See docs/performance.md."
    },
    footer = {
      "",
      "Exit codes: 0 measured, 2 no such bench or setting, or something it needs is not",
      "            here, 3 the bench failed."
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int UNUSABLE = 2;
  private static final int BROKEN = 3;

  /** Runs the JMH benches whose names match, with the profilers of these names. */
  public interface JmhRun {
    void run(String pattern, List<String> profilers) throws IOException;
  }

  private final List<Bench> benches;
  private final Stopwatch stopwatch;
  private final JmhRun jmh;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The bench to run.")
  private String name = "";

  @Option(names = "--list", description = "List the benches and what --set may change.")
  private boolean isList;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of limit and product (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "Length of one run (default: ${DEFAULT-VALUE}).")
  private double seconds = 2;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: all cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where benches with files put them (default: here).")
  private Path folder = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KNOB=VALUE",
      description = "Change a number of the bench; may be given again.")
  private Map<String, Long> knobs = new LinkedHashMap<>();

  @Option(
      names = "--jmh",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "Run the JMH benches of these names instead.")
  private String jmhPattern = "";

  @Option(
      names = "--prof",
      paramLabel = "NAME",
      description = "A JMH profiler, as gc; may be given again.")
  private List<String> profilers = List.of();

  public BenchCommand(List<Bench> benches, Stopwatch stopwatch, JmhRun jmh) {
    this.benches = List.copyOf(benches);
    this.stopwatch = stopwatch;
    this.jmh = jmh;
  }

  /**
   * The command line of these benches.
   *
   * @param further commands beside them, for what is not measured in rounds
   */
  public CommandLine commandLine(Object... further) {
    var line = new CommandLine(this);
    for (Object command : further) {
      CommandLine _ = line.addSubcommand(helped(new CommandLine(command)));
    }
    return helped(line)
        .setParameterExceptionHandler((problem, args) -> {
          problem
              .getCommandLine()
              .getErr()
              .println(
                  "penstock: "
                      + problem.getMessage()
                      + " (see "
                      + problem.getCommandLine().getCommandSpec().qualifiedName()
                      + " --help)");
          return UNUSABLE;
        })
        .setExecutionExceptionHandler((problem, command, parsed) -> {
          if (problem instanceof Unavailable missing) {
            command.getErr().println("penstock: " + missing.getMessage());
            return UNUSABLE;
          }
          command.getErr().println("penstock: the bench failed:");
          problem.printStackTrace(command.getErr());
          return BROKEN;
        });
  }

  private static CommandLine helped(CommandLine line) {
    CommandSpec _ =
        line.getCommandSpec()
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help.")
                    .build());
    return line;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (isList) {
      list(out);
    } else if (!jmhPattern.isEmpty()) {
      jmh.run(jmhPattern, profilers);
    } else {
      measure(chosen(), out);
    }
    return 0;
  }

  private void list(PrintWriter out) {
    for (Bench bench : benches) {
      out.printf("%-16s %s%n", bench.name(), bench.purpose());
      for (Knob knob : bench.knobs()) {
        out.printf("    --set %s=%d  %s%n", knob.name(), knob.standard(), knob.meaning());
      }
    }
    spec.commandLine()
        .getSubcommands()
        .forEach((name, command) ->
            out.printf(
                "%-16s %s%n",
                name, String.join(" ", command.getCommandSpec().usageMessage().description())));
    out.flush();
  }

  private Bench chosen() {
    return benches.stream()
        .filter(bench -> bench.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            unusable(
                (name.isEmpty() ? "a bench is missing" : "no bench " + name)
                    + " (there are: "
                    + benches.stream().map(Bench::name).collect(Collectors.joining(", "))
                    + ")"));
  }

  private void measure(Bench bench, PrintWriter out) throws IOException, InterruptedException {
    Path own = Files.createTempDirectory(folder.toAbsolutePath(), "penstock-bench-");
    try {
      Settings settings = settings(bench, own);
      Machine machine = Machine.of(own);
      List<Outcome> outcomes = new Harness(stopwatch).measure(bench.contests(settings), settings);
      Map<String, Object> conclusion = bench.conclude();
      new Report(bench, settings, outcomes, conclusion, machine).print(out);
    } finally {
      try {
        bench.end();
      } finally {
        deleteAll(own);
      }
    }
  }

  private Settings settings(Bench bench, Path own) {
    Map<String, Long> values = new HashMap<>();
    for (Knob knob : bench.knobs()) {
      values.put(knob.name(), Optional.ofNullable(knobs.get(knob.name())).orElse(knob.standard()));
    }
    for (String given : knobs.keySet()) {
      if (!values.containsKey(given)) {
        throw unusable(bench.name() + " has no knob " + given + " (see --list)");
      }
    }
    try {
      return new Settings(rounds, seconds, threads, own, values);
    } catch (IllegalArgumentException e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private ParameterException unusable(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
