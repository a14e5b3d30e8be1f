package dev.penstock.cli.suite;

import dev.penstock.cli.exit.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole test suite, gates of the build included, with one summary at the end. */
@Command(
    name = "test",
    hidden = true,
    description = {
      "Run the whole test suite, and the gates of the build.",
      "",
      "Tests against peers (verifiers, brokers, simulators made by others) are left",
      "to --peers; it/peers/install installs them. A test of what is absent is",
      "skipped, with the reason."
    },
    footer = {
      "",
      "Exit codes: 0 all passed; 1 a test or a gate failed, or, with --no-skips, was",
      "            skipped; 3 nothing could be run."
    })
public final class TestCommand implements Callable<Integer> {
  private static final int LINES_MAX = 4;
  private static final int LINE_MAX = 500;
  private static final String SEED_PROPERTY = "-Dpenstock.seed";

  private static final String PEER_MODULE = "it";

  private final MavenRun maven;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--deep",
      description = "Run the long tail too: long fuzz, soak, million-case properties.")
  private boolean isDeep;

  @Option(names = "--peers", description = "Run the tests against peers instead.")
  private boolean isPeers;

  @Option(names = "--no-skips", description = "A skipped test is a failure.")
  private boolean isWithoutSkips;

  @Option(
      names = "--module",
      paramLabel = "M",
      description = "Run the tests of this module only, as core/merkle.")
  private String module = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Run random tests from this seed again.")
  private String seed = "";

  public TestCommand(MavenRun maven) {
    this.maven = maven;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path root = maven.root().orElseThrow(() -> unusable("test runs only by ./penstock test"));
    if (isPeers && !module.isEmpty()) {
      throw unusable("--peers and --module exclude each other");
    }
    Reactor reactor = Reactor.read(root);
    List<String> modules = modulesToTest(reactor);
    reactor.forgetReports();
    int mavenCode = maven.program().run(arguments(reactor, modules));
    if (mavenCode == ExitCode.BROKEN) {
      return ExitCode.BROKEN;
    }
    return tell(SuiteReport.read(reactor, modules), mavenCode);
  }

  private List<String> modulesToTest(Reactor reactor) {
    String only = isPeers ? PEER_MODULE : module;
    if (only.isEmpty()) {
      return reactor.modules().stream().filter(each -> !each.equals(PEER_MODULE)).toList();
    }
    if (!reactor.modules().contains(only)) {
      throw unusable(
          "no module " + only + " (there are: " + String.join(", ", reactor.modules()) + ")");
    }
    return List.of(only);
  }

  private List<String> arguments(Reactor reactor, List<String> modules) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--fail-at-end", "-T", "1C", "-Dpenstock.dist=dist-tested"));
    arguments.add("-Dpenstock.deep=" + isDeep);
    if (!seed.isEmpty()) {
      arguments.add("-Dpenstock.seed=" + seed);
    }
    if (modules.contains(PEER_MODULE)) {
      arguments.add("-Ppeers");
    }
    if (isPeers || !module.isEmpty()) {
      // What the module stands on is built with it, and its own tests are picked by name.
      List<String> classes = reactor.testClasses(modules.getFirst());
      if (classes.isEmpty()) {
        throw unusable(modules.getFirst() + " has no tests");
      }
      arguments.addAll(List.of("-pl", modules.getFirst(), "-am"));
      arguments.add("-Dsurefire.failIfNoSpecifiedTests=false");
      arguments.add("-Dtest=" + String.join(",", classes));
    }
    arguments.add("verify");
    return arguments;
  }

  private int tell(SuiteReport report, int mavenCode) {
    PrintWriter out = spec.commandLine().getOut();
    for (var test : report.failed()) {
      if (test.ending() instanceof SuiteReport.Ending.Failed(var message)) {
        out.printf("FAILED   %s %s%n", test.module(), test.name());
        told(message).forEach(line -> out.printf("         %s%n", line));
      }
    }
    report.skipped().stream()
        .collect(
            Collectors.groupingBy(
                TestCommand::moduleAndReason, java.util.TreeMap::new, Collectors.counting()))
        .forEach((what, count) -> out.printf("skipped  %s (%d)%n", what, count));
    for (String each : report.modulesNotRun()) {
      out.printf("NOT RUN  %s%n", each);
    }
    out.printf(
        "%d tests run, %d failed, %d skipped%s%n",
        report.cases().size() - report.skipped().size(),
        report.failed().size(),
        report.skipped().size(),
        report.modulesNotRun().isEmpty()
            ? ""
            : ", " + report.modulesNotRun().size() + " modules not run");
    boolean isGood =
        mavenCode == 0
            && report.failed().isEmpty()
            && report.modulesNotRun().isEmpty()
            && !(isWithoutSkips && !report.skipped().isEmpty());
    if (!isGood && report.failed().isEmpty() && mavenCode != 0) {
      out.println("a gate of the build failed: see the lines above");
    }
    out.flush();
    return isGood ? ExitCode.OK : ExitCode.NO;
  }

  private static String moduleAndReason(SuiteReport.TestCase test) {
    return test.ending() instanceof SuiteReport.Ending.Skipped(var reason)
        ? test.module() + " " + test.testClass() + ": " + firstLine(reason)
        : "";
  }

  /** The first lines of what went wrong, and how to see a random test go wrong again. */
  private static List<String> told(String message) {
    List<String> lines =
        message.lines().map(String::strip).filter(each -> !each.isEmpty()).toList();
    List<String> told = new ArrayList<>(lines.subList(0, Math.min(LINES_MAX, lines.size())));
    lines.stream()
        .skip(told.size())
        .filter(line -> line.contains(SEED_PROPERTY))
        .findFirst()
        .ifPresent(told::add);
    return told.stream()
        .map(line -> line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + "..." : line)
        .toList();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("no reason given");
  }

  private ParameterException unusable(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
