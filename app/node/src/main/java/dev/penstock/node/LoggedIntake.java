package dev.penstock.node;

import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.intake.SampleIntake;
import dev.penstock.flow.intake.Samples;
import dev.penstock.flow.live.LiveBoard;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.IntakePump;
import java.util.function.Consumer;

/**
 * Tells the node's log what listeners find and how they stand, shows what came to who looks, and
 * passes everything on.
 */
final class LoggedIntake implements Intake, SampleIntake, ListeningWatch {
  private final IntakePump intake;
  private final ListeningWatch watch;
  private final NodeLog log;
  private final LiveBoard live;

  LoggedIntake(IntakePump intake, ListeningWatch watch, NodeLog log, LiveBoard live) {
    this.intake = intake;
    this.watch = watch;
    this.log = log;
    this.live = live;
  }

  @Override
  public boolean offer(Heard heard, Receipt receipt) {
    return intake.offer(
        heard,
        live.isLookedAt()
            ? new Shown(heard.source(), receipt, source -> live.durable(source, heard))
            : receipt);
  }

  @Override
  public boolean offer(Samples samples, Receipt receipt) {
    return intake.offer(
        samples,
        live.isLookedAt()
            ? new Shown(samples.names().source(), receipt, source -> live.durable(source, samples))
            : receipt);
  }

  /** Shows something to who looks, once it is durable, under the name that it has then. */
  private static final class Shown implements Receipt {
    private final Receipt receipt;
    private final Consumer<String> show;
    private volatile String source;

    Shown(String source, Receipt receipt, Consumer<String> show) {
      this.source = source;
      this.receipt = receipt;
      this.show = show;
    }

    @Override
    public void filedUnder(String name) {
      source = name;
      receipt.filedUnder(name);
    }

    @Override
    public void durable() {
      receipt.durable();
      show.accept(source);
    }

    @Override
    public void refused(String reason) {
      receipt.refused(reason);
    }
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
