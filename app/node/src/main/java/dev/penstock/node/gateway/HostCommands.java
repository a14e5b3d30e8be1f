package dev.penstock.node.gateway;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.north.command.Order;
import dev.penstock.sparkplugnode.Commands;
import java.util.Optional;

/**
 * What hosts of Sparkplug ask of devices, on its way to the desk. They get no answer: they see the
 * point's next value.
 */
final class HostCommands implements Commands {
  /** What the edge node says of a command that was not taken here: why, was noted here. */
  private static final String NOTED = "NOT_FOLLOWED";

  private final RemoteCommands remote;

  HostCommands(RemoteCommands remote) {
    this.remote = remote;
  }

  @Override
  public boolean isTaken(Asked asked) {
    String address = asked.device() + "/" + asked.point();
    if (!(asked.value() instanceof SampleValue.One(var value))) {
      remote.refuse(address, CommandsRefused.text(Optional.of(asked.point()), "NO_SINGLE_VALUE"));
      return false;
    }
    return remote.isRead(address)
        && remote.isGiven(
            address,
            new Order(asked.device(), asked.point(), value, Optional.empty(), Optional.empty()),
            RemoteCommands.Answers.NONE);
  }

  @Override
  public void refused(String topic, Optional<String> metric, String why) {
    if (!why.equals(NOTED)) {
      remote.refuse(topic, CommandsRefused.text(metric, why));
    }
  }

  /** The line of commands has a thread that looks at the time. */
  @Override
  public void tick() {}
}
