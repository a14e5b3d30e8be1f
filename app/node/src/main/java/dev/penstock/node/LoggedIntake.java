package dev.penstock.node;

import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;

/** Tells the node's log what listeners find and how they stand, and passes everything on. */
final class LoggedIntake implements Intake, ListeningWatch {
  private final Intake intake;
  private final ListeningWatch watch;
  private final NodeLog log;

  LoggedIntake(Intake intake, ListeningWatch watch, NodeLog log) {
    this.intake = intake;
    this.watch = watch;
    this.log = log;
  }

  @Override
  public boolean offer(Heard heard, Receipt receipt) {
    return intake.offer(heard, receipt);
  }

  @Override
  public boolean offer(IntakeFinding finding, Receipt receipt) {
    boolean isTaken = intake.offer(finding, receipt);
    if (isTaken) {
      log.say(
          LogLevel.WARNING,
          "finding",
          finding.text(),
          "code",
          finding.kind().name(),
          "listener",
          finding.listener());
    }
    return isTaken;
  }

  @Override
  public void changed(String listener, String subscription, Listening state) {
    switch (state) {
      case Listening.Up up ->
          log.say(
              LogLevel.INFO,
              "listener-up",
              "heard at QoS " + up.qos(),
              "listener",
              listener,
              "subscription",
              subscription);
      case Listening.Deaf deaf ->
          log.say(
              LogLevel.WARNING,
              "listener-deaf",
              deaf.reason(),
              "listener",
              listener,
              "subscription",
              subscription);
    }
    watch.changed(listener, subscription, state);
  }
}
