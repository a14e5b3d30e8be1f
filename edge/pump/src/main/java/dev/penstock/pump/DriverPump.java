package dev.penstock.pump;

import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Setting;
import dev.penstock.driving.admission.Admission;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.ListeningWatch;
import dev.penstock.flow.intake.SampleIntake;
import java.io.Closeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Runs one driver: keeps its link, reads its points when they are due, writes what it is asked to,
 * and gives what is worth telling to an intake. One thread owns the connection, so nothing that a
 * device or a driver does is felt by any other.
 *
 * <p>Req: 62443-4-2 CR 7.1.
 */
public final class DriverPump implements Closeable {
  /** Of points that are read once at a time. */
  public static final int ONCE_POINTS_MAX = OnceReads.POINTS_MAX;

  private static final Duration CALL_ENDS = Duration.ofSeconds(1);
  private static final Duration ENDS = Duration.ofSeconds(5);

  /** A clock that was wrong, or a policy that changed, is found out after so long. */
  private static final Duration RESTS_MAX = Duration.ofSeconds(1);

  private final LinkWork work;
  private final LongSupplier nanos;
  private final Thread thread;
  private final Semaphore woken = new Semaphore(0);
  private volatile boolean isClosing;

  /**
   * A pump that is not started.
   *
   * @param findings takes what is to be recorded about reading; false when it is full
   * @param watch is told when the link comes and goes; its subscription is the link's source
   * @param chance keeps links apart that failed together
   * @param nanos of a clock that is never set
   */
  public DriverPump(
      DriverLink link,
      Admission admission,
      SampleIntake intake,
      Predicate<IntakeFinding> findings,
      ListeningWatch watch,
      RandomGenerator chance,
      InstantSource clock,
      LongSupplier nanos) {
    this.nanos = nanos;
    this.work = new LinkWork(link, admission, intake, findings, watch, chance, clock, nanos);
    this.thread = Thread.ofVirtual().name("driver " + link.name()).unstarted(this::run);
  }

  /** Begins to connect. */
  public void start() {
    thread.start();
  }

  /**
   * Asks for a write; who may ask for it has been decided before. It goes ahead of readings, and is
   * not sent where the link is down or too many wait.
   */
  public WriteTicket write(Setting setting) {
    return write(setting, WriteTicket.WAIT_MAX);
  }

  /**
   * As above.
   *
   * @param within one that could not be sent in this time is not sent any more
   */
  public WriteTicket write(Setting setting, Duration within) {
    WriteTicket ticket = work.write(setting, within);
    woken.release();
    return ticket;
  }

  /**
   * Asks what points have just now, of which nothing is kept; who may ask has been decided before,
   * and the policy is asked as about any reading. It is read between two readings, and not where
   * the link is down.
   *
   * @param points 1 to {@link #ONCE_POINTS_MAX}
   */
  public OnceTicket readOnce(List<PointSpec> points) {
    OnceTicket ticket = work.readOnce(points);
    woken.release();
    return ticket;
  }

  /**
   * What was told last of each point of which anything was told. It may not be in the journal yet;
   * what is there, and nothing was told behind it, is here.
   */
  public List<PointNow> newest() {
    return work.newest();
  }

  /** Its points by their places: those that are read, then those that are derived. */
  public List<String> points() {
    return work.points();
  }

  /**
   * What a point has just now, by its place among {@link #points}; empty before anything was told
   * of it.
   */
  public Optional<PointHeld> held(int point) {
    return work.held(point);
  }

  /** What it did, as it was within the last second or two. */
  public DriverFigures figures() {
    return work.figures();
  }

  private void run() {
    String reason = "an error of our own ended it; restart, and tell who made it";
    try {
      while (!isClosing) {
        long rest = work.step() - nanos.getAsLong();
        if (rest > 0 && !isClosing) {
          long most = Math.min(rest, RESTS_MAX.toNanos());
          boolean _ = woken.tryAcquire(most, TimeUnit.NANOSECONDS);
          int _ = woken.drainPermits();
        }
      }
      reason = "closed";
    } catch (InterruptedException e) {
      // Only close() interrupts, where a driver does not end its call.
      reason = "closed";
    } finally {
      boolean _ = Thread.interrupted();
      work.end(reason);
    }
  }

  /**
   * Ends what is under way and gives away what was read; writes that were not sent never are. Takes
   * some seconds at the most, whatever the driver does.
   */
  @Override
  public void close() {
    isClosing = true;
    work.interruptSession();
    woken.release();
    boolean isInterrupted = false;
    try {
      if (!thread.isAlive() || thread.join(CALL_ENDS)) {
        return;
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    thread.interrupt();
    try {
      // A driver that heeds neither is left behind; its session is closed.
      boolean _ = thread.join(ENDS);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
