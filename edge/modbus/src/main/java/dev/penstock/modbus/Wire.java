package dev.penstock.modbus;

import dev.penstock.driving.LinkException;
import dev.penstock.framesmodbus.Request;
import java.io.Closeable;

/**
 * What carries requests to units and answers back. Used by one thread; {@link #close} by any.
 *
 * <p>Of each request that was sent exactly one thing comes, unless it is forgotten, within the
 * limit for answers after what came before it.
 */
interface Wire extends Closeable {
  /** How many requests may be under way. */
  int window();

  /** Whether unit 0 is all units, none of which answers. */
  boolean hasBroadcast();

  /** Sends one. Its ticket comes back with what comes of it. */
  int send(int unit, Request request) throws LinkException, InterruptedException;

  /** Sends one to all units of a line, and gives them time to do it. */
  void broadcast(Request request) throws LinkException, InterruptedException;

  /** Waits for what comes of one of the requests under way. */
  Came next() throws LinkException, InterruptedException;

  /** Nothing of this request is wanted any more. */
  void forget(int ticket);

  @Override
  void close();
}
