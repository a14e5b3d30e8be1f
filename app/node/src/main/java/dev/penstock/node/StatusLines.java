package dev.penstock.node;

import dev.penstock.clock.TimeReport;
import dev.penstock.commanding.Commands;
import dev.penstock.evidence.chain.Visible;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.intake.BusiestTopics;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.journal.JournalFigures;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.mqtt.LinkCounts;
import dev.penstock.pump.DevicePump;
import dev.penstock.pump.IntakeFigures;
import dev.penstock.pump.SealerFigures;
import dev.penstock.signature.VerificationKey;
import dev.penstock.syslog.SyslogCounts;
import dev.penstock.syslog.SyslogListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a node is, in lines for people: what a command on the same machine is told. */
final class StatusLines {
  private StatusLines() {}

  static List<String> of(Node node) {
    List<String> lines = new ArrayList<>();
    lines.add("log         " + node.logKey().name());
    lines.add("size        " + count(node.ledger().view().head().size()) + " blocks");
    lines.add("checkpoint  " + checkpoint(node));
    IntakeFigures taken = node.intake().figures();
    SealerFigures sealed = node.sealer().figures();
    lines.add(
        "taken in    "
            + count(taken.durable())
            + " since the start, "
            + count(taken.waiting())
            + " waiting, "
            + count(taken.full())
            + " turned away");
    lines.add(
        "sealed      "
            + count(sealed.records())
            + " records in "
            + count(sealed.blocks())
            + " blocks, "
            + count(sealed.lag())
            + " frames behind");
    JournalFigures journal = node.journal().figures();
    lines.add(
        "journal     "
            + count(journal.storedBytes() >> 20)
            + " MiB in "
            + journal.segments()
            + " segments");
    lines.add("clock       " + clock(node.clock()));
    for (Map.Entry<String, BrokerLink> link : new TreeMap<>(node.links()).entrySet()) {
      LinkCounts counts = link.getValue().counts();
      lines.add(
          "broker      "
              + link.getKey()
              + ": "
              + count(counts.messages())
              + " messages, "
              + count(counts.connections())
              + " connections, "
              + counts.waiting()
              + " waiting"
              + deaf(node, link.getKey()));
    }
    for (Map.Entry<String, SyslogListener> each : new TreeMap<>(node.syslog()).entrySet()) {
      lines.add("syslog      " + each.getKey() + ": " + syslog(node, each));
    }
    addDevices(node, lines);
    node.gateway().links().commands().counts().ifPresent(counts -> lines.add(commands(counts)));
    node.witnessKeys().forEach(key -> lines.add("witness     " + key));
    addWeb(node, lines);
    lines.addAll(AnchorFigures.lines(node.anchors(), node.now()));
    lines.addAll(node.trail().lines());
    node.obstacles().forEach(obstacle -> lines.add("trouble     " + obstacle));
    node.remarks().forEach(remark -> lines.add("note        " + remark));
    return lines;
  }

  /** Where people and programs reach it. */
  private static void addWeb(Node node, List<String> lines) {
    node.web().address().ifPresent(address -> lines.add("http        " + address));
    node.web()
        .tls()
        .ifPresent(tls ->
            lines.add(
                "tls         certificate until "
                    + tls.end()
                    + ", site CA SHA-256 "
                    + tls.authority().fingerprint()));
    node.web().provider().line().ifPresent(line -> lines.add("provider    " + line));
  }

  /** Which topics say the most, broker by broker. */
  static List<String> topics(Node node) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, BrokerLink> link : new TreeMap<>(node.links()).entrySet()) {
      LinkCounts counts = link.getValue().counts();
      lines.add(
          "broker      "
              + link.getKey()
              + ": "
              + count(counts.messages())
              + " messages, "
              + count(counts.bytes())
              + " bytes, "
              + count(counts.collected())
              + " without a point of their own");
      for (BusiestTopics.Busy topic : link.getValue().busiest()) {
        String doubt =
            topic.atMostTooMany() == 0 ? "" : " (up to " + count(topic.atMostTooMany()) + " less)";
        lines.add("  " + count(topic.messages()) + doubt + "  " + Visible.of(topic.topic()));
      }
    }
    return lines.isEmpty() ? List.of("no broker is listened to") : lines;
  }

  private static void addDevices(Node node, List<String> lines) {
    DevicePump.Figures devices = node.deviceFigures();
    lines.add(
        "devices     "
            + node.devices().pinCount()
            + " pinned, "
            + count(devices.taken())
            + " blocks, "
            + count(devices.refused())
            + " refused, "
            + count(devices.acked())
            + " acks");
    VerificationKey ackKey = node.devices().ackKey();
    lines.add(
        "ack key     "
            + ackKey.algorithm().name().toLowerCase(Locale.ROOT)
            + " "
            + HexFormat.of().formatHex(ackKey.raw()));
  }

  /** Those to devices, since the start. */
  private static String commands(Commands.Counts counts) {
    return "commands    "
        + count(counts.taken())
        + " given, "
        + count(counts.done())
        + " done, "
        + count(counts.denied())
        + " denied, "
        + count(counts.unknown())
        + " unknown, "
        + count(counts.underWay())
        + " under way";
  }

  private static String syslog(Node node, Map.Entry<String, SyslogListener> listener) {
    SyslogCounts counts = listener.getValue().counts();
    String state =
        node.evidence().board().worst(listener.getKey()).orElse(null) instanceof Listening.Deaf deaf
            ? deaf.reason() + "; "
            : "";
    return state
        + count(counts.messages())
        + " messages, "
        + count(counts.connections())
        + " connections, "
        + count(counts.dropped() + counts.kernelDropped())
        + " dropped, "
        + count(counts.refused())
        + " peers turned away";
  }

  private static String deaf(Node node, String broker) {
    return node.evidence().board().worst(broker).orElse(null) instanceof Listening.Deaf deaf
        ? ", deaf since " + deaf.since() + ": " + deaf.reason()
        : "";
  }

  private static String checkpoint(Node node) {
    try {
      Optional<PublishedCheckpoint> latest = node.ledger().checkpoints().latest();
      return latest
          .map(known -> "size " + count(known.checkpoint().size()) + " at " + known.time())
          .orElse("none published yet");
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private static String clock(TimeReport report) {
    return report.boundNanos().isPresent()
        ? "at most " + Duration.ofNanos(report.boundNanos().getAsLong()) + " off"
        : "nobody can say how far off; name time-servers in the settings";
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
