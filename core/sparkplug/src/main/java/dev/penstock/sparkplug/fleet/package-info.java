/**
 * The devices behind an edge node: which metrics they have, what these have now, and whether a
 * device is there. No connection, no journal and no clock comes in here, and no rule about how
 * something is said. Read {@link dev.penstock.sparkplug.fleet.Fleet} first.
 */
package dev.penstock.sparkplug.fleet;
