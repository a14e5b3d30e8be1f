package dev.penstock.web;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.Conduit;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.json.JsonWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The policy of a site as JSON: what may pass the conduits that somebody sees. */
final class PolicyJson {
  private PolicyJson() {}

  /** The field {@code policy}; null where the site has none. */
  static void write(JsonWriter json, SiteModel site, Sight sight) {
    if (site.policy().isEmpty()) {
      json.text("policy", null);
      return;
    }
    Policy policy = site.policy().get();
    Set<String> seen =
        site.plant().conduits().stream()
            .filter(conduit -> conduit.between().stream().anyMatch(sight::reachesZone))
            .map(Conduit::id)
            .collect(Collectors.toSet());
    json.object("policy");
    json.text("digest", VersionAnswers.hex(policy.digest()));
    json.text("timeZone", policy.timeZone().getId());
    json.array("channels");
    policy.channels().stream()
        .filter(channel -> seen.contains(channel.conduit()))
        .forEach(channel -> write(json, channel));
    json.end();
    json.end();
  }

  private static void write(JsonWriter json, Channel channel) {
    json.object();
    json.text("id", channel.id());
    json.text("conduit", channel.conduit());
    json.text("protocol", channel.protocol());
    json.text("from", channel.from());
    json.text("to", channel.to());
    json.text("reads", channel.areReadsAllowed() ? "allow" : "deny");
    json.array("rules");
    channel.rules().forEach(rule -> write(json, rule));
    json.end();
    json.end();
  }

  private static void write(JsonWriter json, Rule rule) {
    json.object();
    json.text("id", rule.id());
    json.text("effect", rule.effect().word());
    texts(json, "who", rule.who(), Who::text);
    texts(json, "operations", rule.operations(), Operation::word);
    texts(json, "functions", rule.functions(), FunctionCode::text);
    texts(json, "objects", rule.objects(), Scope::text);
    texts(json, "values", rule.values(), ValueRange::text);
    text(json, "rate", rule.rate().map(Rate::text));
    texts(json, "when", rule.windows(), Window::text);
    text(json, "from", rule.from().map(LocalDate::toString));
    text(json, "until", rule.until().map(LocalDate::toString));
    json.end();
  }

  private static void text(JsonWriter json, String name, Optional<String> text) {
    json.text(name, text.orElse(null));
  }

  private static <T> void texts(
      JsonWriter json, String name, List<T> items, Function<T, String> text) {
    json.array(name);
    items.forEach(each -> json.text(text.apply(each)));
    json.end();
  }
}
