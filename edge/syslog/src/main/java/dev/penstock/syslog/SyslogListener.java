package dev.penstock.syslog;

import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.Listening;
import dev.penstock.flow.intake.ListeningWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Listens at one port for syslog and hands in what it hears. When the port cannot be had, or is
 * lost, it says so and tries again for as long as it lives.
 *
 * <p>Syslog has no acknowledgement: a sender knows only that its bytes left. Over TLS nothing is
 * dropped here while the node runs: when the intake is full, nothing is read, TCP fills, and the
 * sender waits. Over UDP what finds no room is dropped and counted.
 */
public final class SyslogListener implements AutoCloseable {
  private static final Duration RETRY_MIN = Duration.ofSeconds(1);
  private static final Duration RETRY_MAX = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Desk desk;
  private final Door door;
  private final ListeningWatch watch;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private final Thread ticker;

  /** 0 while the port is not had. */
  private volatile int port;

  /** Owned by the keeper. */
  private Instant deafSince;

  private String deafReason = "";

  private SyslogListener(Desk desk, Door door, ListeningWatch watch) {
    this.desk = desk;
    this.door = door;
    this.watch = watch;
    this.deafSince = desk.clock().instant();
    String thread = "syslog-" + desk.options().name();
    this.keeper = Thread.ofVirtual().name(thread).unstarted(this::run);
    this.ticker = Thread.ofVirtual().name(thread + "-tick").unstarted(this::tick);
  }

  /** Starts listening; whether and when the port is had is told to the watch. */
  public static SyslogListener start(
      SyslogOptions options, Intake intake, ListeningWatch watch, InstantSource clock) {
    Desk desk = Desk.of(options, intake, clock);
    Door door =
        switch (options.way()) {
          case SyslogOptions.Way.Tls tls -> new TlsDoor(desk, tls);
          case SyslogOptions.Way.Udp _ -> new UdpDoor(desk);
        };
    var listener = new SyslogListener(desk, door, watch);
    listener.deaf("not listening yet");
    listener.keeper.start();
    listener.ticker.start();
    return listener;
  }

  /** What was done so far. */
  public SyslogCounts counts() {
    return desk.tally().counts(door.connections(), door.waiting());
  }

  /** What the operator should know although it is heard. */
  public Optional<String> remark() {
    return door.remark();
  }

  /** The port, while it is listened at. */
  public OptionalInt port() {
    int known = port;
    return known == 0 ? OptionalInt.empty() : OptionalInt.of(known);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    Duration wait = RETRY_MIN;
    while (!isClosing()) {
      String reason = "closed";
      try {
        port = door.open();
        wait = RETRY_MIN;
        deafReason = "";
        tell(Listening.Up.socket(desk.clock().instant()));
        door.serve();
      } catch (IOException e) {
        reason = "cannot listen on " + desk.options().place() + ": " + e.getMessage();
      } catch (RuntimeException e) {
        // This loop is the listener's life: it says what happened and tries again.
        desk.tally().faults.increment();
        reason = "an error of our own: " + e;
      }
      door.shut();
      if (port != 0) {
        port = 0;
        deafSince = desk.clock().instant();
      }
      deaf(isClosing() ? "closed" : reason);
      if (isOver(wait)) {
        return;
      }
      wait = wait.multipliedBy(2).compareTo(RETRY_MAX) < 0 ? wait.multipliedBy(2) : RETRY_MAX;
    }
  }

  /** Deaf since the port was had the last time, also where the reason is another one now. */
  private void deaf(String reason) {
    if (!reason.equals(deafReason)) {
      deafReason = reason;
      tell(new Listening.Deaf(deafSince, reason, desk.hearing().lastHeard()));
    }
  }

  private void tell(Listening state) {
    watch.changed(desk.options().name(), desk.options().place(), state);
  }

  /** Waits so long; true when the end came. */
  private boolean isOver(Duration wait) {
    try {
      return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void tick() {
    while (!isOver(TICK)) {
      try {
        door.tick();
        desk.complaints().tick(desk.clock().instant());
      } catch (RuntimeException e) {
        // Owner of the loop: what it looks after goes on without it.
        desk.tally().faults.increment();
      }
    }
  }

  /**
   * Takes no more, hands in what was read, for a few seconds at most, and ends. What a sender had
   * sent and was not read is lost to it, as syslog has no way to tell.
   */
  @Override
  public void close() {
    closing.countDown();
    desk.handing().end();
    door.shut();
    boolean isInterrupted = false;
    for (Thread each : List.of(keeper, ticker)) {
      while (each.isAlive()) {
        try {
          each.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    door.end();
    long _ = desk.handing().handIn(desk.complaints()::end);
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
