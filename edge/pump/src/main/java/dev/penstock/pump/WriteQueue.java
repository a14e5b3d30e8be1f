package dev.penstock.pump;

import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes that wait for a link's thread; there are none while the link is down. Any thread. */
final class WriteQueue {
  /** More than people and programs ask of one device before the first is done. */
  static final int WAITING_MAX = 64;

  private final LongSupplier nanos;
  private final BlockingQueue<WriteTicket> waiting = new ArrayBlockingQueue<>(WAITING_MAX);

  /** Why nothing is taken; null while the link is up. */
  private volatile @Nullable String obstacle = "the link is not up yet";

  WriteQueue(LongSupplier nanos) {
    this.nanos = nanos;
  }

  WriteTicket offer(Setting setting, Duration within) {
    var ticket = new WriteTicket(setting, nanos.getAsLong(), within);
    if (obstacle == null && !waiting.offer(ticket)) {
      ticket.giveUp("not sent: " + WAITING_MAX + " writes are waiting already; try again");
    }
    // Asked after it stands in the queue: who closes the queue empties it after that.
    String down = obstacle;
    if (down != null) {
      ticket.giveUp("not sent: " + down);
    }
    return ticket;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The next that is to be sent, taken; null where there is none. */
  @Nullable WriteTicket next() {
    WriteTicket ticket = waiting.poll();
    while (ticket != null) {
      if (ticket.isTooOld(nanos.getAsLong())) {
        ticket.giveUp("not sent in time: the link was busy; try again");
      } else if (ticket.take()) {
        return ticket;
      }
      ticket = waiting.poll();
    }
    return null;
  }

  /** The link is up. */
  void open() {
    obstacle = null;
  }

  /** The link is down: what waits is not sent, and what comes neither. */
  void shut(String reason) {
    obstacle = reason;
    WriteTicket ticket = waiting.poll();
    while (ticket != null) {
      ticket.giveUp("not sent: " + reason);
      ticket = waiting.poll();
    }
  }

  /** What is told to who asks a driver that cannot. */
  static WriteOutcome cannot(String protocol) {
    return new WriteOutcome.NotSent("the driver for " + protocol + " does not write");
  }
}
