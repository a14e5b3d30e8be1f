/**
 * What every driver must stand, and a device in memory to try those on who use drivers. No protocol
 * comes in here, and nothing that is shipped; a driver's test says how its own device is made to
 * misbehave. Read {@link dev.penstock.testkitdriving.DriverContract} first, then {@link
 * dev.penstock.testkitdriving.SimulatedDevice}.
 */
@NullMarked
package dev.penstock.testkitdriving;

import org.jspecify.annotations.NullMarked;
