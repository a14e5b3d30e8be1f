package dev.penstock.driving;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection to a device, used by the one thread that opened it; {@link #close} may be called
 * by any, and ends what is under way with a {@link LinkException}.
 *
 * <p>What goes wrong with one point, one request or one unit behind a line is told of the points it
 * is about and harms no other. Only a connection that is of no use any more is a {@link
 * LinkException}. Every call ends by itself within a time that the driver's settings bound: a
 * device that is silent, sends garbage or one byte a second holds nobody up.
 */
public interface Session extends Closeable {
  /**
   * Packs points into as few requests as the device takes. A plan belongs to this session and is
   * made anew with each: what a device refused before a restart it may give after it.
   */
  ReadPlan plan(List<PointSpec> points) throws LinkException, InterruptedException;

  /**
   * Reads every point of a plan once, and tells each exactly once, bad ones with a quality that
   * says why. A plan may change by that: a request that a device refuses is taken apart until the
   * points stand alone that it refuses.
   *
   * @param turns asked between two requests; may end the reading
   */
  void read(ReadPlan plan, Sink sink, Turns turns) throws LinkException, InterruptedException;

  /** The same where nobody else wants the session. */
  default void read(ReadPlan plan, Sink sink) throws LinkException, InterruptedException {
    read(plan, sink, Turns.NONE);
  }

  /** Who the device says it is; empty where it does not say. */
  Optional<DeviceIdentity> identify() throws LinkException, InterruptedException;

  /**
   * What there is to read, a level at a time.
   *
   * @param under where to look, as {@link Browsed#path} named it; empty for the top
   * @throws UnsupportedOperationException where the driver lacks {@link Driver.Ability#BROWSE}
   */
  void browse(String under, Consumer<Browsed> to) throws LinkException, InterruptedException;

  /**
   * Writes one value, once; it is never sent a second time. Nothing is sent but the one request
   * that {@link Driver#intended} tells of.
   *
   * @throws UnsupportedOperationException where the driver lacks {@link Driver.Ability#WRITE}
   */
  WriteOutcome write(Setting setting) throws InterruptedException;

  /** The way to be told of changes, where the driver has {@link Driver.Ability#SUBSCRIBE}. */
  default Optional<Subscriptions> subscriptions() {
    return Optional.empty();
  }

  /** Ends the connection; at once, and never throws. */
  @Override
  void close();
}
