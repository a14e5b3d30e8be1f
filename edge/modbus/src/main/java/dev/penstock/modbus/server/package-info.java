/**
 * Listens for masters that speak MODBUS/TCP, and lets somebody else answer them: registers, or a
 * proxy. What may be asked is not judged in here. Read {@link
 * dev.penstock.modbus.server.ModbusTcpServer} first, then {@link
 * dev.penstock.modbus.server.Answerer}.
 */
@NullMarked
package dev.penstock.modbus.server;

import org.jspecify.annotations.NullMarked;
