package dev.penstock.web;

import dev.penstock.driving.DeviceIdentity;
import dev.penstock.driving.supervision.LinkFigures;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.web.internal.call.Times;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How links stand, as JSON, as far as somebody sees what they lead to. */
final class LinksJson {
  /** Of what a device says of itself beside who made it: it may say very much. */
  private static final int OTHERS_MAX = 16;

  private LinksJson() {}

  static void write(JsonWriter json, ConnectionsView.Links links, SeenDevices seen, Zones zones) {
    json.bool("isWhole", seen.isWhole());
    json.array("devices");
    links.devices().stream()
        .filter(each -> zones.reaches(each.zone()))
        .forEach(each -> write(json, each));
    json.end();
    json.array("destinations");
    links.destinations().stream()
        .filter(each -> zones.reaches(each.zone()))
        .forEach(each -> write(json, each));
    json.end();
    json.array("proxies");
    links.proxies().stream()
        .filter(each -> zones.reaches(each.fromZone()) || seen.seesDevice(each.device()))
        .forEach(each -> write(json, each));
    json.end();
    json.array("servers");
    links.servers().stream()
        .filter(each ->
            zones.reaches(each.fromZone()) || each.devices().stream().anyMatch(seen::seesDevice))
        .forEach(each -> write(json, each));
    json.end();
    // What is in the way may be about any zone, so it is for who may see all of them.
    json.array("obstacles");
    links.obstacles().stream().filter(_ -> seen.isWhole()).forEach(json::text);
    json.end();
  }

  /** Which zones somebody reaches. */
  @FunctionalInterface
  interface Zones {
    boolean reaches(String zone);
  }

  private static void write(JsonWriter json, ConnectionsView.DeviceLink each) {
    LinkFigures link = each.link();
    json.object();
    json.text("device", each.device());
    json.text("zone", each.zone());
    json.text("state", link.state().word());
    json.text("since", Times.text(link.state().since()));
    json.text("reason", reason(link.state()));
    json.text("lastFault", link.lastReason().isEmpty() ? null : link.lastReason());
    json.text("lastAnswered", link.lastAnswered().map(Times::text).orElse(null));
    identity(json, link.identity());
    json.number("points", each.points());
    json.number("faulty", each.faulty());
    json.number("refused", each.refused());
    json.whole("attempts", link.attempts());
    json.whole("sessions", link.sessions());
    json.whole("failures", link.failures());
    json.whole("reads", link.reads());
    json.whole("samples", each.samples());
    json.whole("unkept", each.unkept());
    json.whole("overruns", each.overruns());
    json.whole("pauses", each.pauses());
    json.whole("writes", each.writes());
    json.end();
  }

  private static @Nullable String reason(LinkState state) {
    return switch (state) {
      case LinkState.Waiting waiting -> waiting.reason();
      case LinkState.Closed closed -> closed.reason();
      case LinkState.Connecting _, LinkState.Planning _, LinkState.Running _ -> null;
    };
  }

  private static void identity(JsonWriter json, Optional<DeviceIdentity> identity) {
    if (identity.isEmpty()) {
      json.text("identity", null);
      return;
    }
    json.object("identity");
    json.text("vendor", identity.get().vendor());
    json.text("product", identity.get().product());
    json.text("revision", identity.get().revision());
    json.object("others");
    identity.get().others().entrySet().stream()
        .limit(OTHERS_MAX)
        .forEach(each -> json.text(each.getKey(), each.getValue()));
    json.end();
    json.end();
  }

  private static void write(JsonWriter json, ConnectionsView.DestinationLink each) {
    json.object();
    json.text("destination", each.destination());
    json.text("zone", each.zone());
    json.bool("isLinked", each.isLinked());
    json.text("fault", each.fault().orElse(null));
    json.whole("lag", each.lag());
    json.whole("behindMs", each.behind().toMillis());
    json.whole("sent", each.sent());
    json.whole("acknowledged", each.acknowledged());
    json.whole("historyLeft", each.historyLeft());
    json.whole("overtaken", each.overtaken());
    json.whole("links", each.links());
    if (each.commands().isPresent()) {
      write(json, each.commands().get());
    } else {
      json.text("commands", null);
    }
    json.end();
  }

  private static void write(JsonWriter json, ConnectionsView.CommandsOf commands) {
    json.object("commands");
    json.bool("isHeard", commands.fault().isEmpty());
    json.text("fault", commands.fault().orElse(null));
    json.number("underWay", commands.underWay());
    json.whole("given", commands.given());
    json.whole("refused", commands.refused());
    json.whole("unanswered", commands.unanswered());
    json.end();
  }

  private static void write(JsonWriter json, ConnectionsView.ServerLink each) {
    json.object();
    json.text("server", each.server());
    json.text("fromZone", each.fromZone());
    json.text("address", each.address());
    json.number("clients", each.clients());
    json.whole("answered", each.answered());
    json.whole("withoutValue", each.withoutValue());
    json.whole("unmapped", each.unmapped());
    json.whole("refused", each.refused());
    json.end();
  }

  private static void write(JsonWriter json, ConnectionsView.ProxyLink each) {
    json.object();
    json.text("proxy", each.proxy());
    json.text("fromZone", each.fromZone());
    json.text("address", each.address());
    json.number("clients", each.clients());
    json.end();
  }
}
