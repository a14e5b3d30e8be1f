package dev.penstock.bench.harness;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells what was measured: lines for people, then one line of JSON for programs. */
final class Report {
  private final Bench bench;
  private final Settings settings;
  private final List<Outcome> outcomes;
  private final Machine machine;
  private final Map<String, Object> conclusion;

  Report(
      Bench bench,
      Settings settings,
      List<Outcome> outcomes,
      Map<String, Object> conclusion,
      Machine machine) {
    this.bench = bench;
    this.settings = settings;
    this.outcomes = List.copyOf(outcomes);
    this.machine = machine;
    this.conclusion = conclusion;
  }

  void print(PrintWriter out) {
    out.printf("%s: %s%n", bench.name(), bench.purpose());
    out.printf(
        Locale.ROOT,
        "%s, %s cores, %.1f GiB, %s on %s, %s %s, Java %s%n",
        machine.cpu(),
        machine.cores(),
        machine.ramGib(),
        machine.filesystem(),
        machine.disk(),
        machine.system(),
        machine.kernel(),
        machine.javaVersion());
    out.printf(
        Locale.ROOT,
        "%d rounds of %s s each, load %.2f before%n",
        settings.rounds(),
        settings.seconds(),
        machine.loadBefore());
    for (Outcome outcome : outcomes) {
      print(outcome, out);
    }
    conclusion.forEach((figure, value) -> out.printf("%-24s %s%n", figure, value));
    out.println(Json.write(json()));
    out.flush();
  }

  private void print(Outcome outcome, PrintWriter out) {
    String name = outcome.contest().name();
    String unit = outcome.contest().unit();
    outcome.limit().ifPresent(runs -> print(name + " limit", runs, unit, out));
    print(name, outcome.product(), unit, out);
    outcome
        .whyNoResult()
        .ifPresentOrElse(
            reason -> out.printf("%-24s no result: %s%n", name, reason),
            () ->
                outcome
                    .ratio()
                    .ifPresent(ratio ->
                        out.printf(Locale.ROOT, "%-24s %.2f of the limit%n", name, ratio)));
    outcome
        .cpuRatio()
        .ifPresent(ratio ->
            out.printf(
                Locale.ROOT,
                "%-24s %.2f times the limit's processor time per unit%n",
                name,
                ratio));
    outcome
        .product()
        .figures()
        .forEach((figure, series) ->
            out.printf(
                Locale.ROOT,
                "%-24s %s %.4g (spread %.0f %%)%n",
                name,
                figure,
                series.median(),
                series.spread() * 100));
  }

  private static void print(String name, Runs runs, String unit, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-24s %,15.0f %s (spread %.0f %%, %.2f processors)%n",
        name,
        runs.values().median(),
        unit,
        runs.values().spread() * 100,
        runs.cpuSeconds().median() / runs.wallSeconds().median());
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    Outcome headline = outcomes.getFirst();
    json.put("bench", bench.name());
    put(json, "value", headline, Optional.of(headline.product().values().median()));
    json.put("unit", headline.contest().unit());
    put(json, "limit", headline, headline.limit().map(runs -> runs.values().median()));
    put(json, "ratio", headline, headline.ratio());
    outcomes.stream()
        .flatMap(outcome -> outcome.whyNoResult().stream())
        .reduce((one, other) -> one + "; " + other)
        .ifPresent(reason -> json.put("reason", reason));
    json.put("settings", settingsJson());
    for (Outcome outcome : outcomes) {
      putFlat(json, outcome);
    }
    json.putAll(conclusion);
    json.put("machine", machine.json());
    json.put("java", machine.java());
    return json;
  }

  private Map<String, Object> settingsJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rounds", settings.rounds());
    json.put("seconds", settings.seconds());
    json.put("threads", settings.threads());
    for (Knob knob : bench.knobs()) {
      json.put(knob.name(), settings.knob(knob.name()));
    }
    return json;
  }

  private static void putFlat(Map<String, Object> json, Outcome outcome) {
    String name = outcome.contest().name();
    put(json, name, outcome, Optional.of(outcome.product().values().median()));
    put(json, name + "_limit", outcome, outcome.limit().map(runs -> runs.values().median()));
    put(json, name + "_ratio", outcome, outcome.ratio());
    json.put(name + "_spread", outcome.product().values().spread());
    outcome.limit().ifPresent(runs -> json.put(name + "_limit_spread", runs.values().spread()));
    json.put(name + "_wall_s", outcome.product().wallSeconds().median());
    json.put(name + "_cpu_s", outcome.product().cpuSeconds().median());
    outcome
        .limit()
        .ifPresent(runs -> {
          json.put(name + "_limit_wall_s", runs.wallSeconds().median());
          json.put(name + "_limit_cpu_s", runs.cpuSeconds().median());
        });
    json.put(name + "_cpu_ratio", outcome.cpuRatio().orElse(Double.NaN));
    outcome
        .product()
        .figures()
        .forEach((figure, series) -> {
          json.put(figure, series.median());
          json.put(figure + "_spread", series.spread());
        });
    json.put(name + "_checksum", Long.toHexString(outcome.product().checksum()));
  }

  /** A figure without a result is null: nobody shall quote it. */
  private static void put(
      Map<String, Object> json, String key, Outcome outcome, Optional<Double> figure) {
    boolean isResult = outcome.whyNoResult().isEmpty();
    json.put(key, isResult ? figure.orElse(Double.NaN) : Double.NaN);
  }
}
