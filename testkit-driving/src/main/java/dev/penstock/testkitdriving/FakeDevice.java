package dev.penstock.testkitdriving;

import dev.penstock.driving.Driver;
import dev.penstock.driving.Driver.Ability;
import dev.penstock.driving.LinkException;
import dev.penstock.driving.PointSpec;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A device in memory. Like one on a wire it knows its points by numbers, other ones after each
 * restart, and refuses a whole request for one bad point. Everything is guarded by its monitor,
 * which is notified of every change.
 */
public final class FakeDevice implements SimulatedDevice {
  /** As much as a request asks for. */
  static final int REQUEST_POINTS_MAX = 100;

  private static final Duration LIMIT = Duration.ofMillis(30);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** No divisor of the number of points, so that no number means the same twice running. */
  private static final int MOVED_BY_RESTART = 37;

  private final Set<Ability> abilities;
  private final int[] values = new int[POINTS];
  private final BitSet refused = new BitSet();
  private final Set<FakeSession> sessions = new HashSet<>();
  private Behaviour behaviour = Behaviour.NORMAL;
  private boolean isCrashing;
  private int restarts;
  private int readRequests;
  private int writeRequests;
  private int accepted;
  private IntConsumer whenRead = _ -> {};
  private Runnable whenWritten = () -> {};

  /** One whose driver can do everything. */
  public FakeDevice() {
    this(EnumSet.allOf(Ability.class));
  }

  /** One whose driver can do this much. */
  public FakeDevice(Set<Ability> abilities) {
    this.abilities = Set.copyOf(abilities);
    for (int i = 0; i < POINTS; i++) {
      values[i] = i;
    }
  }

  @Override
  public Driver driver() {
    return new FakeDriver(this, abilities, LIMIT);
  }

  @Override
  public Driver patientDriver() {
    return new FakeDriver(this, abilities, PATIENCE);
  }

  @Override
  public Duration limit() {
    return LIMIT;
  }

  @Override
  public PointSpec point(int index) {
    return new PointSpec("p" + index, "");
  }

  @Override
  public PointSpec impossible() {
    return new PointSpec("p" + POINTS, "");
  }

  @Override
  public synchronized void set(int point, int value) {
    values[point] = value;
    notifyAll();
  }

  @Override
  public synchronized int get(int point) {
    return values[point];
  }

  @Override
  public synchronized void refuse(int point) {
    refused.set(point);
    notifyAll();
  }

  @Override
  public synchronized void allow(int point) {
    refused.clear(point);
    notifyAll();
  }

  @Override
  public synchronized void behave(Behaviour as) {
    behaviour = as;
    if (as == Behaviour.DEAD) {
      sessions.clear();
    }
    notifyAll();
  }

  /** Is told of each request to read that was answered: how many it heard since the start. */
  public synchronized void whenRead(IntConsumer what) {
    whenRead = what;
  }

  /** Is told of each value that was written. */
  public synchronized void whenWritten(Runnable what) {
    whenWritten = what;
  }

  /** From now on every call of its driver fails with an error of the driver's own. */
  public synchronized void crash(boolean isNow) {
    isCrashing = isNow;
  }

  @Override
  public synchronized void dropConnections() {
    sessions.clear();
    notifyAll();
  }

  @Override
  public synchronized void restart() {
    restarts++;
    dropConnections();
  }

  @Override
  public synchronized int readRequests() {
    return readRequests;
  }

  @Override
  public synchronized int writeRequests() {
    return writeRequests;
  }

  @Override
  public synchronized int accepted() {
    return accepted;
  }

  @Override
  public synchronized int open() {
    return sessions.size();
  }

  @Override
  public void close() {
    behave(Behaviour.DEAD);
  }

  /** The number by which the device knows a point until its next restart. */
  synchronized int handle(int point) {
    return (point + restarts * MOVED_BY_RESTART) % POINTS;
  }

  private int point(int handle, int moved) {
    return Math.floorMod(handle - moved * MOVED_BY_RESTART, POINTS);
  }

  synchronized void connect(FakeSession session) throws LinkException {
    mustNotCrash();
    switch (behaviour) {
      case NORMAL, SILENT, HALF_OPEN, GARBAGE, TRICKLE -> {
        accepted++;
        boolean _ = sessions.add(session);
      }
      case DROPPING -> {
        accepted++;
        throw new LinkException("the device ended the connection; look at its list of clients");
      }
      case DEAD -> throw new LinkException("nothing answers; is the device on?");
    }
  }

  synchronized void disconnect(FakeSession session) {
    boolean _ = sessions.remove(session);
    notifyAll();
  }

  synchronized void mustBeConnected(FakeSession session) throws LinkException {
    mustNotCrash();
    if (!sessions.contains(session)) {
      throw new LinkException("the connection has ended");
    }
  }

  private void mustNotCrash() {
    if (isCrashing) {
      throw new IllegalStateException("a fault in a driver");
    }
  }

  /** Gives the values; none where the device refuses the request. */
  synchronized int[] read(FakeSession session, int[] handles, Duration limit)
      throws LinkException, InterruptedException {
    mustBeConnected(session);
    readRequests += isHeard() ? 1 : 0;
    awaitAnswer(session, limit);
    int[] found = new int[handles.length];
    for (int i = 0; i < handles.length; i++) {
      int point = point(handles[i], restarts);
      if (refused.get(point)) {
        return new int[0];
      }
      found[i] = values[point];
    }
    whenRead.accept(readRequests);
    return found;
  }

  /** False where the device refuses. */
  synchronized boolean write(FakeSession session, int handle, int value, Duration limit)
      throws LinkException, InterruptedException {
    mustBeConnected(session);
    writeRequests += isHeard() ? 1 : 0;
    awaitAnswer(session, limit);
    int point = point(handle, restarts);
    if (refused.get(point)) {
      return false;
    }
    set(point, value);
    whenWritten.run();
    return true;
  }

  private boolean isHeard() {
    return behaviour != Behaviour.HALF_OPEN;
  }

  private void awaitAnswer(FakeSession session, Duration limit)
      throws LinkException, InterruptedException {
    switch (behaviour) {
      case NORMAL -> {}
      case GARBAGE -> throw new LinkException("what came is no answer");
      case DROPPING, DEAD -> {
        disconnect(session);
        throw new LinkException("the device ended the connection");
      }
      case SILENT, HALF_OPEN, TRICKLE -> {
        awaitChange(session, limit);
        throw new LinkException("no whole answer came within " + limit.toMillis() + " ms");
      }
    }
  }

  /** Until the session is over, or time is. */
  private void awaitChange(FakeSession session, Duration limit)
      throws LinkException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (sessions.contains(session) && System.nanoTime() < end) {
      wait(millisUntil(end));
    }
    mustBeConnected(session);
  }

  private static long millisUntil(long endNanos) {
    return Math.max(1, (endNanos - System.nanoTime()) / 1_000_000);
  }

  /** What one of these points has that was told otherwise; waits for it. */
  synchronized int[] awaitNews(FakeSession session, int[] handles, int[] told, Duration atMost)
      throws LinkException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (true) {
      mustBeConnected(session);
      if (behaviour != Behaviour.NORMAL) {
        awaitAnswer(session, LIMIT);
      }
      int[] now = new int[handles.length];
      boolean isNews = false;
      for (int i = 0; i < handles.length; i++) {
        now[i] = values[point(handles[i], restarts)];
        isNews |= now[i] != told[i];
      }
      if (isNews || System.nanoTime() >= end) {
        return now;
      }
      wait(millisUntil(end));
    }
  }
}
