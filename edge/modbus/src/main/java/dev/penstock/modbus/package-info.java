/**
 * Reads and writes devices that speak Modbus, over TCP, as RTU frames over TCP, or on a serial
 * line. Frames, points and plans are core/frames-modbus's, and when a point is due is nobody's in
 * here. Read {@link dev.penstock.modbus.ModbusDriver} first, then {@code ModbusSession} and {@code
 * Round}.
 */
@NullMarked
package dev.penstock.modbus;

import org.jspecify.annotations.NullMarked;
