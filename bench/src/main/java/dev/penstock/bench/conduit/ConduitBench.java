package dev.penstock.bench.conduit;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Requests judged by the policy of a site, for one register and for as many as one Modbus request
 * can write, beside one bare lookup for each.
 */
public final class ConduitBench implements Bench {
  private static final Knob ZONES = new Knob("zones", 200, "zones, each asking the next");
  private static final Knob RULES = new Knob("rules", 2_000, "rules of all channels together");
  private static final Knob REQUESTS = new Knob("requests", 4_096, "different requests, in turn");

  /** What one Modbus request can write. */
  private static final int REGISTERS_MAX = 123;

  private double compileMs;

  @Override
  public String name() {
    return "conduit";
  }

  @Override
  public String purpose() {
    return "requests judged by a site's policy, on one thread";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(ZONES, RULES, REQUESTS);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    var site =
        new SitePolicy(
            Math.toIntExact(settings.knob(ZONES.name())),
            Math.toIntExact(settings.knob(RULES.name())));
    int requests = Math.toIntExact(settings.knob(REQUESTS.name()));
    CompiledPolicy policy = compiled(site.policy());
    return List.of(
        contest("one", policy, site.requests(requests, 1)),
        contest("wide", policy, site.requests(requests, REGISTERS_MAX)));
  }

  private CompiledPolicy compiled(Policy policy) throws IOException {
    long began = System.nanoTime();
    Compilation compilation = CompiledPolicy.compile(policy);
    compileMs = (System.nanoTime() - began) / 1e6;
    return switch (compilation) {
      case Compilation.Ready(var ready) -> ready;
      case Compilation.TooEntangled(var fault) -> throw new IOException(fault.text());
    };
  }

  private static Contest contest(String name, CompiledPolicy policy, List<Request> requests)
      throws IOException {
    var product = new Deciding(policy, requests, name + "_");
    requireAllVerdicts(product, requests.size());
    var limit = new LookupLimit(requests, product);
    return new Contest(name, "decisions/s", product, limit);
  }

  /** A policy that answers always the same would show nothing. */
  private static void requireAllVerdicts(Deciding product, int count) throws IOException {
    Set<Verdict> found = EnumSet.noneOf(Verdict.class);
    for (int i = 0; i < count; i++) {
      boolean _ = found.add(product.decide(i).verdict());
    }
    if (found.size() < Verdict.values().length) {
      throw new IOException("the requests meet no answers but " + found + "; ask for more");
    }
  }

  @Override
  public Map<String, Object> conclude() {
    return Map.of("compile_ms", compileMs);
  }
}
