package dev.penstock.web;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.FunctionCode;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import dev.penstock.plantmap.Band;
import dev.penstock.plantmap.ConduitShown;
import dev.penstock.plantmap.ConduitUse;
import dev.penstock.plantmap.Drawn;
import dev.penstock.plantmap.Flow;
import dev.penstock.plantmap.Ghost;
import dev.penstock.plantmap.Picture;
import dev.penstock.plantmap.Placement;
import dev.penstock.plantmap.RuleUse;
import dev.penstock.plantmap.Seen;
import dev.penstock.plantmap.ZoneShown;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The map as JSON. */
final class MapJson {
  private MapJson() {}

  /** Of when it is, and of which model. */
  static void moment(JsonWriter json, MapView.Look look, Sight sight) {
    json.whole("number", look.version().number());
    json.text("digest", VersionAnswers.hex(look.version().digest()));
    json.text("first", Times.text(look.first()));
    json.text("since", Times.text(look.since()));
    json.text("at", Times.text(look.at()));
    json.text("from", Times.text(look.flows().from()));
    json.text("to", Times.text(look.flows().to()));
    json.bool("isWhole", sight.isWhole());
    json.bool("isRead", look.picture().isRead());
    json.bool("isPruned", look.picture().isPruned());
  }

  static void picture(JsonWriter json, Picture picture, Optional<Drawn> drawn) {
    json.whole("unplaced", picture.unplaced());
    Optional<Placement> placement = drawn.map(Drawn::placement);
    if (placement.isPresent()) {
      json.object("size");
      real(json, "width", placement.get().width());
      real(json, "height", placement.get().height());
      json.end();
    } else {
      json.text("size", null);
    }
    json.array("bands");
    for (Band band : drawn.map(Drawn::bands).orElse(List.of())) {
      json.object();
      json.text("level", band.level());
      real(json, "y", band.y());
      real(json, "height", band.height());
      json.end();
    }
    json.end();
    json.array("zones");
    picture
        .zones()
        .forEach(zone -> zone(json, zone, placement.map(at -> at.boxes().get(zone.id()))));
    json.end();
    json.array("conduits");
    for (ConduitShown conduit : picture.conduits()) {
      json.object();
      conduit(json, conduit);
      line(json, placement.map(at -> at.lines().get(conduit.id())));
      json.end();
    }
    json.end();
    json.array("ghosts");
    picture
        .ghosts()
        .forEach(ghost -> ghost(json, ghost, drawn.map(at -> at.ghosts().get(ghost.id()))));
    json.end();
  }

  private static void zone(JsonWriter json, ZoneShown zone, Optional<Placement.Box> box) {
    json.object();
    json.text("id", zone.id());
    json.text("name", zone.name());
    json.text("parent", zone.parent().orElse(null));
    json.text("kind", zone.kind().orElse(null));
    json.text("level", zone.level().orElse(null));
    json.number("assets", zone.assets());
    json.number("sources", zone.sources());
    json.number("heard", zone.heard());
    json.text("lastHeard", time(zone.lastHeard()));
    json.whole("denied", zone.denied());
    json.whole("waited", zone.waited());
    json.bool("isOutside", zone.isOutside());
    if (box.isPresent()) {
      json.object("box");
      real(json, "x", box.get().x());
      real(json, "y", box.get().y());
      real(json, "width", box.get().width());
      real(json, "height", box.get().height());
      json.end();
    } else {
      json.text("box", null);
    }
    json.end();
  }

  private static void conduit(JsonWriter json, ConduitShown conduit) {
    json.text("id", conduit.id());
    json.text("name", conduit.name());
    json.array("between");
    json.text(conduit.first());
    json.text(conduit.second());
    json.end();
    json.text("state", conduit.state().word());
    json.bool("isToFirst", conduit.isToFirst());
    json.bool("isToSecond", conduit.isToSecond());
    json.bool("isDiode", conduit.isDiode());
    json.number("channels", conduit.channels());
    json.number("rules", conduit.rules());
    json.number("unusedRules", conduit.unusedRules());
    json.whole("passed", conduit.passed());
    json.whole("denied", conduit.denied());
    json.whole("waited", conduit.waited());
    json.number("heard", conduit.heard());
    json.text("last", time(conduit.last()));
  }

