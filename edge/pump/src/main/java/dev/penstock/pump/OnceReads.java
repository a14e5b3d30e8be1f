package dev.penstock.pump;

import dev.penstock.driving.Driver;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Session;
import dev.penstock.driving.Sink;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Refusal;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Quality;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Points that somebody wants to see once, of which nothing is kept. They are read over the link
 * that stands, by its thread, between two readings; the policy is asked about each as about any
 * that the node reads by itself.
 *
 * <p>Req: 62443-4-2 NDR 5.2, CR 7.1
 */
final class OnceReads {
  /** A range of 32 registers in four types; a reading of the link's own has more. */
  static final int POINTS_MAX = 128;

  /** People who look for an address do not ask more often; a program must not. */
  static final Duration APART = Duration.ofMillis(500);

  private final Function<PointSpec, Located> locating;
  private final Admission admission;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /** More than one would wait longer than whoever asks. */
  private final BlockingQueue<OnceTicket> waiting = new ArrayBlockingQueue<>(1);

  /** Why nothing is taken; null while the link is up. */
  private volatile @Nullable String obstacle = "the link is not up yet";

  /** When the last one began; null before the first. Written by the link's thread. */
  private volatile @Nullable Long begunNanos;

  /**
   * Takes nothing before {@link #open}.
   *
   * @param locating as {@link Driver#locate}, and never throws
   */
  OnceReads(
      Function<PointSpec, Located> locating,
      Admission admission,
      InstantSource clock,
      LongSupplier nanos) {
    this.locating = locating;
    this.admission = admission;
    this.clock = clock;
    this.nanos = nanos;
  }

  /** Asks for points. Any thread. */
  OnceTicket offer(List<PointSpec> points) {
    if (points.isEmpty() || points.size() > POINTS_MAX) {
      throw new IllegalArgumentException(points.size() + " points, must be 1.." + POINTS_MAX);
    }
    var ticket = new OnceTicket(points);
    Long begun = begunNanos;
    boolean isSoon = begun != null && nanos.getAsLong() - begun < APART.toNanos();
    if (obstacle == null && (isSoon || !waiting.offer(ticket))) {
      ticket.giveUp(
          new OnceOutcome.Busy("not read: points of this device are being read; try again"));
    }
    // Asked after it stands in the queue: who closes the queue empties it after that.
    String down = obstacle;
    if (down != null) {
      ticket.giveUp(new OnceOutcome.NotRead("not read: " + down));
    }
    return ticket;
  }

  /** The link is up. */
  void open() {
    obstacle = null;
  }

  /** The link is down: what waits is not read, and what comes neither. */
  void shut(String reason) {
    obstacle = reason;
    OnceTicket ticket = waiting.poll();
    while (ticket != null) {
      ticket.giveUp(new OnceOutcome.NotRead("not read: " + reason));
      ticket = waiting.poll();
    }
  }

  /**
   * Reads what is asked for, if anything is. The link's thread.
   *
   * @param heard is told when the device answered
   */
  void serve(Session open, Consumer<Instant> heard) throws LinkException, InterruptedException {
    OnceTicket ticket = waiting.poll();
    if (ticket == null || !ticket.take()) {
      return;
    }
    begunNanos = nanos.getAsLong();
    OnceOutcome outcome = new OnceOutcome.NotRead("the driver failed while it read");
    try {
      outcome = new OnceOutcome.Done(clock.instant(), read(open, ticket.points(), heard));
    } catch (LinkException e) {
      outcome = new OnceOutcome.NotRead("the link broke while it was read: " + e.getMessage());
      throw e;
    } finally {
      ticket.finish(outcome);
    }
  }

  private List<OncePoint> read(Session open, List<PointSpec> points, Consumer<Instant> heard)
      throws LinkException, InterruptedException {
    List<@Nullable OncePoint> told = new ArrayList<>();
    List<PointSpec> asked = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (PointSpec point : points) {
      @Nullable OncePoint known = known(point);
      if (known == null) {
        places.add(told.size());
        asked.add(point);
      }
      told.add(known);
    }
    if (!asked.isEmpty()) {
      open.read(open.plan(asked), new Taking(asked, places, told, heard, clock));
    }
    List<OncePoint> all = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      OncePoint one = told.get(i);
      // By its contract a driver leaves none out.
      all.add(
          one == null ? without(points.get(i), Quality.BAD, "the driver said nothing of it") : one);
    }
    return all;
  }

  /** What is known of a point without asking the device; null where the device may be asked. */
  private @Nullable OncePoint known(PointSpec point) {
    return switch (locating.apply(point)) {
      case Located.Faulty(var text) -> without(point, Quality.CONFIGURATION_ERROR, text);
      case Located.Found found -> {
        Optional<Refusal> refusal = admission.refusal(found);
        yield refusal.isEmpty()
            ? null
            : without(point, Quality.ACCESS_DENIED, refusal.get().reason());
      }
    };
  }

  private static OncePoint without(PointSpec point, int quality, String why) {
    return new OncePoint(point, new Scalar.None(), quality, Optional.of(why));
  }

  /** Puts what is told in the places of the points that were asked for. */
  private record Taking(
      List<PointSpec> asked,
      List<Integer> places,
      List<@Nullable OncePoint> told,
      Consumer<Instant> heard,
      InstantSource clock)
      implements Sink {
    @Override
    public void answered() {
      heard.accept(clock.instant());
    }

    @Override
    public void value(int point, Scalar value, int quality, long sourceTimeNanos) {
      int place = places.get(point);
      if (told.get(place) == null) {
        OncePoint _ =
            told.set(place, new OncePoint(asked.get(point), value, quality, Optional.empty()));
      }
    }
  }
}
