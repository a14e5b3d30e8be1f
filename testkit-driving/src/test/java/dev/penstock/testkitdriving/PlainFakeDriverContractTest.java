package dev.penstock.testkitdriving;

import java.util.Set;

/** A driver that can only read does what every driver must. */
final class PlainFakeDriverContractTest extends DriverContract {
  @Override
  protected SimulatedDevice device() {
    return new FakeDevice(Set.of());
  }
}
