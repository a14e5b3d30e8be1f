package dev.penstock.bench.bridge;

import dev.penstock.bench.peer.Answers;
import dev.penstock.flow.intake.DeviceBlocks;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.mqtt.BrokerLink;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * The limit, as a process: the node's own MQTT client with nothing behind it, which acknowledges
 * each message as soon as it is read.
 */
final class BareSubscriber {
  private BareSubscriber() {}

  /** Takes the port and the root of the topics. */
  public static void main(String[] args) throws IOException {
    var answers = new Answers();
    var count = new LongAdder();
    var intake =
        new Intake() {
          @Override
          public boolean offer(Heard heard, Receipt receipt) {
            receipt.durable();
            count.increment();
            return true;
          }

          @Override
          public boolean offer(IntakeFinding finding, Receipt receipt) {
            receipt.durable();
            return true;
          }
        };
    DeviceBlocks blocks = (_, _) -> false;
    try (var _ =
        BrokerLink.start(
            Links.below(args[1], Integer.parseInt(args[0])),
            intake,
            blocks,
            (_, _, state) -> answers.tell(state instanceof Listening.Up ? "up" : "deaf"),
            InstantSource.system(),
            new SplittableRandom(1))) {
      answers.giveUntilStopped(Map.of("received", () -> Long.toString(count.sum())));
    }
    answers.stopped();
  }
}
