package dev.penstock.modbus;

import dev.penstock.modbus.ModbusOptions.Way;
import java.io.IOException;

/** The serial lines of a machine. */
interface SerialPorts {
  SerialLine open(Way.Serial serial) throws IOException;
}
