/**
 * The side that answers: what a device with registers says to each request. How the requests come
 * and who may send them does not come in here. Read {@link
 * dev.penstock.framesmodbus.server.ModbusServer} first.
 */
package dev.penstock.framesmodbus.server;
