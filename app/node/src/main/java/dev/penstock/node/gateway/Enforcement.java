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
import dev.penstock.connections.Device;
import dev.penstock.driving.Located;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Refusal;
import dev.penstock.framesmodbus.asked.AskedParts;
import dev.penstock.plant.Asset;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

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

  /** Of all versions of the site: another one is no way around what was used up. */
  private final Rates rates = Rates.full();

  private volatile InForce inForce = InForce.nothing(0, false);

  // Owned by who brings a site into force, one at a time.
  private Optional<SiteModel> enforced = Optional.empty();

  /**
   * A policy that is asked, and the zones by which it is asked: both of one version of the site.
   *
   * @param revision counts changes
   * @param isPolicy whether the site has one
   * @param zones by the ids of the assets in them
   * @param obstacle why the site's policy cannot be enforced
   */
  record InForce(
      long revision,
      boolean isPolicy,
      CompiledPolicy compiled,
      Rates rates,
      Map<String, String> zones,
      Optional<String> obstacle) {
    InForce {
      zones = Map.copyOf(zones);
    }

    private static InForce nothing(long revision, boolean isPolicy) {
      CompiledPolicy compiled =
          switch (CompiledPolicy.compile(Policy.NOTHING)) {
            case Compilation.Ready(var ready) -> ready;
            case Compilation.TooEntangled(var fault) ->
                throw new IllegalStateException(fault.text());
          };
      return new InForce(revision, isPolicy, compiled, Rates.full(), Map.of(), Optional.empty());
    }

    /** The zone that a device's asset lies in; empty where the plant does not have it. */
    Optional<String> zoneOf(Device device) {
      return Optional.ofNullable(zones.get(device.asset()));
    }
  }

  /**
   * Nothing is in force yet.
   *
   * @param zone of the plant in which this node lies
   */
  Enforcement(Optional<String> zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * What a site asks for; nothing is changed by it. Where the site is the one that is enforced, it
   * is what is in force. Rates stay as used up as they are, for each rule that stays.
   */
  InForce made(SiteModel site) {
    return enforced.equals(Optional.of(site)) ? inForce : by(site, inForce.revision() + 1, rates);
  }

  /** What a site asks for, whatever is in force. */
  static InForce by(SiteModel site, long revision, Rates rates) {
    Map<String, String> zones = new HashMap<>();
    for (Asset asset : site.plant().assets()) {
      asset
          .zone()
          .ifPresent(zone -> {
            String _ = zones.put(asset.id(), zone);
          });
    }
    return switch (CompiledPolicy.compile(site.enforced())) {
      case Compilation.Ready(var compiled) ->
          new InForce(
              revision, site.policy().isPresent(), compiled, rates, zones, Optional.empty());
      case Compilation.TooEntangled(var fault) -> {
        InForce nothing = InForce.nothing(revision, true);
        yield new InForce(
            revision,
            true,
            nothing.compiled(),
            nothing.rates(),
            zones,
            Optional.of("the policy cannot be enforced, so nothing passes: " + fault.text()));
      }
    };
  }

  /** From now on this is asked, by everybody, from the next request on. */
  void use(SiteModel site, InForce next) {
    enforced = Optional.of(site);
    inForce = next;
  }

  /** An error of our own kept the site's policy from being made: nothing passes by any. */
  InForce failed() {
    InForce nothing = InForce.nothing(inForce.revision() + 1, true);
    return new InForce(
        nothing.revision(),
        true,
        nothing.compiled(),
        nothing.rates(),
        inForce.zones(),
        Optional.of("the policy cannot be enforced, so nothing passes: an error of our own"));
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

  /** Whether the node may read a device; for one driver, asked by its thread alone. */
  Admission admission(Device device) {
    return new OwnReading(device, () -> inForce);
  }

  /** Whether the node might read a device if this were in force; asked by one thread alone. */
  Admission admission(Device device, InForce by) {
    return new OwnReading(device, () -> by);
  }

  /** Asks by the policy that is in force at the moment. */
  private final class OwnReading implements Admission {
    private final Device device;
    private final Supplier<InForce> current;
    private InForce asked = InForce.nothing(-1, false);
    private Judge judge = asked.compiled().judge(Rates.endless());

    private OwnReading(Device device, Supplier<InForce> current) {
      this.device = device;
      this.current = current;
    }

    @Override
    public Optional<Refusal> refusal(Located.Found point) {
      InForce now = current.get();
      Optional<String> to = now.zoneOf(device);
      if (!now.isPolicy() || (to.isPresent() && to.equals(zone))) {
        return Optional.empty();
      }
      if (to.isEmpty()) {
        return Optional.of(new Refusal("the plant in force has no zone for " + device.asset()));
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
                      to.get(),
                      device.protocol(),
                      Optional.of(IDENTITY),
                      IDENTITY,
                      Operation.READ,
                      Part.of(point.target()),
                      Math.max(0, at.getEpochSecond() * 1_000_000_000L + at.getNano()))
                  .by(AskedParts.functionOfReading(device.protocol(), point.target())));
      return decision.verdict() == Verdict.ALLOW
          ? Optional.empty()
          : Optional.of(new Refusal(why(decision, to.get())));
    }

    private String why(Decision decision, String to) {
      String rule = decision.rule() == null ? "" : " " + decision.rule();
      return "the policy does not let zone '%s' read this in zone '%s': %s%s"
          .formatted(zone.orElse(""), to, decision.cause().word(), rule);
    }

    @Override
    public long revision() {
      return current.get().revision();
    }
  }
}
