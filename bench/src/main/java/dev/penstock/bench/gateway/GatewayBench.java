package dev.penstock.bench.gateway;

import dev.penstock.bench.gateway.PacedSide.Watching;
import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Contest.Figure;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node that reads Modbus devices by a policy, keeps and seals what they say, and sends it to a
 * broker: beside a bare loop with the same requests and bytes, after an outage, with few tags, and
 * beside Node-RED.
 */
public final class GatewayBench implements Bench {
  private static final Knob DEVICES = new Knob("devices", 10, "devices, each a connection");
  private static final Knob TAGS = new Knob("tags", 100_000, "tags of all devices together");
  private static final Knob FEW =
      new Knob(
          "few_tags", 10_000, "tags of the node with one device; 0: leave it out, and the replay");
  private static final Knob PERIOD = new Knob("period_ms", 1_000, "how often each tag is read");
  private static final Knob FULL_PERIOD =
      new Knob("full_period_ms", 20, "the same where as much as goes is read; 0: leave it out");
  private static final Knob ALONG =
      new Knob("along", 60, "registers read along to save a request (registers-along-max)");
  private static final Knob RULES = new Knob("rules", 100, "rules in the policy");
  private static final Knob WARM_UP = new Knob("warm_up_s", 20, "seconds before a run");
  private static final Knob OUTAGE =
      new Knob("outage_s", 60, "seconds without a broker before the replay; 0: leave it out");
  private static final Knob BESIDE =
      new Knob("beside_tags", 1_000, "tags of one device beside Node-RED; 0: leave it out");
  private static final Knob OWN_BROKER =
      new Knob("own_broker", 0, "1: a broker of our own, though mosquitto be there");

  private @Nullable Stage stage;
  private Optional<PacedSide> peer = Optional.empty();
  private String remark = "";

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public String purpose() {
    return "values from Modbus devices through policy, journal and sealing to a broker's PUBACK";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(
        DEVICES, TAGS, FEW, PERIOD, FULL_PERIOD, ALONG, RULES, WARM_UP, OUTAGE, BESIDE, OWN_BROKER);
  }

  @Override
  public List<Contest> contests(Settings settings) throws IOException {
    int devices = number(settings, DEVICES);
    var set = new Stage(settings.folder(), devices, settings.knob(OWN_BROKER.name()) != 0);
    stage = set;
    long period = settings.knob(PERIOD.name());
    Tags all = tags(settings, devices, number(settings, TAGS) / devices, period);
    List<Contest> contests = new ArrayList<>();
    contests.add(
        new Contest(
            "steady",
            "ns/value",
            Figure.CPU,
            node(set, all, settings, ""),
            Optional.of(paced(set, new BareGateway(set, all), all, settings, "bare"))));
    long full = settings.knob(FULL_PERIOD.name());
    if (full > 0) {
      Tags most = tags(settings, devices, all.each(), full);
      contests.add(
          new Contest(
              "full",
              "values/s",
              node(set, most, settings, "full"),
              paced(set, new BareGateway(set, most), most, settings, "bare_full")));
    }
    if (settings.knob(FEW.name()) > 0) {
      contests.addAll(withFew(set, settings, period));
    }
    besideNodeRed(set, settings, period).ifPresent(contests::add);
    return contests;
  }

  private static List<Contest> withFew(Stage set, Settings settings, long period) {
    Tags few = tags(settings, 1, number(settings, FEW), period);
    var steady = new Contest("few", "values/s", node(set, few, settings, "few"), Optional.empty());
    long outage = settings.knob(OUTAGE.name());
    if (outage == 0) {
      return List.of(steady);
    }
    var replay = new ReplaySide(set, node(set, few, settings, "outage"), outage);
    return List.of(
        steady, new Contest("replay", "values/s", Figure.AMOUNT, replay, Optional.empty()));
  }

  private Optional<Contest> besideNodeRed(Stage set, Settings settings, long period) {
    int count = number(settings, BESIDE);
    Path scripts = NodeRed.scripts();
    if (count == 0) {
      return Optional.empty();
    }
    if (!NodeRed.isInstalled(scripts)) {
      remark = "not measured: run it/peers/install node-red";
      return Optional.empty();
    }
    Tags beside = tags(settings, 1, count, period);
    PacedSide theirs = paced(set, new NodeRed(set, beside, scripts), beside, settings, "node_red");
    peer = Optional.of(theirs);
    return Optional.of(
        new Contest(
            "beside",
            "ns/value",
            Figure.CPU,
            node(set, beside, settings, "beside"),
            Optional.of(theirs)));
  }

  private static PacedSide node(Stage set, Tags tags, Settings settings, String name) {
    return paced(set, new NodeGateway(set, tags, number(settings, RULES)), tags, settings, name);
  }

  private static PacedSide paced(
      Stage set, Publishing publishing, Tags tags, Settings settings, String name) {
    return new PacedSide(set, publishing, tags, new Watching(name, settings.knob(WARM_UP.name())));
  }

  private static Tags tags(Settings settings, int devices, int each, long periodMs) {
    return new Tags(devices, each, periodMs, number(settings, ALONG));
  }

  private static int number(Settings settings, Knob knob) {
    return Math.toIntExact(settings.knob(knob.name()));
  }

  /** What the peer did in its last run, and with whose broker all of it was done. */
  @Override
  public Map<String, Object> conclude() {
    Map<String, Object> figures = new LinkedHashMap<>();
    Stage open = stage;
    if (open != null) {
      Object _ = figures.put("broker", open.brokerName());
    }
    peer.ifPresent(side -> figures.putAll(side.last()));
    if (!remark.isEmpty()) {
      Object _ = figures.put("node_red", remark);
    }
    return figures;
  }

  @Override
  public void end() throws IOException {
    Stage open = stage;
    stage = null;
    if (open != null) {
      open.close();
    }
  }
}
