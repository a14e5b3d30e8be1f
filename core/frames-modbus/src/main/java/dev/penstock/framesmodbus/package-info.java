/**
 * Frames and messages of Modbus, of both sides: a client's, a server's, and of what stands between
 * them and must see each request. No socket, no serial line and no timing comes in here; silence on
 * a line is for its edge to hear. Read {@link dev.penstock.framesmodbus.Request} first.
 */
package dev.penstock.framesmodbus;
