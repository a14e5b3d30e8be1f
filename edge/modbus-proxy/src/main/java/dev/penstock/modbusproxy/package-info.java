/**
 * A port at which clients of one zone reach a Modbus device of another, as far as the policy lets
 * them. What a policy says, and where records go, do not come in here. Read {@link
 * dev.penstock.modbusproxy.ModbusProxy} first, then {@link dev.penstock.modbusproxy.Gate}.
 */
@NullMarked
package dev.penstock.modbusproxy;

import org.jspecify.annotations.NullMarked;
