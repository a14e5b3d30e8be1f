/**
 * What requests of Modbus ask for in the words of policies, for all who ask a policy about one. No
 * policy is asked in here, and nothing is sent. Read {@link
 * dev.penstock.framesmodbus.asked.AskedParts} first.
 */
@NullMarked
package dev.penstock.framesmodbus.asked;

import org.jspecify.annotations.NullMarked;
