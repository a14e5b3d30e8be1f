package dev.penstock.testkitdriving;

import dev.penstock.driving.Driver;
import dev.penstock.driving.PointSpec;
import dev.penstock.evidence.record.Scalar;
import java.time.Duration;

/**
 * A device that a test has in its hand, and the driver to reach it. It has {@link #POINTS} points
 * side by side, each a whole number that can be written where the driver can write; point {@code i}
 * has the value {@code i} at first. Any thread.
 */
public interface SimulatedDevice extends AutoCloseable {
  /** How many points it has. */
  int POINTS = 1_000;

  /** No value is larger, so that it fits the smallest type that a device may have. */
  int VALUE_MAX = 32_767;

  /** A driver whose every call about a few points ends within {@link #limit}. */
  Driver driver();

  /** The same with limits of 30 s or more, for calls that others end. */
  Driver patientDriver();

  /** Within this a call about a few neighbouring points ends, whatever the device does. */
  Duration limit();

  /** How a person names a point, by its place. */
  PointSpec point(int index);

  /** What no device of this protocol can have. */
  PointSpec impossible();

  /** How the driver tells a value. */
  default Scalar scalar(int value) {
    return new Scalar.Whole(value);
  }

  /** A value that does not fit any of the points. */
  default Scalar misfit() {
    return new Scalar.Text("not a number");
  }

  /** The device has a new value. */
  void set(int point, int value);

  /** What the device has now. */
  int get(int point);

  /** From now on the device refuses to read or write this point, and requests it is part of. */
  void refuse(int point);

  /** It does not any more. */
  void allow(int point);

  /** How it treats who is or comes connected, from now on. */
  void behave(Behaviour behaviour);

  /** Ends the connections that are open. */
  void dropConnections();

  /**
   * Ends the connections, and forgets what was agreed on over them: where the protocol has numbers
   * for names, they are other ones now.
   */
  void restart();

  /** Requests to read that it heard since the start. */
  int readRequests();

  /** Requests to write that it heard since the start. */
  int writeRequests();

  /** Connections that it took since the start. */
  int accepted();

  /** Connections that neither side has ended. */
  int open();

  @Override
  void close();
}
