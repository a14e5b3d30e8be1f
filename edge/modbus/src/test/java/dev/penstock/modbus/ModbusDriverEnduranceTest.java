package dev.penstock.modbus;

import dev.penstock.testkitdriving.DriverEnduranceContract;
import dev.penstock.testkitdriving.SimulatedDevice;

/** The driver for Modbus stands what every driver must. */
final class ModbusDriverEnduranceTest extends DriverEnduranceContract {
  @Override
  protected SimulatedDevice device() throws Exception {
    return new SimulatedPlc(4);
  }
}
