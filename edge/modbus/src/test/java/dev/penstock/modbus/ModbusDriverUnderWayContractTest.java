package dev.penstock.modbus;

import dev.penstock.testkitdriving.DriverContract;
import dev.penstock.testkitdriving.SimulatedDevice;

/** It does so with several requests under way, too. */
final class ModbusDriverUnderWayContractTest extends DriverContract {
  @Override
  protected SimulatedDevice device() throws Exception {
    return new SimulatedPlc(ModbusOptions.UNDER_WAY_MAX);
  }
}
