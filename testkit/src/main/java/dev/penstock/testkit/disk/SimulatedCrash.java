package dev.penstock.testkit.disk;

/**
 * The power was cut. An error and not an exception: code that handles a failing disk must not be
 * able to handle, report or outlive this. Every operation of the disk throws it from then on.
 */
public final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1L;

  SimulatedCrash(String message) {
    super(message, null, false, false);
  }
}
