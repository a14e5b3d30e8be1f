package dev.penstock.testkitdriving;

/** The driver in memory stands what every driver must. */
final class FakeDriverEnduranceTest extends DriverEnduranceContract {
  @Override
  protected SimulatedDevice device() {
    return new FakeDevice();
  }
}
