package dev.penstock.modbus;

import dev.penstock.testkitdriving.DriverContract;
import dev.penstock.testkitdriving.SimulatedDevice;

/** The driver for Modbus does what every driver must. */
final class ModbusDriverContractTest extends DriverContract {
  @Override
  protected SimulatedDevice device() throws Exception {
    return new SimulatedPlc(1);
  }
}
