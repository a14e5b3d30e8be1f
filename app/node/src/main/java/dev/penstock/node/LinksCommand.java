package dev.penstock.node;

import dev.penstock.driving.DeviceIdentity;
import dev.penstock.driving.schedule.GroupFigures;
import dev.penstock.driving.supervision.LinkFigures;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.modbusproxy.Counts;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.node.gateway.CommandsShown;
import dev.penstock.node.gateway.DestinationShown;
import dev.penstock.node.gateway.DeviceShown;
import dev.penstock.node.gateway.Gateway;
import dev.penstock.node.gateway.ProxyShown;
import dev.penstock.node.gateway.ServerShown;
import dev.penstock.pump.DestinationFigures;
import dev.penstock.pump.DriverFigures;
import java.util.ArrayList;
import java.util.List;

/** The command {@code links}: how each device, destination and port of the node stands. */
final class LinksCommand implements LongCommand {
  private final Gateway gateway;

  LinksCommand(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public ControlAnswer run(List<String> words, Progress progress) {
    if (!words.isEmpty()) {
      return new ControlAnswer.Refused("links takes no more words");
    }
    List<String> lines = new ArrayList<>();
    gateway.devices().forEach(each -> lines.addAll(of(each)));
    gateway.destinations().forEach(each -> lines.addAll(of(each)));
    gateway.proxies().forEach(each -> lines.add(of(each)));
    boolean isAny = !gateway.proxies().isEmpty();
    gateway.servers().forEach(each -> lines.add(of(each)));
    if (!gateway.servers().isEmpty()) {
      String ports = isAny ? "proxies and servers" : "servers";
      lines.add(of(ports, gateway.proxyCounts()));
    } else if (isAny) {
      lines.add(of("proxies", gateway.proxyCounts()));
    }
    gateway.obstacles().forEach(each -> lines.add("! " + each));
    return new ControlAnswer.Done(lines.isEmpty() ? List.of("nothing is connected") : lines);
  }

  private static List<String> of(DeviceShown shown) {
    DriverFigures figures = shown.figures();
    LinkFigures link = figures.link();
    long overruns = figures.groups().stream().mapToLong(GroupFigures::overruns).sum();
    List<String> lines = new ArrayList<>();
    lines.add(
        ("device %s  %s since %s  points %d, refused %d, faulty %d"
                + "  reads %d, samples %d, overruns %d")
            .formatted(
                shown.device().id(),
                link.state().word(),
                link.state().since(),
                figures.points(),
                figures.refused(),
                figures.faulty(),
                link.reads(),
                figures.samples(),
                overruns));
    link.identity().map(LinksCommand::of).ifPresent(lines::add);
    if (link.state() instanceof LinkState.Waiting(var _, var _, var attempt, var reason)) {
      lines.add("  " + reason + "; attempt " + attempt + " comes");
    }
    return lines;
  }

  /** What it says may be anything, so nothing of it moves a terminal. */
  private static String of(DeviceIdentity identity) {
    return ("  says that it is "
            + String.join(" ", identity.vendor(), identity.product(), identity.revision()))
        .replaceAll("\\p{C}", "\ufffd")
        .stripTrailing();
  }

  private static List<String> of(DestinationShown shown) {
    DestinationFigures figures = shown.figures();
    List<String> lines = new ArrayList<>();
    lines.add(
        "destination %s  %s  sent %d, acknowledged %d, behind %d, lost to retention %d%s"
            .formatted(
                shown.destination().id(),
                figures.isLinked() ? "linked" : "not linked",
                figures.sent(),
                figures.acknowledged(),
                figures.lag(),
                figures.overtaken(),
                figures.why().map(why -> "  " + why).orElse("")));
    shown.commands().map(LinksCommand::of).ifPresent(lines::add);
    return lines;
  }

  private static String of(CommandsShown commands) {
    return "  commands  %s  given %d, under way %d, refused before %d, answers lost %d%s"
        .formatted(
            commands.obstacle().isEmpty() ? "heard" : "not heard",
            commands.counts().taken(),
            commands.counts().underWay(),
            commands.counts().refused(),
            commands.unanswered(),
            commands.obstacle().map(why -> "  " + why).orElse(""));
  }

  private static String of(ProxyShown shown) {
    return "proxy %s  listens at %s  clients %d"
        .formatted(shown.proxy().id(), shown.address(), shown.clients());
  }

  private static String of(ServerShown shown) {
    return ("server %s  listens at %s  clients %d"
            + "  answered %d, without value %d, other addresses %d, refused %d")
        .formatted(
            shown.server().id(),
            shown.address(),
            shown.clients(),
            shown.answered(),
            shown.withoutValue(),
            shown.unmapped(),
            shown.refused());
  }

  /** Of all ports together, since the node started. */
  private static String of(String ports, Counts counts) {
    return "requests at the %s: %d refused, %d recorded and sent, %d only read"
        .formatted(ports, counts.denied(), counts.acted(), counts.looked());
  }
}
