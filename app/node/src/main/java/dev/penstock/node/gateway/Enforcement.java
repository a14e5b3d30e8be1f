package dev.penstock.node.gateway;

import dev.penstock.commanding.Around;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.Compilation;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.Rates;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.driving.Located;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The policy in force, ready to be asked. Where the site has none, the node reads its own devices
 * and nothing else passes; where it has one, its own reading is held to it like that of anybody.
 *
 * <p>Req: 62443-4-2 NDR 5.2, 62443-3-3 SR 5.2 RE(1)
 */
final class Enforcement {
  /** Who the node is in the words of a policy. */
  static final String IDENTITY = "penstock";

  private final Optional<String> zone;
  private final InstantSource clock;
  private volatile InForce inForce = new InForce(0, false, nothing(), Rates.full());

  // Owned by the gateway's thread.
  private Optional<SiteModel> enforced = Optional.empty();
  private Optional<String> obstacle = Optional.empty();

  /**
   * A policy that is asked.
   *
   * @param revision counts changes
   * @param isPolicy whether the site has one
   */
  record InForce(long revision, boolean isPolicy, CompiledPolicy compiled, Rates rates) {}

  /**
   * Nothing is in force yet.
   *
   * @param zone of the plant in which this node lies
   */
  Enforcement(Optional<String> zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
  }

  private static CompiledPolicy nothing() {
    return switch (CompiledPolicy.compile(Policy.NOTHING)) {
      case Compilation.Ready(var compiled) -> compiled;
      case Compilation.TooEntangled(var fault) -> throw new IllegalStateException(fault.text());
    };
  }

  /**
   * A site is in force; where it is the one that was, nothing happens, and rates stay as used up as
   * they are.
   *
   * @return why its policy cannot be enforced; then nothing passes by it
   */
  Optional<String> enforce(SiteModel site) {
    if (!enforced.equals(Optional.of(site))) {
      enforced = Optional.of(site);
      obstacle = another(site);
    }
    return obstacle;
  }

  private Optional<String> another(SiteModel site) {
    long revision = inForce.revision() + 1;
    return switch (CompiledPolicy.compile(site.enforced())) {
      case Compilation.Ready(var compiled) -> {
        inForce = new InForce(revision, site.policy().isPresent(), compiled, Rates.full());
        yield Optional.empty();
      }
      case Compilation.TooEntangled(var fault) -> {
        inForce = new InForce(revision, true, nothing(), Rates.full());
        yield Optional.of("the policy cannot be enforced, so nothing passes: " + fault.text());
      }
    };
  }

  InForce inForce() {
    return inForce;
  }

  /**
   * What the policy in force says to a command; where the site has none, nothing is allowed.
   *
   * @param isFirst false for what rates counted before
   */
  Around.Ruled ruled(Request request, boolean isFirst) {
    InForce now = inForce;
    Judge judge = now.compiled().judge(isFirst ? now.rates() : Rates.endless());
    return new Around.Ruled(now.compiled().digest(), judge.decide(request));
  }

  /** Whether the node may read what lies in a zone; for one driver, asked by its thread alone. */
  Admission admission(String protocol, String to) {
    return new OwnReading(protocol, to);
  }

  /** Asks by the policy that is in force at the moment. */
  private final class OwnReading implements Admission {
    private final String protocol;
    private final String to;
    private InForce asked = new InForce(-1, false, nothing(), Rates.endless());
    private Judge judge = asked.compiled().judge(asked.rates());

    private OwnReading(String protocol, String to) {
      this.protocol = protocol;
      this.to = to;
    }

    @Override
    public Optional<Refusal> refusal(Located.Found point) {
      InForce now = inForce;
      if (!now.isPolicy() || zone.equals(Optional.of(to))) {
        return Optional.empty();
      }
      if (zone.isEmpty()) {
        return Optional.of(
            new Refusal("nobody says in which zone this node lies: gateway.zone in penstock.yaml"));
      }
      if (now.revision() != asked.revision()) {
        asked = now;
        // Rates are for those who ask through the conduit (decision 0216).
        judge = now.compiled().judge(Rates.endless());
      }
      Instant at = clock.instant();
      Decision decision =
          judge.decide(
              Request.of(
                  zone.get(),
                  to,
                  protocol,
                  Optional.of(IDENTITY),
                  IDENTITY,
                  Operation.READ,
                  Part.of(point.target()),
                  Math.max(0, at.getEpochSecond() * 1_000_000_000L + at.getNano())));
      return decision.verdict() == Verdict.ALLOW
          ? Optional.empty()
          : Optional.of(new Refusal(why(decision)));
    }

    private String why(Decision decision) {
      String rule = decision.rule() == null ? "" : " " + decision.rule();
      return "the policy does not let zone '%s' read this in zone '%s': %s%s"
          .formatted(zone.orElse(""), to, decision.cause().word(), rule);
    }

    @Override
    public long revision() {
      return inForce.revision();
    }
  }
}
