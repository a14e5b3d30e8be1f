package dev.penstock.testkitdriving;

/** The driver in memory does what every driver must. */
final class FakeDriverContractTest extends DriverContract {
  @Override
  protected SimulatedDevice device() {
    return new FakeDevice();
  }
}