  private static void ghost(JsonWriter json, Ghost ghost, Optional<Placement.Line> line) {
    json.object();
    json.text("id", ghost.id());
    json.text("from", ghost.from());
    json.text("to", ghost.to());
    json.text("reason", ghost.reason().word());
    texts(json, "protocols", ghost.protocols(), each -> each);
    json.whole("passed", ghost.passed());
    json.whole("denied", ghost.denied());
    json.whole("waited", ghost.waited());
    json.number("heard", ghost.heard());
    json.text("last", time(ghost.last()));
    line(json, line);
    json.end();
  }

  private static void line(JsonWriter json, Optional<Placement.Line> line) {
    if (line.isEmpty()) {
      json.text("line", null);
      return;
    }
    json.object("line");
    json.array("points");
    for (Placement.Point point : line.get().points()) {
      json.object();
      point(json, point);
      json.end();
    }
    json.end();
    json.object("label");
    point(json, line.get().label());
    json.end();
    json.end();
  }

  private static void point(JsonWriter json, Placement.Point point) {
    real(json, "x", point.x());
    real(json, "y", point.y());
  }

  /** A conduit with its policy and what was observed. */
  static void use(JsonWriter json, MapView.Look look, ConduitShown conduit, ConduitUse use) {
    conduit(json, conduit);
    json.bool("hasPolicy", look.site().policy().isPresent());
    json.array("policy");
    use.channels().forEach(each -> channel(json, each));
    json.end();
    json.array("observed");
    use.observed().forEach(each -> seen(json, each));
    json.end();
  }

  private static void channel(JsonWriter json, ConduitUse.ChannelUse use) {
    Channel channel = use.channel();
    json.object();
    json.text("id", channel.id());
    json.text("protocol", channel.protocol());
    json.text("from", channel.from());
    json.text("to", channel.to());
    json.text("reads", channel.areReadsAllowed() ? "allow" : "deny");
    json.array("rules");
    use.rules().forEach(each -> rule(json, each));
    json.end();
    json.end();
  }

  private static void rule(JsonWriter json, RuleUse use) {
    Rule rule = use.rule();
    json.object();
    json.text("id", rule.id());
    json.text("effect", rule.effect().word());
    texts(json, "who", rule.who(), Who::text);
    texts(json, "operations", rule.operations(), Operation::word);
    texts(json, "functions", rule.functions(), FunctionCode::text);
    texts(json, "objects", rule.objects(), Scope::text);
    texts(json, "values", rule.values(), ValueRange::text);
    json.text("rate", rule.rate().map(Rate::text).orElse(null));
    texts(json, "when", rule.windows(), Window::text);
    json.text("from", rule.from().map(LocalDate::toString).orElse(null));
    json.text("until", rule.until().map(LocalDate::toString).orElse(null));
    json.whole("passed", use.passed());
    json.whole("denied", use.denied());
    json.whole("waited", use.waited());
    json.text("last", time(use.last()));
    json.end();
  }

  private static void seen(JsonWriter json, Seen seen) {
    Flow flow = seen.flow();
    json.object();
    json.text("from", flow.from());
    json.text("to", flow.to());
    json.text("protocol", flow.protocol().isEmpty() ? null : flow.protocol());
    json.text("operation", flow.operation());
    json.text("channel", flow.channel().orElse(null));
    json.text("rule", flow.rule().orElse(null));
    json.text("outcome", flow.passing().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.text("cause", flow.cause().isEmpty() ? null : flow.cause());
    json.whole("count", seen.count());
    json.text("last", Times.text(seen.last()));
    json.end();
  }

  private static <T> void texts(
      JsonWriter json, String name, List<T> items, Function<T, String> text) {
    json.array(name);
    items.forEach(each -> json.text(text.apply(each)));
    json.end();
  }

  private static @Nullable String time(Optional<Long> nanos) {
    return nanos.map(Times::text).orElse(null);
  }

  /** With a tenth, which is finer than any screen. */
  private static void real(JsonWriter json, String name, double value) {
    json.real(name, Math.round(value * 10) / 10.0);
  }
}
